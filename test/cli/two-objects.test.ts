import assert from 'node:assert/strict';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const flags = '--project default/shop --provider AWS --region us-east-1';

function twin(world: World, creationTimestamp: string, uid: string): void {
  world.kubernetes.store.create({ kind: 'Namespace', metadata: { name: 'team-b' } });
  world.kubernetes.store.create({
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasPrivateEndpoint',
    metadata: { name: 'shop-b', namespace: 'team-b' },
    spec: { projectRef: { name: 'shop', namespace: 'default' }, provider: 'AWS', region: 'US_EAST_1' },
  });
  world.kubernetes.store.edit('atlasprivateendpoints', 'team-b', 'shop-b', ({ metadata }) => {
    Object.assign(metadata as object, { creationTimestamp, uid });
  });
}

/** A time as metadata has it. */
function secondOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

function objects({ kubernetes }: World): readonly string[] {
  return kubernetes.store.list('atlasprivateendpoints').map(({ metadata }) => metadata.name);
}

suite('two objects for one service that are made in the same moment', (test) => {
  for (const [when, earlierMs, uid] of [
    ['a second earlier', 1_000, 'f'],
    ['in the same second, with a smaller uid', 0, '0'],
  ] as const) {
    test(`ours gives way to one that was made ${when}, between the check and the creation`, () =>
      inWorld({}, async (world) => {
        world.deployCluster();
        world.kubernetes.beforeNext('create', 'atlasprivateendpoints', () =>
          twin(world, secondOf(world.clock.now() - earlierMs), uid),
        );
        const seen = await world.run(`up ape/shop-a ${flags} ${placedInGroup(world)}`);
        assert.match(
          seen.stderr,
          /^error: atlasprivateendpoint\/shop-b in namespace team-b is for the endpoint service of this project on AWS in US_EAST_1 already: .*; atlasprivateendpoint\/shop-a, which was made a moment later, is deleted again$/m,
        );
        assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length, objects(world)], [1, 0, ['shop-b']]);
      }));
  }

  test('ours stays where the other one is younger', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.kubernetes.beforeNext('create', 'atlasprivateendpoints', () =>
        twin(world, secondOf(world.clock.now() + 5_000), '0'),
      );
      const seen = await world.run(`create ape/shop-a ${flags} --wait=false`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([...objects(world)].sort(), ['shop-a', 'shop-b']);
    }));

  test('ours gives way also where the older one is seen only while the service is waited for, before anything is made in the cloud', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      let done = false;
      const seen = await world.run(`up ape/shop-a ${flags} ${placedInGroup(world)}`, {
        onOutput: (text) => {
          if (done || !/^reserve +waiting/m.test(text)) return;
          done = true;
          twin(world, '2026-01-05T08:00:00Z', '0');
        },
      });
      assert.match(seen.stderr, /^error: atlasprivateendpoint\/shop-b .* is deleted again$/m);
      assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length], [1, 0]);
    }));
});
