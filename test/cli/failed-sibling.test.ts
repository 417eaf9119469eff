import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const failed = 'vpce-0fedcba9876543210';

suite('delete of an endpoint beside one that has failed', (test) => {
  test('of an AtlasPrivateEndpoint says what holds the operator up, and is done once that is gone', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      assert.equal((await world.run(`create shop-us ${placed(world)}`)).code, 0);
      assert.equal((await world.run('link shop-us')).code, 0);
      const id = world.ec2.endpoints('us-east-1')[0]?.id ?? '';
      const { services } = world.operator.project();
      services.failInterfaces[failed] = { status: 'FAILED', message: 'no such endpoint' };
      assert.equal((await world.run(`link shop-us --id ${failed} --skip-cloud-check`)).code, 1);
      const command = `delete shop-us --endpoint ${id} --yes --timeout 10m`;
      const seen = await world.run(command);
      const reason = `the operator may stop at ${failed}, which has failed, before it reaches this one; if so, remove the failed one in Atlas`;
      assert.ok(
        seen.stderr
          .split('\n')
          .some(
            (line) => /^ \* (?:\d\/\d )?release +\d\S* +still there: AVAILABLE; /.test(line) && line.includes(reason),
          ),
        seen.stderr,
      );
      assert.match(seen.stderr, new RegExp(`^error: timed out after 10m .*${reason}$`, 'm'));
      assert.equal(seen.code, 124);
      for (const service of services.list('AWS'))
        for (const each of service.interfaces.filter((one) => one.id === failed)) service.detach(each);
      const again = await world.run(command);
      assert.equal(again.code, 0, again.stderr);
    }));

  test('of a serverless deployment is not held up', () =>
    inWorld({}, async (world) => {
      world.deploy();
      assert.equal((await world.run(`up orders --endpoint blue ${placed(world)}`)).code, 0);
      world.operator.instance('orders').failures['green'] = { at: 'reserve', message: 'no' };
      assert.equal((await world.run('create orders --endpoint green --yes')).code, 1);
      const seen = await world.run('delete orders --endpoint blue --yes --timeout 10m');
      assert.equal(seen.code, 0, seen.stderr);
      assert.doesNotMatch(seen.stderr, /green/);
    }));
});
