import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bundle } from '../../../build/bundle.ts';
import { shellQuote } from '../../../src/cli/args/pflag.ts';
import { EXECUTABLE, PROGRAM } from '../../../src/cli/program.ts';

/** The built program, on a PATH of its own. */
export interface InstalledPlugin {
  readonly executable: string;
  /** The PATH on which `kubectl atlas-pe` is this program. */
  readonly path: string;
  /** The folder that comes first on it. */
  readonly folder: string;
  readonly remove: () => void;
}

/** Stands in for kubectl on a machine that has none: it can do nothing but call the plugin. */
const standIn = `#!/bin/sh
if [ "$1" = atlas-pe ]; then shift; exec ${EXECUTABLE} "$@"; fi
echo "kubectl is not installed on this machine; here only this works: ${PROGRAM}" >&2
exit 1
`;

/** What calls the program: doctor looks names up where the sandbox's are known, unless it is told where. */
function caller(main: string, dnsServer: string): string {
  return `#!/bin/sh
case "$1 $* " in
  *' --dns-server'*) ;;
  'doctor '*) shift; set -- doctor --dns-server ${shellQuote(dnsServer)} "$@" ;;
esac
exec ${shellQuote(process.execPath)} ${shellQuote(main)} "$@"
`;
}

/**
 * Bundles the sources, as a release does, and puts an executable of them into a folder that is thrown away.
 * @param dnsServer the sandbox's, as `ADDRESS:PORT`
 */
export async function installPlugin(dnsServer: string): Promise<InstalledPlugin> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-bin-'));
  const [main] = (await bundle(folder)).scripts;
  const executable = join(folder, EXECUTABLE);
  writeFileSync(executable, caller(join(folder, main), dnsServer), { mode: 0o755 });
  const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).error === undefined;
  if (!hasKubectl) writeFileSync(join(folder, 'kubectl'), standIn, { mode: 0o755 });
  return {
    executable,
    folder,
    path: [folder, process.env['PATH']].join(delimiter),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
