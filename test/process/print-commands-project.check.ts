/**
 * The scripts of `--print-commands` for the items of an AtlasProject, run by sh with the real `kubectl` and `aws` against the sandbox.
 * Needs both, and fails without them. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { installOperator } from '../harness/operator-image.ts';
import { check, finish } from './oracle.ts';
import { type Beginning, type Command, placed, ways, type World } from './scripts/aws.ts';

/** A project with a cluster, and the items that it declares. */
function withItems(...items: readonly Readonly<Record<string, unknown>>[]): Beginning {
  return {
    seed(sandbox: World) {
      sandbox.deployCluster();
      sandbox.declareInProject(items);
    },
  };
}

const other = { provider: 'AWS', region: 'EU_WEST_1', id: 'vpce-0123456789abcdef0' };
const item = { provider: 'AWS', region: 'US_EAST_1' };
const up: Command = (sandbox) => `up ap/shop --endpoint AWS/US_EAST_1 --refresh ${placed(sandbox)} --yes`;
const createNew: Command = (sandbox) => `create ap/shop --endpoint AWS/us-east-1 --legacy ${placed(sandbox)} --yes`;
const remove: Command = () => 'delete ap/shop --endpoint AWS/US_EAST_1 --yes';

await check('create of a new item', async () => void (await ways.sameEnd(createNew)));
await check('create of an item beside another', async () => void (await ways.sameEnd(createNew, withItems(other))));
await check('create with a placement of what is declared', async () => {
  await ways.sameEnd((sandbox) => `create ap/shop ${placed(sandbox)} --yes`, withItems(item));
});
await check('link of what was created', async () => {
  await ways.sameEnd(() => 'link ap/shop --endpoint AWS/US_EAST_1', { ...withItems(), before: [createNew] });
});
await check('up of what is declared', async () => void (await ways.sameEnd(up, withItems(item))));
await check('up of what is connected', async () => void (await ways.sameEnd(up, { ...withItems(item), before: [up] })));
await check('delete of a connected item', async () => {
  await ways.sameEnd(remove, { ...withItems(item), before: [up] });
});
await check('delete of an item that was never linked', async () => void (await ways.sameEnd(remove, withItems(item))));
for (const [generation, version] of [
  ['v1.6', '2.2.0'],
  ['v2.11', '2.11.1'],
] as const)
  await check(`up with an operator ${version}, which is made to write the Secret by the password`, async () => {
    const { script } = await ways.sameEnd(up, {
      generation,
      seed(sandbox) {
        installOperator(sandbox, version);
        sandbox.deployCluster();
        sandbox.declareInProject([item]);
      },
    });
    assert.match(script, /^connectionStringPrivateSrv=mongodb\+srv:\/\/app:\*{4}@/m);
  });
await check('a service that fails: the script ends with what the operator says', async () => {
  await ways.endsWith('False: no capacity', createNew, {
    seed(sandbox) {
      sandbox.deployCluster();
      sandbox.operator.project().services.failServices['US_EAST_1'] = { status: 'FAILED', message: 'no capacity' };
    },
  });
});
finish();
