import assert from 'node:assert/strict';
import { installOperator } from '../harness/operator-image.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const retired =
  /^error: atlasdeployment\/orders is Unsupported: this cluster's operator \(2\.12 or later\) no longer reconciles serverless private endpoints/;

suite("the operator's image outweighs CRDs that another version left", (test) => {
  for (const verb of ['up', 'create'])
    test(`2.13.2 over the CRDs of 2.11: ${verb} of a serverless deployment ends at once, and changes nothing`, () =>
      inWorld({ generation: 'v2.11' }, async (world) => {
        world.operator.paused = true;
        world.deploy();
        installOperator(world, '2.13.2');
        const before = world.clock.now();
        const seen = await world.run(`${verb} orders ${placed(world)}`);
        assert.match(seen.stderr, retired);
        assert.deepEqual([seen.stdout, seen.code, world.clock.now()], ['', 1, before]);
        const deployment = world.kubernetes.store.get('atlasdeployments', 'default', 'orders');
        assert.equal(JSON.stringify(deployment).includes('privateEndpoints'), false);
        assert.equal(world.ec2.endpoints('us-east-1').length, 0);
      }));

  test('2.13.2 over the CRDs of 2.11: status says Unsupported', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.operator.paused = true;
      world.deploy({ privateEndpoints: [{ name: 'blue' }] });
      installOperator(world, '2.13.2');
      assert.match((await world.run('status orders -o wide')).stdout, /^ad\/orders +blue +Unsupported /m);
    }));

  test('2.11.1 under the CRDs of 2.15: serverless endpoints are still made', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.operator.paused = true;
      world.deploy({ privateEndpoints: [{ name: 'blue' }] });
      installOperator(world, '2.11.1');
      assert.match((await world.run('status orders -o wide')).stdout, /^ad\/orders +blue +Declared /m);
    }));

  test('CRDs are not read where the image tells the version, and read where it does not', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.deploy();
      const readCrds = async (verb: string): Promise<boolean> => {
        const from = world.kubernetes.requests().length;
        const { code, stderr } = await world.run(verb);
        assert.equal(code, 0, stderr);
        const asked = world.kubernetes.requests().slice(from);
        return asked.some(({ resource }) => resource === 'customresourcedefinitions');
      };
      const verbs = [`up orders ${placed(world)}`, 'status orders', 'status', 'secret orders', 'delete orders --yes'];
      const before: boolean[] = [];
      for (const verb of verbs) before.push(await readCrds(verb));
      assert.deepEqual(before, [true, true, true, false, true]);
      installOperator(world, '2.11.1');
      for (const verb of verbs) assert.equal(await readCrds(verb), false, verb);
    }));
});
