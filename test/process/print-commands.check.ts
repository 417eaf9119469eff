/**
 * The scripts of `--print-commands`, run by sh with the real `kubectl` and `aws` against the sandbox: each ends where the command itself
 * ends. Needs `kubectl` and `aws`, and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SeededAccount, seedAccount } from '../fakes/ec2/seed.ts';
import { realClock } from '../harness/clock.ts';
import { type Sandbox, seedProject, startSandbox } from '../sandbox/sandbox.ts';
import { type Ran, check, finish, ours } from './oracle.ts';

const regions = ['us-east-1', 'eu-west-1'];

/** A sandbox with an account in a second region. */
interface World extends Sandbox {
  readonly eu: SeededAccount;
}

async function inSandbox<T>(body: (sandbox: World) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({
    clock: realClock,
    generation: 'v2.15',
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

/** Waits until the operator has looked at every deployment. */
async function looked({ kubernetes }: World): Promise<void> {
  while (!readAll(kubernetes, 'atlasdeployments').every(({ status }) => status?.['connectionStrings'] !== undefined))
    await realClock.sleep(50);
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
    deployments: read('atlasdeployments').map(({ metadata, status }) => ({
      annotations: metadata.annotations,
      strings: status?.['connectionStrings'],
    })),
    secrets: read('secrets').map(({ metadata, data }) => ({ name: metadata.name, data })),
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

type Command = (sandbox: World) => string;

async function ran(command: Command, sandbox: World): Promise<string> {
  const words = command(sandbox);
  const { stdout, stderr, code } = await ours(words.split(' '), sandbox.env);
  assert.equal(code, 0, `${words}: ${stderr}`);
  return stdout;
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

/**
 * Asserts that the script of a command changes what the command would have changed.
 * @param before what has happened before either
 * @returns what both printed
 */
async function sameEnd(
  command: Command,
  before: readonly Command[] = [],
  seed: (sandbox: World) => void = (sandbox) => sandbox.deployCluster(),
): Promise<{ readonly script: string; readonly command: string }> {
  const run = (by: typeof ran) =>
    inSandbox(async (sandbox) => {
      seed(sandbox);
      await looked(sandbox);
      for (const each of before) await ran(each, sandbox);
      const printed = await by(command, sandbox);
      return { printed, state: stateOf(sandbox) };
    });
  const [script, direct] = [await run(ranAsScript), await run(ran)];
  assert.deepEqual(script.state, direct.state);
  return { script: script.printed, command: direct.printed };
}

const placed = ({ account }: World): string =>
  `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open} --tag team=it's`;
const create: Command = () => 'create orders --yes';
const createPlaced: Command = (sandbox) => `create orders ${placed(sandbox)} --yes`;
const upInBoth: Command = ({ account, eu }) =>
  `up orders --subnet-id us-east-1=${account.subnets.a},eu-west-1=${eu.subnets.a} --yes`;
const up: Command = (sandbox) => `up orders ${placed(sandbox)} --yes`;

await check('create without a placement', async () => void (await sameEnd(create)));
await check('create with a placement', async () => void (await sameEnd(createPlaced)));
await check('create with a placement, of a service that is reserved', async () => {
  await sameEnd(createPlaced, [create]);
});
await check('link of what was created', async () => void (await sameEnd(() => 'link orders', [createPlaced])));
await check('up from nothing: the string without its password, and the Secret is written', async () => {
  const { script, command } = await sameEnd(up);
  const strings = script.split('\n').filter((line) => line.startsWith('connectionString'));
  assert.ok(strings.length > 0, script);
  for (const line of strings) {
    assert.match(line, /^connectionStringPrivate\w*=mongodb(\+srv)?:\/\/app:\*{4}@/);
    const uri = line.slice(line.indexOf('=') + 1);
    assert.ok(command.includes(uri), `${uri} is not in:\n${command}`);
  }
});
await check('up of what was created', async () => void (await sameEnd(up, [createPlaced])));
await check('up of what is connected', async () => void (await sameEnd(up, [up])));
await check('up of a cluster in two regions', async () => {
  await sameEnd(upInBoth, [], (sandbox) => sandbox.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] }));
});
await check('delete of a cluster', async () => void (await sameEnd(() => 'delete orders --yes', [up])));
await check('delete of the only endpoint, and not of the object', async () => {
  await sameEnd(() => 'delete ape/orders-us-east-1 --keep-cloud-endpoint --yes', [up]);
});
await check('delete with a region', async () => {
  await sameEnd(() => 'delete orders --region us-east-1 --yes', [up]);
});
finish();
