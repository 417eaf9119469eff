/**
 * The scripts of `migrate --print-commands`, run by sh with the real `kubectl` and `aws` against the sandbox. Needs both, and fails
 * without them. Ends with a line "N passed, N failed".
 */
import { installOperator } from '../harness/operator-image.ts';
import { check, finish } from './oracle.ts';
import { type Beginning, type Command, placed, ways } from './scripts/aws.ts';

const up: Command = (sandbox) => `up ap/shop --endpoint AWS/US_EAST_1 --refresh=false ${placed(sandbox)} --yes`;
const migrate: Command = () => 'migrate ap/shop --yes';
const undo: Command = () => 'migrate ap/shop --undo --yes';

for (const [generation, version] of [
  ['v2.11', '2.11.1'],
  ['v2.15', '2.15.0'],
] as const) {
  const connected: Beginning = {
    generation,
    seed(sandbox) {
      installOperator(sandbox, version);
      sandbox.deployCluster();
      sandbox.declareInProject([{ provider: 'AWS', region: 'US_EAST_1' }]);
    },
    before: [up],
  };
  const begun = (line: string): Beginning => ({ ...connected, before: [up, { script: migrate, endedBefore: line }] });
  await check(`${generation}: migrate`, async () => void (await ways.sameEnd(migrate, connected)));
  await check(
    `${generation}: migrate that was interrupted`,
    async () => void (await ways.sameEnd(migrate, begun('# 6/8'))),
  );
  await check(`${generation}: migrate --undo`, async () => void (await ways.sameEnd(undo, begun('# 7/8'))));
  await check(`${generation}: migrate --undo of what is only paused`, async () => {
    await ways.sameEnd(undo, begun('# 5/8'));
  });
}
finish();
