/**
 * The scripts of `--print-commands`, run by sh with the real `kubectl` and `aws` against the sandbox: each ends where the command itself
 * ends. Needs `kubectl` and `aws`, and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { realClock } from '../harness/clock.ts';
import { type Sandbox, seedProject, startSandbox } from '../sandbox/sandbox.ts';
import { type Ran, check, finish, ours } from './oracle.ts';

const object = ['atlasprivateendpoints', 'default', 'orders-us-east-1'] as const;
const others = ['atlasprivateendpoints', 'default', 'shop-us'] as const;

async function inSandbox<T>(body: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({
    clock: realClock,
    generation: 'v2.15',
    pollMs: 500,
    reactMs: 100,
    ec2Delays: { pendingMs: 500, acceptMs: 500, deleteMs: 500, deletedMs: 500 },
  });
  seedProject(sandbox);
  sandbox.deployCluster();
  try {
    return await body(sandbox);
  } finally {
    await sandbox.close();
  }
}

/** Runs a script as somebody who keeps it in a file does. */
function sh(script: string, { env }: Sandbox): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s'], { env: { ...process.env, AWS_PAGER: '', ...env } });
    const seen = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...seen, code }));
    child.stdin.end(script);
  });
}

/** What is there, with names in place of the ids that differ from one sandbox to another. */
function stateOf({ kubernetes, ec2 }: Sandbox): unknown {
  const standing = ec2.endpoints('us-east-1').filter(({ state }) => !state.startsWith('delet'));
  const names = new Map<string, string>(standing.map(({ id }, at) => [id, `endpoint ${at}`]));
  const objects = [object, others].map((each) => kubernetes.store.get(...each));
  for (const found of objects) if (found !== undefined) names.set(found.metadata.uid ?? '', 'the uid');
  const { items: _, ...rest } = { items: 0, standing, objects: objects.map((found) => Object(found)) };
  let text = JSON.stringify({
    standing: rest.standing,
    objects: rest.objects.map(({ spec, status }) => ({
      spec,
      endpoints: status?.endpoints,
      service: status?.serviceName,
    })),
  });
  for (const [id, name] of names) text = text.replaceAll(id, name);
  return JSON.parse(text);
}

async function ran(command: string, { env }: Sandbox): Promise<string> {
  const { stdout, stderr, code } = await ours(command.split(' '), env);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout;
}

/** Asserts that the script of a command changes nothing until it is run, and then what the command would have changed. */
async function sameEnd(command: (sandbox: Sandbox) => string, ...before: readonly ((sandbox: Sandbox) => string)[]) {
  const run = (by: 'script' | 'command') =>
    inSandbox(async (sandbox) => {
      for (const each of before) await ran(each(sandbox), sandbox);
      if (by === 'command') await ran(command(sandbox), sandbox);
      else {
        const unchanged = stateOf(sandbox);
        const script = await ran(`${command(sandbox)} --print-commands`, sandbox);
        assert.deepEqual(stateOf(sandbox), unchanged);
        const { code, stderr } = await sh(script, sandbox);
        assert.equal(code, 0, `${script}\n${stderr}`);
      }
      return stateOf(sandbox);
    });
  assert.deepEqual(await run('script'), await run('command'));
}

const placed = ({ account }: Sandbox): string =>
  `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open} --tag team=it's`;
const create = (): string => 'create orders --yes';
const createPlaced = (sandbox: Sandbox): string => `create orders ${placed(sandbox)} --yes`;
const up = (sandbox: Sandbox): string => `up orders ${placed(sandbox)} --yes`;

await check('create without a placement', () => sameEnd(create));
await check('create with a placement', () => sameEnd(createPlaced));
await check('create with a placement, of a service that is reserved', () => sameEnd(createPlaced, create));
await check('link of what was created', () => sameEnd(() => 'link orders', createPlaced));
await check('up from nothing', () => sameEnd(up));
await check('up of what was created', () => sameEnd(up, createPlaced));
await check('up of what is connected', () => sameEnd(up, up));
await check('delete of a cluster', () => sameEnd(() => 'delete orders --yes', up));
finish();
