/**
 * The scripts of `--print-commands`, run by sh with the real `kubectl` and `aws` against the sandbox: each ends where the command itself
 * ends. Needs `kubectl` and `aws`, and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { type SeededAccount, seedAccount } from '../fakes/ec2/seed.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { check, finish } from './oracle.ts';
import { BothWays, type Command as CommandOf } from './scripts/same-end.ts';

const regions = ['us-east-1', 'eu-west-1'];

/** A sandbox with an account in a second region. */
interface World extends Sandbox {
  readonly eu: SeededAccount;
}

type Command = CommandOf<World>;

function standing({ ec2 }: World) {
  return regions.flatMap((region) => ec2.endpoints(region).filter(({ state }) => !state.startsWith('delet')));
}

const ways = new BothWays<World>({
  options: { ec2Delays: { pendingMs: 500, acceptMs: 500, deleteMs: 500, deletedMs: 500 } },
  prepare: (sandbox) => ({ ...sandbox, eu: seedAccount(sandbox.ec2, 'eu-west-1') }),
  // How far EC2 is with what was accepted depends on when one looks.
  standing: (world) => standing(world).map((endpoint) => ({ ...endpoint, state: 'there' })),
  aliases: (world) =>
    standing(world).flatMap(({ id, tags }, at) => [
      [id, `endpoint ${at}`] as const,
      // An endpoint that is kept names an object that may be gone.
      ...Object.values(tags).flatMap((tag) => (/^[0-9a-f-]{36}$/.test(tag) ? [[tag, 'a uid'] as const] : [])),
    ]),
});

const placed = ({ account }: World): string =>
  `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open} --tag team=it's`;
const create: Command = () => 'create orders --yes';
const createPlaced: Command = (sandbox) => `create orders ${placed(sandbox)} --yes`;
const upInBoth: Command = ({ account, eu }) =>
  `up orders --subnet-id us-east-1=${account.subnets.a},eu-west-1=${eu.subnets.a} --yes`;
const up: Command = (sandbox) => `up orders ${placed(sandbox)} --yes`;

await check('create without a placement', async () => void (await ways.sameEnd(create)));
await check('create with a placement', async () => void (await ways.sameEnd(createPlaced)));
await check('create with a placement, of a service that is reserved', async () => {
  await ways.sameEnd(createPlaced, [create]);
});
await check('link of what was created', async () => void (await ways.sameEnd(() => 'link orders', [createPlaced])));
await check('up from nothing: the string without its password, and the Secret is written', async () => {
  const { script, command } = await ways.sameEnd(up);
  const strings = script.split('\n').filter((line) => line.startsWith('connectionString'));
  assert.ok(strings.length > 0, script);
  for (const line of strings) {
    assert.match(line, /^connectionStringPrivate\w*=mongodb(\+srv)?:\/\/app:\*{4}@/);
    const uri = line.slice(line.indexOf('=') + 1);
    assert.ok(command.includes(uri), `${uri} is not in:\n${command}`);
  }
});
await check('up of what was created', async () => void (await ways.sameEnd(up, [createPlaced])));
await check('up of what is connected', async () => void (await ways.sameEnd(up, [up])));
await check('up of a cluster in two regions', async () => {
  await ways.sameEnd(upInBoth, [], (sandbox) => sandbox.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] }));
});
await check('delete of a cluster', async () => void (await ways.sameEnd(() => 'delete orders --yes', [up])));
await check('delete of the only endpoint, and not of the object', async () => {
  await ways.sameEnd(() => 'delete ape/orders-us-east-1 --keep-cloud-endpoint --yes', [up]);
});
await check('delete with a region', async () => {
  await ways.sameEnd(() => 'delete orders --region us-east-1 --yes', [up]);
});
finish();
