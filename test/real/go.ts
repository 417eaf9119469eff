/**
 * Builds Go programs from the Go module proxy: no git clone, and every module is verified against the checksum database by `go`
 * itself. A module of its own is generated for each, because `go install x@version` refuses modules with `replace` directives.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { cached, spent } from './cache.ts';

const run = promisify(execFile);

/** Milliseconds between two signs of life of a build. */
const SIGN_OF_LIFE_MS = 30_000;

export interface GoProgram {
  /** The file name it gets. */
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** The main package's import path. */
  readonly package: string;
  /** Values for `-ldflags -X`. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * The version that stands for each module that the program's own go.mod replaces with a folder of its repository; when left out,
   * the versions that it requires are what they are published as.
   */
  readonly localVersion?: string;
  /** The module's checksum as in a go.sum: it is compared here, and the checksum database is not asked for this module. */
  readonly sum?: string;
  /** Begin with the go.sum of the program's own repository, where the checksum database lacks something that it was built with. */
  readonly ownSums?: boolean;
}

/** One run of the compiler. */
interface Build {
  /** The file name that the program gets. */
  readonly name: string;
  /** Where its go.mod is. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
}

interface GoMod {
  readonly Go?: string;
  readonly Replace?:
    readonly { readonly Old: { readonly Path: string }; readonly New: { readonly Path: string } }[] | null;
}

/** The version of the Go on PATH, or undefined when there is none. */
export async function goVersion(): Promise<string | undefined> {
  try {
    return (await run('go', ['env', 'GOVERSION'])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Downloads a module into Go's module cache, unless it is there.
 * @param options.unlisted don't ask the checksum database for it: the caller compares `sum` itself
 * @returns its folder, read-only, its go.mod, and its checksum as in a go.sum
 * @throws Error with the output of `go` when it cannot be had
 */
export async function downloadModule(
  module: string,
  version: string,
  options: { readonly unlisted?: boolean } = {},
): Promise<{ folder: string; goMod: string; sum: string }> {
  const env = options.unlisted === true ? without(module) : process.env;
  try {
    const { stdout } = await run('go', ['mod', 'download', '-json', `${module}@${version}`], { env, cwd: tmpdir() });
    const { Dir, GoMod, Sum } = JSON.parse(stdout) as Record<'Dir' | 'GoMod' | 'Sum', string>;
    return { folder: Dir, goMod: GoMod, sum: Sum };
  } catch (error) {
    const { stdout = '', code } = error as { readonly stdout?: string; readonly code?: unknown };
    if (code === 'ENOENT') throw withoutGo(error);
    throw new Error(`go mod download ${module}@${version} failed: ${stdout.trim() || String(error)}`, { cause: error });
  }
}

function withoutGo(cause: unknown): Error {
  return new Error('there is no go on PATH (https://go.dev/doc/install)', { cause });
}

/** The environment in which go does not ask the checksum database for a module. */
function without(module: string): NodeJS.ProcessEnv {
  const unlisted = [process.env['GONOSUMDB'], module].filter((text) => text !== undefined && text !== '').join(',');
  return { ...process.env, GONOSUMDB: unlisted };
}

/** Lays out a module that does nothing but require the program's. @returns its folder */
async function workshopOf(program: GoProgram): Promise<string> {
  const { module, version, localVersion } = program;
  const { folder, goMod, sum } = await downloadModule(module, version, { unlisted: program.sum !== undefined });
  if (program.sum !== undefined && sum !== program.sum)
    throw new Error(`${module}@${version} is ${sum}, but ${program.sum} is what was tried`);
  const { stdout } = await run('go', ['mod', 'edit', '-json', goMod]);
  const { Go = '1.22', Replace } = JSON.parse(stdout) as GoMod;
  const lines = (localVersion === undefined ? [] : (Replace ?? []))
    .filter(({ New }) => New.Path.startsWith('.'))
    .map(({ Old }) => `replace ${Old.Path} => ${Old.Path} ${localVersion}`);
  const workshop = cached('build', `${program.name}-${version}`);
  mkdirSync(workshop, { recursive: true });
  const text = [`module build`, `go ${Go}`, `require ${module} ${version}`, ...lines, ''].join('\n\n');
  writeFileSync(join(workshop, 'go.mod'), text);
  if (program.ownSums === true) writeFileSync(join(workshop, 'go.sum'), readFileSync(join(folder, 'go.sum')));
  return workshop;
}

/**
 * Builds a program into `folder`. A build that was broken off goes on where Go's build cache ends, and never leaves half a file.
 * @param say is told what happens, in whole lines
 * @throws Error with the end of the compiler's output
 */
export async function buildGo(program: GoProgram, folder: string, say: (line: string) => void): Promise<void> {
  const { name, version, module, sum, variables = {} } = program;
  const started = Date.now();
  const cwd = await workshopOf(program);
  const set = Object.entries(variables).map(([variable, value]) => `-X ${variable}=${value}`);
  // The package is in no file of this module, so its checksums and indirect requirements are found while building (-mod=mod).
  const args = ['-mod=mod', `-ldflags=${['-s', '-w', ...set].join(' ')}`, program.package];
  const env = sum === undefined ? process.env : without(module);
  await compileInto(folder, { name, cwd, env, args }, (compiled) =>
    say(`  ${name}: ${compiled} packages after ${spent(Date.now() - started)}`),
  );
  say(`built ${name} ${version} in ${spent(Date.now() - started)}`);
}

/**
 * Builds the program whose source is a folder of this repository into `folder`, with the versions and checksums that it states.
 * @param say is told what happens, in whole lines
 * @throws Error with the end of the compiler's output
 */
export async function buildOwn(
  name: string,
  source: string,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  const build: Build = { name, cwd: source, env: process.env, args: ['-mod=readonly', '-ldflags=-s -w', '.'] };
  await compileInto(folder, build, (compiled) =>
    say(`  ${name}: ${compiled} packages after ${spent(Date.now() - started)}`),
  );
  say(`built ${name} in ${spent(Date.now() - started)}`);
}

async function compileInto(folder: string, build: Build, alive: (compiled: number) => void): Promise<void> {
  const output = join(folder, build.name);
  const half = `${output}.half-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    const args = ['build', '-v', '-trimpath', '-buildvcs=false', '-o', half, ...build.args];
    await compile({ ...build, args }, alive);
    renameSync(half, output);
  } finally {
    rmSync(half, { force: true });
  }
}

function compile({ args, cwd, env }: Build, alive: (compiled: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      cwd,
      env: { ...env, CGO_ENABLED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let [end, compiled] = ['', 0];
    const timer = setInterval(() => alive(compiled), SIGN_OF_LIFE_MS);
    // Whoever stops this process alone, as a CI server does, would leave the compiler running.
    const stop = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    createInterface({ input: child.stderr }).on('line', (line) => {
      // With -v one line a compiled package; what is said of anything else has a space in it.
      if (line.includes(' ')) end = `${end}${line}\n`.slice(-4_000);
      else compiled += 1;
    });
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? withoutGo(error) : error));
    child.once('close', (code, signal) => {
      clearInterval(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (code === 0) resolve();
      else if (signal !== null) reject(new Error(`stopped by ${signal}; the next run goes on from here`));
      else reject(new Error(`go ${args.join(' ')} ended with ${String(code)}:\n${end.trimEnd()}`));
    });
  });
}
