import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** Ways of the real operators that were found by running them: test/e2e has the same scenarios with the operators themselves. */

function placement({ account }: World): string {
  return `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open}`;
}

const generations = ['v1.6', 'v2.11'] as const;

suite('ways of the operator', (test) => {
  for (const generation of generations) {
    test(`an Atlas that refuses a request for a while is waited for, and what it said is shown (${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.operator.instance('orders').refusals = [
          { at: 'create', message: 'POST: 409 The instance is being changed.' },
          { at: 'connect', message: 'PATCH: 429 Too many requests for now.' },
        ];
        world.deploy();
        const seen = await world.run(`up orders ${placement(world)}`);
        assert.match(seen.stderr, /^ \* (?:\d\/\d )?reserve +\d\S* +.*The instance is being changed\./m);
        assert.match(seen.stderr, /s {2}.*Too many requests for now\./);
        assert.equal(seen.code, 0, seen.stderr);
        assert.equal(world.ec2.endpoints('us-east-1').length, 1);
      }));

    test(`the string of one endpoint waits for the others, and the wait says so (${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }] });
        const seen = await world.run(`up orders --endpoint a ${placement(world)} --timeout 1m`);
        assert.match(
          seen.stderr,
          /\nerror: timed out after 1m waiting for the private connection string in the Secret; last seen: the string is not in the deployment's status yet: the operator writes it once every endpoint is AVAILABLE, but "b" is RESERVED\n/,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 124]);
      }));
  }

  test('up to 2.2.0 a slow connection makes the operator reserve another service: that ends the wait', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      world.operator.instance('orders').listingsToConnect = 3;
      world.deploy();
      const seen = await world.run(`up orders ${placement(world)}`);
      assert.match(
        seen.stderr,
        /\nerror: the operator has replaced the service of endpoint "orders-pe" of atlasdeployment\/orders: vpce-\S+ connects to com\.amazonaws\.vpce\.us-east-1\.vpce-svc-\S+, not to the new service com\.amazonaws\.vpce\.us-east-1\.vpce-svc-\S+\nhint: operators up to 2\.2\.0 do this if Atlas takes longer than ten seconds to connect; /,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
    }));
});
