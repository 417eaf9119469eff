import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { withCompute } from './fixture.ts';

const link = 'https://www.googleapis.com/compute/v1/';

interface Rule {
  readonly name: string;
  readonly network: string;
  readonly direction: string;
  readonly priority: number;
  readonly destinationRanges: readonly string[];
  readonly allowed?: unknown;
  readonly denied?: unknown;
}

suite('firewall rules for what goes out', (test) => {
  test('a rule that is made is in the list, with its network, its priority and its ports', () =>
    withCompute(async ({ send, seed }) => {
      const before = await send('GET', 'global/firewalls');
      assert.deepEqual(before.body['items'] ?? [], []);
      const network = `${link}${seed.networkName}`;
      const denied = [{ IPProtocol: 'tcp', ports: ['1024-65535'] }];
      const made = await send('POST', 'global/firewalls', {
        name: 'closed',
        network,
        direction: 'EGRESS',
        priority: 900,
        destinationRanges: ['10.0.0.0/8'],
        denied,
      });
      assert.equal(made.body.status, 'DONE');
      const [rule, ...others] = (await send('GET', 'global/firewalls')).body['items'] as Rule[];
      assert.deepEqual(others, []);
      assert.deepEqual(
        [
          rule?.name,
          rule?.network,
          rule?.direction,
          rule?.priority,
          rule?.destinationRanges,
          rule?.denied,
          rule?.allowed,
        ],
        ['closed', network, 'EGRESS', 900, ['10.0.0.0/8'], denied, undefined],
      );
    }));
});
