import assert from 'node:assert/strict';
import type { Scenario } from '../scenarios.ts';
import { applyCluster, password } from '../tenant.ts';

/** A cluster without a string for sharded clusters: 2.14.0 is the first to write nothing where Atlas says nothing. */
export const emptyShard: Scenario = {
  name: 'empty-shard',
  sentence:
    "what a cluster's Secret holds where Atlas gives no string for shards, and that no command takes it for one",
  async run(world, tenant) {
    await applyCluster(world, tenant);
    const up = await tenant.run('up ad/{d} {p} --refresh --yes');
    assert.equal(up.code, 0, up.stderr);
    const [secret] = await tenant.secrets();
    const shard = world.version === 'v2.15.0' ? '' : `//app:${encodeURIComponent(password)}@`;
    assert.equal(secret?.['connectionStringPrivateShard'], shard);
    const env = await tenant.run('secret ad/{d} -o env');
    assert.equal(
      env.stderr,
      `note: skipped ${shard === '' ? 'empty keys' : 'keys that hold no connection string'}: connectionStringPrivateShard\n`,
    );
    assert.deepEqual(
      env.stdout.split('\n').map((line) => line.split('=')[0]),
      [
        'CONNECTION_STRING_PRIVATE',
        'CONNECTION_STRING_PRIVATE_SRV',
        'CONNECTION_STRING_STANDARD',
        'CONNECTION_STRING_STANDARD_SRV',
        'PASSWORD',
        'USERNAME',
        '',
      ],
    );
  },
};
