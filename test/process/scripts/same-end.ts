/** Runs scripts of `--print-commands` beside the commands that they stand for, each in a sandbox of its own, and compares what they leave. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Generation } from '../../fakes/operator/generation.ts';
import { isRecord } from '../../../src/kube/json.ts';
import { realClock } from '../../harness/clock.ts';
import { type Sandbox, type SandboxOptions, seedProject, startSandbox } from '../../sandbox/sandbox.ts';
import { type Ran, ours } from '../oracle.ts';

/** A part of a cloud account, without what depends on when one looks. */
export type Part = Readonly<Record<string, unknown>>;

/** Another name for what differs from one sandbox to another. */
export type Alias = readonly [text: string, name: string];

/** What is the same for all scripts of a cloud. */
export interface Setup<W extends Sandbox> {
  readonly options: Partial<SandboxOptions>;
  /** Adds to a new sandbox what the commands need. */
  readonly prepare: (sandbox: Sandbox) => W;
  /** What stands in the accounts. */
  readonly standing: (world: W) => readonly Part[];
  readonly aliases: (world: W) => readonly Alias[];
  /** Programs that scripts find before all others, as sh scripts by their names. */
  readonly programs?: Readonly<Record<string, string>>;
  /** What these programs need. @param folder one that is thrown away */
  readonly env?: (world: W, folder: string) => Readonly<Record<string, string>>;
}

/** A command line, without `kubectl atlas-pe`. */
export type Command<W> = (world: W) => string;

/** What stands before the commands of a check. */
export interface Beginning<W> {
  /** The operator that runs; the newest when left out. */
  readonly generation?: Generation;
  /** What is there; a dedicated cluster when left out. */
  readonly seed?: (world: W) => void;
  /** Commands that have run; a script may have been ended before a line. */
  readonly before?: readonly (Command<W> | { readonly script: Command<W>; readonly endedBefore: string })[];
}

type By<W> = (command: Command<W>, world: W) => Promise<string>;

/** Milliseconds in which the operator looks at everything twice. */
const TWO_PASSES_MS = 1_200;

/** The digest at the end of a name that this program gives to a cloud endpoint. */
export function digestAlias(uid: string, label: string): Alias {
  const identity = JSON.stringify([uid, 'default', `atlasprivateendpoint/${label}`, label]);
  return [createHash('sha256').update(identity).digest('hex').slice(0, 8), `digest of ${label}`];
}

/** Commands of one cloud, run both ways. */
export class BothWays<W extends Sandbox> {
  readonly #setup: Setup<W>;
  readonly #aliases = new WeakMap<W, readonly Alias[]>();
  /** What a script finds on its PATH before all else: its pauses are shorter here than for a person. */
  readonly #tools = mkdtempSync(join(tmpdir(), 'print-commands-'));

  constructor(setup: Setup<W>) {
    this.#setup = setup;
    const programs = { sleep: '#!/bin/sh\nexec /bin/sleep 0.3\n', ...setup.programs };
    for (const [name, text] of Object.entries(programs)) writeFileSync(join(this.#tools, name), text, { mode: 0o755 });
    process.on('exit', () => rmSync(this.#tools, { recursive: true, force: true }));
  }

  /**
   * Asserts that the script of a command changes what the command would have changed.
   * @returns what both printed
   */
  async sameEnd(
    command: Command<W>,
    beginning: Beginning<W> = {},
  ): Promise<{ readonly script: string; readonly command: string }> {
    const run = (by: By<W>) =>
      this.#inSandbox(beginning, async (world) => {
        for (const each of beginning.before ?? []) {
          await (typeof each === 'function' ? this.#direct(each, world) : this.#until(each, world));
          await this.#settled(world);
        }
        this.#remember(world);
        const printed = await by(command, world);
        return { printed, state: await this.#settled(world) };
      });
    const [script, direct] = await Promise.all([
      run((each, world) => this.#asScript(each, world)),
      run((each, world) => this.#direct(each, world)),
    ]);
    assert.deepEqual(script.state, direct.state);
    return { script: script.printed, command: direct.printed };
  }

  /** Asserts that the script of a command ends with what Atlas or the operator says, and does not wait for anything more. */
  endsWith(said: string, command: Command<W>, beginning: Beginning<W> = {}): Promise<void> {
    return this.#inSandbox(beginning, async (world) => {
      const script = await this.#direct((each) => `${command(each)} --print-commands`, world);
      const { code, stderr } = await this.#sh(script, world);
      assert.deepEqual([code, stderr.trimEnd().split('\n').at(-1)], [1, said]);
    });
  }

  async #inSandbox<T>(
    { generation = 'v2.15', seed = (world) => world.deployCluster() }: Beginning<W>,
    body: (world: W) => Promise<T>,
  ): Promise<T> {
    const quick = { clock: realClock, generation, pollMs: 500, reactMs: 100 };
    const sandbox = await startSandbox({ ...quick, ...this.#setup.options });
    seedProject(sandbox);
    try {
      const world = this.#setup.prepare(sandbox);
      seed(world);
      await this.#settled(world);
      return await body(world);
    } finally {
      await sandbox.close();
    }
  }

  /** What is there once the operator changes nothing more by itself. */
  async #settled(world: W): Promise<unknown> {
    for (let last = this.#stateOf(world); ;) {
      await realClock.sleep(TWO_PASSES_MS);
      const now = this.#stateOf(world);
      const isLooked = readAll(world, 'atlasdeployments').every(({ status }) => status !== undefined);
      if (isLooked && isDeepStrictEqual(now, last)) return now;
      last = now;
    }
  }

  /** Runs the script of a command up to a line. */
  async #until(
    { script: command, endedBefore }: { readonly script: Command<W>; readonly endedBefore: string },
    world: W,
  ): Promise<void> {
    const script = await this.#direct((each) => `${command(each)} --print-commands`, world);
    const [begun = '', ...rest] = script.split(`\n${endedBefore}`);
    assert.notEqual(rest.length, 0, `no line begins with ${endedBefore} in\n${script}`);
    const { code, stderr } = await this.#sh(begun, world);
    assert.equal(code, 0, `${begun}\n${stderr}`);
  }

  async #direct(command: Command<W>, world: W): Promise<string> {
    const words = command(world);
    const { stdout, stderr, code } = await ours(words.split(' '), world.env);
    assert.equal(code, 0, `${words}: ${stderr}`);
    return stdout;
  }

  /** Runs the script of a command, which changes nothing until it is run. @returns what the script printed */
  async #asScript(command: Command<W>, world: W): Promise<string> {
    const before = this.#stateOf(world);
    const script = await this.#direct((each) => `${command(each)} --print-commands`, world);
    assert.deepEqual(this.#stateOf(world), before);
    const { code, stdout, stderr } = await this.#sh(script, world);
    assert.equal(code, 0, `${script}\n${stderr}`);
    return stdout;
  }

  /** Runs a script as somebody who keeps it in a file does. */
  #sh(script: string, world: W): Promise<Ran> {
    const own = this.#setup.env?.(world, this.#tools) ?? {};
    const path = `${this.#tools}:${process.env['PATH']}`;
    const cache = join(this.#tools, 'cache');
    return new Promise((resolve, reject) => {
      const child = spawn('sh', ['-s'], {
        env: { ...process.env, AWS_PAGER: '', KUBECACHEDIR: cache, ...world.env, ...own, PATH: path },
      });
      const seen = { stdout: '', stderr: '' };
      child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
      child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ ...seen, code }));
      child.stdin.end(script);
    });
  }

  /** What is there, with names in place of what differs from one sandbox to another. */
  #stateOf(world: W): unknown {
    const state = {
      standing: this.#setup.standing(world),
      objects: readAll(world, 'atlasprivateendpoints').map(({ metadata, spec, status }) => ({
        name: metadata.name,
        spec,
        endpoints: status?.['endpoints'],
        service: status?.['serviceName'] ?? status?.['resourceId'] ?? status?.['serviceAttachmentNames'],
      })),
      deployments: readAll(world, 'atlasdeployments').map(({ metadata, spec, status }) => ({
        annotations: metadata.annotations,
        spec,
        endpoints: status?.['serverlessPrivateEndpoints'],
        strings: inOneOrder(status?.['connectionStrings']),
      })),
      projects: readAll(world, 'atlasprojects').map(({ metadata, spec, status }) => ({
        annotations: metadata.annotations,
        spec,
        endpoints: status?.['privateEndpoints'],
      })),
      secrets: readAll(world, 'secrets').map(({ metadata, data = {} }) => ({
        name: metadata.name,
        // When a password Secret was touched differs.
        data: Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith('kubectl-atlas-pe'))),
      })),
    };
    let text = JSON.stringify(state);
    for (const [id, name] of this.#remember(world)) text = text.replaceAll(id, name);
    return JSON.parse(text);
  }

  /** What is gone may be named for a while. */
  #remember(world: W): readonly Alias[] {
    const known = new Map([...(this.#aliases.get(world) ?? []), ...this.#setup.aliases(world)]);
    this.#aliases.set(world, [...known]);
    return [...known];
  }
}

/** Strings of several regions, which Atlas numbers in the order in which their endpoints were connected: that depends on the moment. */
function inOneOrder(strings: unknown): unknown {
  if (!isRecord(strings) || !Array.isArray(strings['privateEndpoint'])) return strings;
  const unnumbered = strings['privateEndpoint'].map((each) => JSON.stringify(each).replaceAll(/-pl-\d+/g, '-pl'));
  return { ...strings, privateEndpoint: unnumbered.toSorted((a, b) => (regionIn(a) < regionIn(b) ? -1 : 1)) };
}

function regionIn(text: string): string {
  return /"region":"(\w+)"/.exec(text)?.[1] ?? '';
}

/** What is read of an object. */
interface Read {
  readonly metadata: { readonly name: string; readonly annotations?: unknown };
  readonly spec?: object;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: object;
}

function readAll({ kubernetes: { store } }: Sandbox, resource: string): readonly Read[] {
  return store.list(resource).map((object): Read => ({ ...object }));
}
