import assert from 'node:assert/strict';
import type { AtlasPrivateEndpoint } from '../../src/atlas/api/private-endpoint.ts';
import { refuseSecondObject } from '../../src/atlas/projects/conflicts.ts';
import { Projects } from '../../src/atlas/projects/visible.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const flags = '--project default/shop --provider AWS --region us-east-1';

function twin(world: World, creationTimestamp: string): void {
  world.kubernetes.store.create({ kind: 'Namespace', metadata: { name: 'team-b' } });
  world.kubernetes.store.create({
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasPrivateEndpoint',
    metadata: { name: 'shop-b', namespace: 'team-b' },
    spec: { projectRef: { name: 'shop', namespace: 'default' }, provider: 'AWS', region: 'US_EAST_1' },
  });
  world.kubernetes.store.edit('atlasprivateendpoints', 'team-b', 'shop-b', ({ metadata }) => {
    Object.assign(metadata as object, { creationTimestamp });
  });
}

/** A time as metadata has it. */
function secondOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

function objects({ kubernetes }: World): readonly string[] {
  return kubernetes.store.list('atlasprivateendpoints').map(({ metadata }) => metadata.name);
}

function made(namespace: string, uid: string): AtlasPrivateEndpoint {
  return {
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasPrivateEndpoint',
    metadata: { name: 'shop', namespace, uid, creationTimestamp: '2026-01-05T09:00:00Z' },
    spec: { externalProjectRef: { id: 'p' }, provider: 'AWS', region: 'US_EAST_1' },
  };
}

suite('two objects for one service that are made in the same moment', (test) => {
  test('ours gives way to one that was made a second earlier, between the check and the creation', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.kubernetes.beforeNext('create', 'atlasprivateendpoints', () =>
        twin(world, secondOf(world.clock.now() - 1_000)),
      );
      const seen = await world.run(`up ape/shop-a ${flags} ${placedInGroup(world)} --refresh=false`);
      assert.match(
        seen.stderr,
        /^error: atlasprivateendpoint\/shop-b in namespace team-b already declares this project's endpoint service on AWS in US_EAST_1: .*; atlasprivateendpoint\/shop-a, which was created a moment later, has been deleted again$/m,
      );
      assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length, objects(world)], [1, 0, ['shop-b']]);
    }));

  test('one that changes before each attempt to delete it stays, and that is said', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.kubernetes.beforeNext('create', 'atlasprivateendpoints', () =>
        twin(world, secondOf(world.clock.now() - 1_000)),
      );
      world.kubernetes.fail({
        verb: 'delete',
        resource: 'atlasprivateendpoints',
        status: 409,
        reason: 'Conflict',
        times: 99,
      });
      const seen = await world.run(`up ape/shop-a ${flags} ${placedInGroup(world)} --refresh=false`);
      assert.match(
        seen.stderr,
        /^error: atlasprivateendpoint\/shop-b .*; atlasprivateendpoint\/shop-a, which was created a moment later, must be deleted, but deleting it failed: it was changed before each attempt\nhint: have someone with the permission delete it: kubectl delete atlasprivateendpoint shop-a -n default$/m,
      );
      assert.deepEqual([seen.code, objects(world)], [1, ['shop-a', 'shop-b']]);
    }));

  test('of the same second exactly one gives way, whoever asks', () => {
    const both = [made('team-a', 'f00'), made('team-b', '0ff')];
    const visible = { everywhere: undefined, here: undefined };
    const others = { services: { ...visible, objects: both }, projects: new Projects({ ...visible, objects: [] }) };
    const refused = both.map((object) => {
      try {
        refuseSecondObject(others, object, { warn: () => undefined, justMade: true });
        return false;
      } catch {
        return true;
      }
    });
    assert.deepEqual(refused, [true, false]);
  });

  test('ours stays where the other one is younger', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.kubernetes.beforeNext('create', 'atlasprivateendpoints', () =>
        twin(world, secondOf(world.clock.now() + 5_000)),
      );
      const seen = await world.run(`create ape/shop-a ${flags} --wait=false`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([...objects(world)].sort(), ['shop-a', 'shop-b']);
    }));

  test('ours gives way also where the older one is seen only while the service is waited for, before anything is made in the cloud', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      let done = false;
      const seen = await world.run(`up ape/shop-a ${flags} ${placedInGroup(world)} --refresh=false`, {
        onOutput: (text) => {
          if (done || !/^ \* (?:\d\/\d )?reserve /m.test(text)) return;
          done = true;
          twin(world, '2026-01-05T08:00:00Z');
        },
      });
      assert.match(seen.stderr, /^error: atlasprivateendpoint\/shop-b .* has been deleted again$/m);
      assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length], [1, 0]);
    }));
});
