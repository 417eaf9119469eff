/**
 * The scripts of `--print-commands` for several objects, which are one script, run by sh with the real `kubectl` and `aws` against the
 * sandbox. Needs both, and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { check, finish } from './oracle.ts';
import { type Beginning, type Command, ways } from './scripts/aws.ts';

const placed: Command = ({ account, eu }) => `--subnet-id us-east-1=${account.subnets.a},eu-west-1=${eu.subnets.a}`;
const named = 'ad/orders ad/reports';
const create: Command = (sandbox) => `create ${named} ${placed(sandbox)} --yes`;
const up: Command = (sandbox) => `up ${named} --refresh ${placed(sandbox)} --yes`;

/** Two clusters in one region, of which one is in another region too: they share an endpoint. */
const clusters: Beginning = {
  seed(sandbox) {
    sandbox.deployCluster();
    sandbox.deployCluster({ name: 'reports', regions: ['US_EAST_1', 'EU_WEST_1'] });
  },
};
const after = (...before: readonly Command[]): Beginning => ({ ...clusters, before });

await check('create of two names', async () => void (await ways.sameEnd(create, clusters)));
await check('link of two names', async () => void (await ways.sameEnd(() => `link ${named}`, after(create))));
await check('up of two names, to the strings of both', async () => {
  const { script } = await ways.sameEnd(up, clusters);
  assert.ok(script.split('\n').filter((line) => line.startsWith('connectionStringPrivate')).length >= 2, script);
});
await check('delete of two names', async () => void (await ways.sameEnd(() => `delete ${named} --yes`, after(up))));
await check('up by a label, of two serverless instances', async () => {
  const serverless: Beginning = {
    generation: 'v2.11',
    seed(sandbox) {
      sandbox.deploy();
      sandbox.deploy({ name: 'reports' });
    },
  };
  await ways.sameEnd(({ account }) => `up -l team=shop --subnet-id ${account.subnets.a} --yes`, serverless);
});
finish();
