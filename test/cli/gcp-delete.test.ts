import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';
import { created, made, onGoogle } from '../harness/google.ts';

suite('delete on Google Cloud', (test) => {
  for (const stopAt of [/ \+ (?:\d\/\d )?delete /, /: deleting the address/]) {
    test(`stopped at ${stopAt.source.replaceAll(/ \{\d+\}/g, ' ')} and run again leaves nothing`, () =>
      created(async (world, id) => {
        await world.run('link ape/shop-gcp');
        // An object that goes too is deleted before the last wait: one endpoint alone is waited for to the end.
        const deletion = `delete ape/shop-gcp --endpoint ${id} --yes`;
        assert.equal((await world.run(deletion, { stopAt })).code, 130);
        const label = await world.run('delete ape/shop-gcp --endpoint shop-gcp --yes --ignore-not-found');
        assert.equal(label.code, 0, label.stderr);
        assert.deepEqual([made(world).length, world.compute.google.addresses.size], [0, 0]);
      }));
  }

  test('the spec says in which project the rule is, whatever gcloud is set to', () =>
    created(async (world) => {
      await world.run('link ape/shop-gcp');
      const seen = await world.run('delete ape/shop-gcp --yes', { env: { GOOGLE_CLOUD_PROJECT: 'shop-network' } });
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([made(world).length, world.compute.google.addresses.size], [0, 0]);
    }));

  test('an interrupted deletion goes on in the project that the spec named, whatever gcloud is set to', () =>
    created(async (world, id) => {
      await world.run('link ape/shop-gcp');
      const env = { GOOGLE_CLOUD_PROJECT: 'shop-network' };
      const command = `delete ape/shop-gcp --endpoint ${id} --yes`;
      const stopped = await world.run(command, { env, stopAt: /^ \* (?:\d\/\d )?release /m });
      assert.equal(
        stopped.stderr.split('\n').at(-2),
        `hint: safe to resume with: kubectl atlas-pe ${command} --gcp-project shop-prod`,
      );
      const again = await world.run(`${command} --gcp-project shop-prod`, { env });
      assert.equal(again.code, 0, again.stderr);
      assert.deepEqual([made(world).length, world.compute.google.addresses.size], [0, 0]);
    }));

  test('--orphans says which projects were searched, unless one is named', () =>
    created(async (world) => {
      await world.run('link ape/shop-gcp');
      const seen = await world.run('delete --orphans');
      assert.equal(
        seen.stderr,
        'note: searched the Google Cloud project shop-prod; to search elsewhere, give --gcp-project PROJECT\nNo orphans found.\n',
      );
      assert.equal((await world.run('delete --orphans --gcp-project shop-prod')).stderr, 'No orphans found.\n');
    }));

  test('--orphans lists what no source names, in the project that is named', () =>
    created(async (world, id) => {
      const seen = await world.run('delete --orphans --gcp-project shop-prod');
      assert.match(
        seen.stdout,
        new RegExp(
          `^${id} +PENDING +network shop-prod/prod +default/atlasprivateendpoint/shop-gcp +shop-gcp +not referenced by atlasprivateendpoint/shop-gcp$`,
          'm',
        ),
      );
      assert.equal((await world.run('delete --orphans -o name')).stdout, `${id}\n`, 'the sources name the cloud');
    }));
});

suite('the completion of regions', (test) => {
  test('has all 41 of Google Cloud in both spellings', () =>
    inWorld(onGoogle, async (world) => {
      const seen = await world.run(['__complete', 'create', 'ape/x', '--provider', 'GCP', '--region', '']);
      const words = seen.stdout.split('\n').filter((word) => /^[A-Za-z]/.test(word));
      assert.equal(words.length, 82);
      const tokyo = await world.run(['__complete', 'up', 'ape/x', '--region', 'asia-northeast1']);
      assert.match(tokyo.stdout, /^asia-northeast1\n/);
    }));
});
