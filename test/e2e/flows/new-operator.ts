import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { Scenario } from '../scenarios.ts';
import { apply } from '../tenant.ts';

/** What only operators 2.2.1 to 2.11.1 do: test/fakes/operator/operator.md, generation B. */

/** Two items of one label. */
export const duplicateLabels: Scenario = {
  name: 'duplicate',
  sentence: 'two items of one label: the operator refuses the whole deployment, and so does every command that writes',
  async run(world, tenant) {
    await apply(world, tenant, [{ name: 'a' }, { name: 'a' }]);
    const condition = await eventually('the condition', async () => {
      const { status } = await tenant.read();
      return status?.conditions?.find(({ type, status: value }) => type === 'ValidationSucceeded' && value === 'False');
    });
    assert.deepEqual(
      [condition.reason, condition.message],
      ['InternalError', 'serverless private endpoint should have a unique name: a is duplicated'],
    );
    for (const line of ['create {d} --endpoint a', 'link {d} --endpoint a', 'up {d} {p}']) {
      const ended = await tenant.run(line);
      assert.match(
        ended.stderr,
        /^error: atlasdeployment\/orders-duplicate declares the endpoint "a" twice; a label must be unique\n/,
      );
      assert.equal(ended.code, 1);
    }
    assert.equal(world.atlas.project('duplicate')?.serverless.all.size, 0);
  },
};

/** Another id on a connected endpoint: the operator ignores it, and the command says so. */
export const otherId: Scenario = {
  name: 'other-id',
  sentence:
    'another id on a connected endpoint is ignored by the operator; link refuses to write one, --recreate mends it',
  async run(world, tenant) {
    await apply(world, tenant);
    assert.equal((await tenant.run('up {d} {p}')).code, 0);
    const [before] = tenant.atlas().endpoints;
    const other = 'vpce-0fedcba9876543210';
    const refused = await tenant.run(`link {d} --id ${other}`);
    assert.match(
      refused.stderr,
      /error: endpoint "orders-other-id-pe" .* already has the id vpce-\S+, and changing it to vpce-0fedcba9876543210 is refused: .*operators 2\.2\.1 to 2\.11\.1 would silently ignore/,
    );
    assert.equal(refused.code, 1);
    await tenant.edit([{ name: 'orders-other-id-pe', cloudProviderEndpointID: other }]);
    const seen = await eventually('the operator has seen the edit', async () => {
      const { metadata, status } = await tenant.read();
      return status?.observedGeneration === metadata.generation ? status : undefined;
    });
    assert.deepEqual(
      [
        seen.conditions?.find(({ type }) => type === 'Ready')?.status,
        seen.serverlessPrivateEndpoints?.map(({ cloudProviderEndpointId }) => cloudProviderEndpointId),
      ],
      ['True', [before?.cloudProviderEndpointId]],
    );
    assert.deepEqual(tenant.atlas().endpoints, [before]);
    const stuck = await tenant.run('link {d}');
    assert.match(
      stuck.stderr,
      new RegExp(
        `says ${other}, but Atlas is connected to ${before?.cloudProviderEndpointId}: the operator ignored the change`,
      ),
    );
    assert.equal(stuck.code, 1);
    const anew = await tenant.run('up {d} {p} --recreate');
    assert.match(anew.stdout, /^connectionStringPrivateSrv +orders-other-id-pe +mongodb\+srv:\/\/app:/m, anew.stderr);
    const [after, ...others] = tenant.atlas().endpoints;
    assert.deepEqual([after?.status, others], ['AVAILABLE', []]);
    assert.notEqual(after?.endpointServiceName, before?.endpointServiceName);
  },
};

/** A reservation that fails stays failed. */
export const failedReservation: Scenario = {
  name: 'no-service',
  sentence: "a reservation that FAILED at Atlas ends the wait with Atlas's message",
  async run(world, tenant) {
    await apply(world, tenant);
    const instance = await eventually('the instance', () => tenant.atlas());
    instance.failures['a'] = { at: 'reserve', message: 'There is no capacity.' };
    const ended = await tenant.run('create {d} --endpoint a');
    assert.match(
      ended.stderr,
      /\nerror: endpoint "a" of atlasdeployment\/orders-no-service has failed: There is no capacity\.\nhint: .*--recreate/,
    );
    assert.deepEqual([ended.stdout, ended.code], ['', 1]);
    delete instance.failures['a'];
    assert.match((await tenant.run('create {d} --endpoint a --recreate')).stdout, /^com\.amazonaws\./);
  },
};
