/**
 * The scripts of `--print-commands` for AtlasPrivateEndpoints, run by sh with the real `kubectl` and `aws` against the sandbox: each ends
 * where the command itself ends. Needs `kubectl` and `aws`, and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { check, finish } from './oracle.ts';
import { type Command, placed, ways } from './scripts/aws.ts';

const create: Command = () => 'create orders --yes';
const createPlaced: Command = (sandbox) => `create orders ${placed(sandbox)} --yes`;
const upInBoth: Command = ({ account, eu }) =>
  `up orders --subnet-id us-east-1=${account.subnets.a},eu-west-1=${eu.subnets.a} --yes`;
const up: Command = (sandbox) => `up orders ${placed(sandbox)} --yes`;

await check('create without a placement', async () => void (await ways.sameEnd(create)));
await check('create with a placement', async () => void (await ways.sameEnd(createPlaced)));
await check('create with a placement, of a service that is reserved', async () => {
  await ways.sameEnd(createPlaced, { before: [create] });
});
await check(
  'link of what was created',
  async () => void (await ways.sameEnd(() => 'link orders', { before: [createPlaced] })),
);
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
await check('up of what was created', async () => void (await ways.sameEnd(up, { before: [createPlaced] })));
await check('up of what is connected', async () => void (await ways.sameEnd(up, { before: [up] })));
await check('up of a cluster in two regions', async () => {
  await ways.sameEnd(upInBoth, { seed: (sandbox) => sandbox.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] }) });
});
await check(
  'delete of a cluster',
  async () => void (await ways.sameEnd(() => 'delete orders --yes', { before: [up] })),
);
await check('delete of the only endpoint, and not of the object', async () => {
  await ways.sameEnd(() => 'delete ape/orders-us-east-1 --keep-cloud-endpoint --yes', { before: [up] });
});
await check('delete with a region', async () => {
  await ways.sameEnd(() => 'delete orders --region us-east-1 --yes', { before: [up] });
});
await check('a service that fails: the script ends with what Atlas says', async () => {
  await ways.endsWith('FAILED: no capacity', up, {
    seed(sandbox) {
      sandbox.deployCluster();
      sandbox.operator.project().services.failServices['US_EAST_1'] = { status: 'FAILED', message: 'no capacity' };
    },
  });
});
finish();
