import assert from 'node:assert/strict';
import { apply, type Tenant } from '../tenant.ts';
import type { Scenario } from '../scenarios.ts';
import type { RealWorld } from '../real-world.ts';

/** Nothing was made twice: one endpoint in the spec, in Atlas and in EC2, and it is the same one. */
async function assertOne(world: RealWorld, tenant: Tenant): Promise<void> {
  const { spec } = await tenant.read();
  const [item, ...items] = spec?.serverlessSpec?.privateEndpoints ?? [];
  const [endpoint, ...endpoints] = tenant.atlas().endpoints;
  const mine = world.ec2
    .endpoints('us-east-1')
    .filter(({ serviceName }) => serviceName === endpoint?.endpointServiceName);
  assert.deepEqual([items, endpoints], [[], []]);
  assert.deepEqual(
    mine.map(({ id, state }) => [id, ['pending', 'available'].includes(state)]),
    [[item?.cloudProviderEndpointID, true]],
  );
}

/** Killed so that it cannot tidy up, at each moment when something has just been done or is being waited for. */
export const killed: Scenario = {
  name: 'killed',
  sentence: 'kill -9 after each step and in each wait: the next run goes on, and nothing is made twice',
  async run(world, tenant) {
    await apply(world, tenant);
    let kills = 0;
    for (const at of [
      /^ \+ \S+ declare /m,
      /^ \* (?:\d\/\d )?reserve /m,
      /^ \+ \S+ reserve /m,
      /^ \+ \S+ endpoint /m,
      /^ [*+] \S+ accept /m,
      /^ \+ \S+ link /m,
      /^ \* (?:\d\/\d )?connect /m,
    ]) {
      const ended = await tenant.run('up {d} {p}', { at, signal: 'SIGKILL' });
      if (ended.signal === 'SIGKILL') kills += 1;
      // A kill may come so late that the next step was done too; then there is one wait less to be killed in.
      else assert.equal(ended.code, 0, ended.stderr);
    }
    assert.ok(kills >= 5, `only ${kills} were killed`);
    const ended = await tenant.run('up {d} {p}');
    assert.match(ended.stdout, /^connectionStringPrivateSrv +orders-killed-pe +mongodb\+srv:\/\/app:/m);
    await assertOne(world, tenant);
  },
};

/** Ctrl-C in each wait says how to go on. */
export const interrupted: Scenario = {
  name: 'interrupted',
  sentence: 'Ctrl-C in each wait says how to go on, and going on works',
  async run(world, tenant) {
    await apply(world, tenant);
    for (const at of [/^ \* (?:\d\/\d )?reserve /m, /^ \* (?:\d\/\d )?accept /m, /^ \* (?:\d\/\d )?connect /m]) {
      const ended = await tenant.run('up {d} {p}', { at, signal: 'SIGINT' });
      assert.match(
        ended.stderr,
        /\nerror: interrupted while waiting for .*; last seen: .*\nhint: safe to resume with: kubectl atlas-pe up orders-interrupted --vpc-id \S+ --subnet-id \S+ --security-group-id \S+ -n interrupted\n$/,
      );
      assert.deepEqual([ended.code, ended.stdout], [130, '']);
    }
    // Without the placement, which is not needed any more.
    const ended = await tenant.run('up {d}');
    assert.match(ended.stdout, /^connectionStringPrivateSrv +orders-interrupted-pe +mongodb\+srv:\/\/app:/m);
    await assertOne(world, tenant);
  },
};
