import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** An `az` that is logged in: it prints tokens as the fake directory gives them, and notes what it was asked. */
export interface StubAz {
  /** PATH with it in front. */
  readonly path: string;
  /** The arguments of each call. */
  readonly calls: () => readonly string[];
}

const script = `#!/bin/sh
echo "$@" >> "$0.calls"
while [ $# -gt 0 ]; do [ "$1" = --resource ] && resource=$2; shift; done
token=$(printf '%s/.default' "$resource" | base64 -w0 | tr '+/' '-_' | tr -d '=')
printf '{"accessToken":"token-for.%s","expiresOn":"2100-01-01 00:00:00.000000","expires_on":4102444800,"tokenType":"Bearer"}' "$token"
`;

const failing = (refusal: string): string =>
  `#!/bin/sh\necho "$@" >> "$0.calls"\ncat >&2 <<'END'\n${refusal}\nEND\nexit 1\n`;

/** @param refusal what it prints on stderr, to fail, in place of a token */
export function stubAz(refusal?: string): StubAz {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  const file = join(folder, 'az');
  writeFileSync(file, refusal === undefined ? script : failing(refusal));
  chmodSync(file, 0o755);
  const log = `${file}.calls`;
  return {
    path: [folder, process.env['PATH']].join(delimiter),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
  };
}
