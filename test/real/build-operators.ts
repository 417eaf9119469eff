/**
 * Builds the operator at each version of operators.ts with `go build` from the Go module proxy, and takes its CRDs out of the module, into
 * the cache folder: `npm run operators`. What is there already is left alone; a build that was broken off goes on where Go's own build
 * cache ends. A version takes about two minutes on two cores with nothing cached, and some 60 MB.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type OperatorVersion,
  builtOperator,
  operatorFolder,
  operatorModule,
  operatorSums,
  operators,
} from './operators.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Go's settings, on top of the person's own: the module's checksum is compared here, the others' by Go itself. */
const environment = {
  ...process.env,
  GOFLAGS: `${process.env['GOFLAGS'] ?? ''} -buildvcs=false`.trim(),
  GONOSUMDB: [process.env['GONOSUMDB'], operatorModule].filter((text) => text !== undefined && text !== '').join(','),
  GO111MODULE: 'on',
  CGO_ENABLED: '0',
};

/** Runs go in a folder without a go.mod. @returns stdout @throws Error with what go said */
function go(args: readonly string[], folder: string, env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      cwd: folder,
      env: { ...environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error('Go is not installed: https://go.dev/doc/install') : error),
    );
    child.on('close', (code) => {
      const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('go: downloading'));
      if (code === 0) resolve(stdout);
      else reject(new Error([`go ${args.join(' ')} failed:`, ...lines, stdout].join('\n')));
    });
  });
}

/** Downloads the operator's module and compares its checksum. @returns the folder with its sources */
async function sources(version: string, folder: string): Promise<string> {
  const told = JSON.parse(await go(['mod', 'download', '-json', `${operatorModule}@${version}`], folder)) as {
    readonly Dir: string;
    readonly Sum: string;
  };
  if (told.Sum !== operatorSums[version]) {
    throw new Error(
      `${operatorModule}@${version} is ${told.Sum}, but ${String(operatorSums[version])} is what was read and tried`,
    );
  }
  return told.Dir;
}

async function build({ version, program, crds }: OperatorVersion, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), `.${version}-`));
  try {
    await sources(version, folder);
    await go(['install', '-p', '2', '-trimpath', '-ldflags=-s -w', `${program}@${version}`], folder, {
      GOBIN: folder,
    });
    renameSync(join(folder, basename(program)), join(folder, 'manager'));
    const from = join(await sources(crds.version, folder), crds.folder);
    mkdirSync(join(folder, 'crds'));
    for (const name of readdirSync(from).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')) {
      // Written anew, not copied: the files of a module are read-only.
      writeFileSync(join(folder, 'crds', name), readFileSync(join(from, name)));
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isBuilt(version: keyof typeof operators): boolean {
  try {
    return existsSync(builtOperator(version).manager);
  } catch {
    return false;
  }
}

let failed = 0;
// One after another: two builds at once would only be slower on two cores.
for (const version of Object.keys(operators) as (keyof typeof operators)[]) {
  const target = operatorFolder(version);
  if (isBuilt(version)) {
    say(`operator ${version}: there already, ${target}`);
    continue;
  }
  say(`operator ${version}: building; about two minutes on two cores when nothing is cached…`);
  const started = Date.now();
  try {
    await build(operators[version], target);
    say(`operator ${version}: built in ${((Date.now() - started) / 1000).toFixed(0)} s, ${target}`);
  } catch (error) {
    failed += 1;
    say(`error: operator ${version}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
