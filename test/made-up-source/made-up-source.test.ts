import assert from 'node:assert/strict';
import { sources } from '../../src/atlas/sources/table.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { publish } from '../sandbox/environments.ts';
import { attend, seed, servedResources, service } from './operator.ts';
import { tunnel } from './source.ts';

// What a line in src/atlas/sources/table.ts does.
Object.assign(sources, { atlastunnel: tunnel });

function inTunnel(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ empty: true, resources: servedResources }, async (world) => {
    publish(world.ec2, service);
    const stop = attend(world);
    seed(world);
    try {
      await body(world);
    } finally {
      stop();
    }
  });
}

function doors({ kubernetes }: World): unknown {
  const spec = kubernetes.store.get('atlastunnels', 'default', 'under')?.['spec'] as { readonly doors?: unknown };
  return spec.doors;
}

suite('a made-up source, in a folder of its own', (test) => {
  test('create, link, status and delete work with it', () =>
    inTunnel(async (world) => {
      const created = await world.run(`create under ${placed(world)}`);
      assert.equal(created.code, 0, created.stderr);
      const [, id = ''] = created.stdout.split('\n');
      assert.match(created.stderr, /^endpoint "under-door" \(the default label\) of atlastunnel\/under/);
      assert.deepEqual(doors(world), [{ name: 'under-door' }]);

      const linked = await world.run('link at/under');
      assert.deepEqual(
        [linked.stdout, linked.code],
        ['atlastunnel.atlas.mongodb.com/under linked\n', 0],
        linked.stderr,
      );
      assert.deepEqual(doors(world), [{ name: 'under-door', endpoint: id }]);

      const status = await world.run('status');
      assert.match(status.stdout, /^SOURCE +ENDPOINT/);
      assert.match(status.stdout, new RegExp(`^at/under +under-door +Available +${service} +${id}`, 'm'));

      const deleted = await world.run('delete atlastunnel/under --endpoint under-door --yes');
      assert.equal(deleted.code, 0, deleted.stderr);
      assert.match(deleted.stderr, /^note: the service goes too: /m);
      assert.deepEqual(doors(world), []);
    }));

  test('up goes from nothing to the string of the deployment that it serves', () =>
    inTunnel(async (world) => {
      const seen = await world.run(`up at/under ${placed(world)}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stdout, /mongodb\+srv:\/\/app:secret@orders-pl-0/);
      const secret = await world.run('secret at/under');
      assert.match(secret.stdout, /mongodb\+srv:\/\/app:secret@orders-pl-0/, secret.stderr);
    }));

  test('flags that describe an AtlasPrivateEndpoint are refused', () =>
    inTunnel(async (world) => {
      const seen = await world.run('create at/under --provider AWS --region us-east-1 --project shop');
      assert.match(
        seen.stderr,
        /^error: --provider, .* describe an AtlasPrivateEndpoint, which atlastunnel\/under is not/,
      );
    }));
});
