/** `up` for several objects that have an endpoint in common. */
import assert from 'node:assert/strict';
import { placedInGroup } from '../../harness/placement.ts';
import { suite } from '../../harness/suite.ts';
import { inWorld } from '../../harness/world.ts';

suite('Ctrl-C where two clusters share what is connected', (test) => {
  test('says the same of both', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      const up = `up orders reports ${placedInGroup(world)} --yes --refresh`;
      const seen = await world.run(up, { stopAt: /ad\/orders +\+ \d\/\d endpoint/ });
      const [made] = world.ec2.endpoints('us-east-1');
      const changed = `created atlasprivateendpoint/orders-us-east-1; created ${made?.id} in ${world.account.vpcId}`;
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error: interrupted')),
        `error: interrupted
  ad/orders   ${changed}
  ad/reports  ${changed}
hint: safe to resume with: kubectl atlas-pe ${up}
`,
      );
    }));
});
