import assert from 'node:assert/strict';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { accountLines, inWorld } from '../harness/world.ts';

const first = 'vpce-026b4c868ce5d755d';
const second = 'vpce-0a18ae6eb7a11cca3';

suite('delete ap/NAME', (test) => {
  test('takes the item out, waits until Atlas has let go of the service, and deletes the cloud endpoint', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      const label = 'aws/us-east-1';
      assert.equal(
        (await world.run(`create ap/shop --endpoint ${label} --yes --legacy ${placedInGroup(world)}`)).code,
        0,
      );
      assert.equal((await world.run(`link ap/shop --endpoint ${label}`)).code, 0);
      const seen = await world.run(`delete ap/shop --endpoint ${label} --yes`);
      assert.equal(
        seen.stderr,
        `${accountLines.AWS}
to be deleted, in this order:
  Kubernetes  endpoint "AWS/US_EAST_1" of atlasproject/shop (${first}), removed from the spec
  Atlas       its private endpoint, AVAILABLE, on com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b
  AWS         ${first} in vpc-0f1022bd408b0250c (pending)
 + 1/4 remove             removed from the spec
 * 2/4 release        0s  still there: the operator has not processed the last change yet
 * 2/4 release        1s  still there: PrivateEndpointServiceReady is False: ProjectPrivateEndpointServiceIsNotReadyInAtlas: Private Endpoint is deleting
 + 2/4 release       21s  Atlas has released it
 + 3/4 delete             asked AWS to delete ${first}
 * 4/4 confirm        0s  AWS: deleting
 + 4/4 confirm        5s  ${first} is gone
done in 26s
`,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(world.operator.project().services.list('AWS'), []);
      assert.deepEqual(
        world.ec2.endpoints('us-east-1').map(({ state }) => state),
        ['deleted'],
      );
    }));

  test('one of two endpoints of a service stays in Atlas, which is told', () =>
    inWorld({}, async (world) => {
      world.declareInProject([
        { provider: 'AWS', region: 'US_EAST_1', id: first },
        { provider: 'AWS', region: 'US_EAST_1', id: second },
      ]);
      world.operator.changed('default', 'shop', 'atlasprojects');
      await world.operator.settled();
      await world.clock.foreground.sleep(60_000);
      await world.run('status');
      const seen = await world.run(`delete ap/shop --endpoint ${second} --yes --keep-cloud-endpoint`);
      assert.match(
        seen.stderr,
        /^note: endpoint "vpce-0a18ae6eb7a11cca3" of atlasproject\/shop stays in Atlas: the operator removes a project's endpoint only with its service/m,
      );
      assert.equal(seen.code, 0);
      const object = world.kubernetes.store.get('atlasprojects', 'default', 'shop') as {
        spec?: { privateEndpoints?: object[] };
      };
      assert.deepEqual(object.spec?.privateEndpoints, [{ provider: 'AWS', region: 'US_EAST_1', id: first }]);
    }));
});
