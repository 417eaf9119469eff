import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { Scenario } from '../scenarios.ts';
import { apply } from '../tenant.ts';

/** What only operators up to 2.2.0 do: test/fakes/operator/operator.md, generation A. */

/** Two items of one label. */
export const duplicateLabels: Scenario = {
  name: 'duplicate',
  sentence: 'two items of one label: the operator fails the second, and every command that writes refuses',
  async run(world, tenant) {
    await apply(world, tenant, [{ name: 'a' }, { name: 'a' }]);
    const entries = await eventually('the status', async () => {
      const { status } = await tenant.read();
      return status?.serverlessPrivateEndpoints?.some((entry) => entry.status === 'RESERVED') === true
        ? status.serverlessPrivateEndpoints
        : undefined;
    });
    assert.deepEqual(
      entries.map(({ name, status, errorMessage }) => [name, status, errorMessage]),
      [
        ['a', 'RESERVED', undefined],
        ['a', 'FAILED', 'The SPE with same name exists: a. Please use unique names'],
      ],
    );
    for (const line of ['create {d} --endpoint a', 'link {d} --endpoint a', 'up {d} {p}']) {
      const ended = await tenant.run(line);
      assert.match(
        ended.stderr,
        /^error: atlasdeployment\/orders-duplicate declares the endpoint "a" twice; a label must be unique\n/,
      );
      assert.equal(ended.code, 1);
    }
  },
};

/** Another id on a connected endpoint: the operator destroys the endpoint, so the command does not write it. */
export const otherId: Scenario = {
  name: 'other-id',
  sentence:
    'another id on a connected endpoint makes the operator reserve a new service; link refuses to write one, --recreate does all of it',
  async run(world, tenant) {
    await apply(world, tenant);
    assert.equal((await tenant.run('up {d} {p}')).code, 0);
    const [before] = tenant.atlas().endpoints;
    const other = 'vpce-0fedcba9876543210';
    const refused = await tenant.run(`link {d} --id ${other}`);
    assert.match(
      refused.stderr,
      /error: endpoint "orders-other-id-pe" .* already has the id vpce-\S+, and changing it to vpce-0fedcba9876543210 is refused: operators up to 2\.2\.0 would delete/,
    );
    assert.equal(refused.code, 1);
    assert.deepEqual(tenant.atlas().endpoints, [before]);
    const anew = await tenant.run(`up {d} {p} --id ${before?.cloudProviderEndpointId} --recreate`);
    assert.match(anew.stdout, /^connectionStringPrivateSrv +orders-other-id-pe +mongodb\+srv:\/\/app:/m, anew.stderr);
    const [again, ...others] = tenant.atlas().endpoints;
    assert.deepEqual([again?.status, others], ['AVAILABLE', []]);
    assert.notEqual(again?.endpointServiceName, before?.endpointServiceName);
    // By hand it is done all the same.
    await tenant.edit([{ name: 'orders-other-id-pe', cloudProviderEndpointID: other }]);
    const after = await eventually('a new endpoint in Atlas', () =>
      tenant.atlas().endpoints.find(({ _id, status }) => _id !== again?._id && status === 'AVAILABLE'),
    );
    assert.notEqual(after.endpointServiceName, again?.endpointServiceName);
    assert.equal(after.cloudProviderEndpointId, other);
    await eventually('the old one is gone', () => tenant.atlas().endpoints.length === 1);
  },
};

/** An id before the service is reserved: the trap that `link` and `up` avoid by waiting. */
export const idTooEarly: Scenario = {
  name: 'too-early',
  sentence:
    'an id that is in the spec before RESERVED makes the operator reserve a second service and delete the first',
  async run(world, tenant) {
    await apply(world, tenant);
    const instance = await eventually('the instance', () => tenant.atlas());
    instance.listingsToReserve = 2;
    await tenant.edit([{ name: 'a', cloudProviderEndpointID: 'vpce-0fedcba9876543210' }]);
    await eventually('the first is deleted and a second requested', () => {
      const statuses = instance.endpoints.map(({ status }) => status);
      return statuses.length === 2 && statuses[0] === 'DELETING' && statuses[1] === 'RESERVATION_REQUESTED';
    });
  },
};

/** A connection that Atlas is still making when the operator looks. */
export const slowConnection: Scenario = {
  name: 'slow',
  sentence: 'a connection that is still INITIATING when the operator looks is deleted, and a second service reserved',
  async run(world, tenant) {
    await apply(world, tenant);
    const instance = await eventually('the instance', () => tenant.atlas());
    instance.listingsToConnect = 2;
    assert.equal((await tenant.run('create {d} {p}')).code, 0);
    const linked = tenant.run('link {d} --timeout 2m');
    await eventually('the first is deleted and a second requested', () => {
      const statuses = instance.endpoints.map(({ status }) => status);
      return statuses.length === 2 && statuses[0] === 'DELETING' && statuses[1] === 'RESERVATION_REQUESTED';
    });
    const ended = await linked;
    assert.match(
      ended.stderr,
      /\nerror: the operator has replaced the service of endpoint "orders-slow-pe" of atlasdeployment\/orders-slow: vpce-\S+ connects to \S+, not to the new service \S+\n/,
    );
    assert.equal(ended.code, 1);
  },
};
