/** Runs the scripts of --print-commands with the real `kubectl` and `aws` against the sandbox, and compares where they end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type SeededAccount, seedAccount } from '../../fakes/ec2/seed.ts';
import { realClock } from '../../harness/clock.ts';
import type { Generation } from '../../fakes/operator/generation.ts';
import { type Sandbox, seedProject, startSandbox } from '../../sandbox/sandbox.ts';
import { type Ran, ours } from '../oracle.ts';

const regions = ['us-east-1', 'eu-west-1'];

/** A sandbox with an account in a second region. */
export interface World extends Sandbox {
  readonly eu: SeededAccount;
}

async function inSandbox<T>(generation: Generation, body: (sandbox: World) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({
    clock: realClock,
    generation,
    pollMs: 500,
    reactMs: 100,
    ec2Delays: { pendingMs: 500, acceptMs: 500, deleteMs: 500, deletedMs: 500 },
  });
  seedProject(sandbox);
  try {
    return await body({ ...sandbox, eu: seedAccount(sandbox.ec2, 'eu-west-1') });
  } finally {
    await sandbox.close();
  }
}

/** What a script finds on its PATH before all else: its pauses are shorter here than for a person. */
const tools = mkdtempSync(join(tmpdir(), 'print-commands-'));
writeFileSync(join(tools, 'sleep'), '#!/bin/sh\nexec /bin/sleep 0.3\n', { mode: 0o755 });

/** Milliseconds in which the operator looks at everything twice. */
const TWO_PASSES_MS = 1_200;

/** What is there once the operator changes nothing more by itself. */
async function endOf(sandbox: World): Promise<unknown> {
  for (let last = stateOf(sandbox); ;) {
    await realClock.sleep(TWO_PASSES_MS);
    const now = stateOf(sandbox);
    const isLooked = readAll(sandbox.kubernetes, 'atlasdeployments').every(({ status }) => status !== undefined);
    if (isLooked && isDeepStrictEqual(now, last)) return now;
    last = now;
  }
}

/** Runs a script as somebody who keeps it in a file does. */
function sh(script: string, { env }: World): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const path = `${tools}:${process.env['PATH']}`;
    const child = spawn('sh', ['-s'], {
      env: { ...process.env, AWS_PAGER: '', KUBECACHEDIR: join(tools, 'cache'), ...env, PATH: path },
    });
    const seen = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...seen, code }));
    child.stdin.end(script);
  });
}

/** What is there, with names in place of the ids that differ from one sandbox to another. */
function stateOf({ kubernetes, ec2 }: World): unknown {
  const standing = regions.flatMap((region) => ec2.endpoints(region).filter(({ state }) => !state.startsWith('delet')));
  const read = (resource: string): readonly Read[] => readAll(kubernetes, resource);
  const objects = read('atlasprivateendpoints');
  const names = [
    ...standing.map(({ id }, at) => [id, `endpoint ${at}`] as const),
    // An endpoint that is kept names an object that may be gone.
    ...standing.flatMap(({ tags }) =>
      Object.values(tags)
        .filter((tag) => /^[0-9a-f-]{36}$/.test(tag))
        .map((tag) => [tag, 'a uid'] as const),
    ),
  ];
  const state = {
    // How far EC2 is with what was accepted depends on when one looks.
    standing: standing.map((endpoint) => ({ ...endpoint, state: 'there' })),
    objects: objects.map(({ metadata, spec, status }) => ({
      name: metadata.name,
      spec,
      endpoints: status?.['endpoints'],
      service: status?.['serviceName'],
    })),
    deployments: read('atlasdeployments').map(({ metadata, spec, status }) => ({
      annotations: metadata.annotations,
      spec,
      endpoints: status?.['serverlessPrivateEndpoints'],
      strings: status?.['connectionStrings'],
    })),
    projects: read('atlasprojects').map(({ metadata, spec, status }) => ({
      annotations: metadata.annotations,
      spec,
      endpoints: status?.['privateEndpoints'],
    })),
    secrets: read('secrets').map(({ metadata, data = {} }) => ({
      name: metadata.name,
      // When a password Secret was touched differs.
      data: Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith('kubectl-atlas-pe'))),
    })),
  };
  let text = JSON.stringify(state);
  for (const [id, name] of names) text = text.replaceAll(id, name);
  return JSON.parse(text);
}

/** What is read of an object. */
interface Read {
  readonly metadata: { readonly name: string; readonly annotations?: unknown };
  readonly spec?: object;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: object;
}

function readAll({ store }: Sandbox['kubernetes'], resource: string): readonly Read[] {
  return store.list(resource).map((object): Read => ({ ...object }));
}

/** A command line, without `kubectl atlas-pe`. */
export type Command = (sandbox: World) => string;

async function ran(command: Command, sandbox: World): Promise<string> {
  const words = command(sandbox);
  const { stdout, stderr, code } = await ours(words.split(' '), sandbox.env);
  assert.equal(code, 0, `${words}: ${stderr}`);
  return stdout;
}

/** Runs the script of a command up to a line. */
async function ranUntil(command: Command, line: string, sandbox: World): Promise<void> {
  const script = await ran((each) => `${command(each)} --print-commands`, sandbox);
  const [begun, ...rest] = script.split(`\n${line}`);
  assert.notEqual(rest.length, 0, `no line begins with ${line} in\n${script}`);
  const { code, stderr } = await sh(begun ?? '', sandbox);
  assert.equal(code, 0, `${begun}\n${stderr}`);
}

/** Runs the script of a command, which changes nothing until it is run. @returns what the script printed */
async function ranAsScript(command: Command, sandbox: World): Promise<string> {
  const before = stateOf(sandbox);
  const script = await ran((each) => `${command(each)} --print-commands`, sandbox);
  assert.deepEqual(stateOf(sandbox), before);
  const { code, stdout, stderr } = await sh(script, sandbox);
  assert.equal(code, 0, `${script}\n${stderr}`);
  return stdout;
}

/** What stands before the commands of a check. */
export interface Beginning {
  /** The operator that runs; the newest when left out. */
  readonly generation?: Generation;
  /** What is there; a dedicated cluster when left out. */
  readonly seed?: (sandbox: World) => void;
  /** Commands that have run; a script may have been ended before a line. */
  readonly before?: readonly (Command | { readonly script: Command; readonly endedBefore: string })[];
}

/**
 * Asserts that the script of a command changes what the command would have changed.
 * @returns what both printed
 */
export async function sameEnd(
  command: Command,
  { generation = 'v2.15', seed = (sandbox) => sandbox.deployCluster(), before = [] }: Beginning = {},
): Promise<{ readonly script: string; readonly command: string }> {
  const run = (by: typeof ran) =>
    inSandbox(generation, async (sandbox) => {
      seed(sandbox);
      await endOf(sandbox);
      for (const each of before)
        await (typeof each === 'function' ? ran(each, sandbox) : ranUntil(each.script, each.endedBefore, sandbox));
      if (before.length > 0) await endOf(sandbox);
      const printed = await by(command, sandbox);
      return { printed, state: await endOf(sandbox) };
    });
  const [script, direct] = [await run(ranAsScript), await run(ran)];
  assert.deepEqual(script.state, direct.state);
  return { script: script.printed, command: direct.printed };
}

/** Asserts that the script of a command ends with what Atlas or the operator says, and does not wait for anything more. */
export async function endsWith(
  said: string,
  command: Command,
  { generation = 'v2.15', seed = (sandbox) => sandbox.deployCluster() }: Beginning = {},
): Promise<void> {
  await inSandbox(generation, async (sandbox) => {
    seed(sandbox);
    await endOf(sandbox);
    const script = await ran((each) => `${command(each)} --print-commands`, sandbox);
    const { code, stderr } = await sh(script, sandbox);
    assert.deepEqual([code, stderr.trimEnd().split('\n').at(-1)], [1, said]);
  });
}

/** The flags that place a cloud endpoint, one of which a shell would not read as it is. */
export const placed: Command = ({ account }) =>
  `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open} --tag team=it's`;
