/**
 * The scripts of `--print-commands` for serverless instances, run by sh with the real `kubectl` and `aws` against the sandbox. Needs both,
 * and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { check, finish } from './oracle.ts';
import { type Beginning, type Command, placed, ways } from './scripts/aws.ts';

const create: Command = () => 'create orders --yes';
const createPlaced: Command = (sandbox) => `create orders ${placed(sandbox)} --yes`;
const second: Command = (sandbox) => `create orders --endpoint two ${placed(sandbox)} --yes`;
const up: Command = (sandbox) => `up orders ${placed(sandbox)} --yes`;

for (const generation of ['v1.6', 'v2.11'] as const) {
  const beginning: Beginning = { generation, seed: (sandbox) => sandbox.deploy() };
  const after = (...before: readonly Command[]): Beginning => ({ ...beginning, before });
  await check(`${generation}: create without a placement`, async () => void (await ways.sameEnd(create, beginning)));
  await check(`${generation}: create with a placement`, async () => void (await ways.sameEnd(createPlaced, beginning)));
  await check(`${generation}: create of what is reserved`, async () => {
    await ways.sameEnd(createPlaced, after(create));
  });
  await check(`${generation}: link of what was created`, async () => {
    await ways.sameEnd(() => 'link orders', after(createPlaced));
  });
  await check(`${generation}: up from nothing, to the string without its password`, async () => {
    const { script } = await ways.sameEnd(up, beginning);
    assert.match(script, /^connectionStringPrivateSrv=mongodb\+srv:\/\/app:\*{4}@/m);
  });
  await check(`${generation}: delete`, async () => void (await ways.sameEnd(() => 'delete orders --yes', after(up))));
}
await check('create of a second endpoint, and link of the first beside it', async () => {
  const seeded: Beginning = { generation: 'v2.11', seed: (sandbox) => sandbox.deploy() };
  await ways.sameEnd(second, { ...seeded, before: [createPlaced] });
  await ways.sameEnd(() => 'link orders --endpoint orders-pe', { ...seeded, before: [createPlaced, second] });
});
finish();
