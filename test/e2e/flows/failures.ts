import assert from 'node:assert/strict';
import { userResource } from '../../../src/atlas/api/database-user.ts';
import { edit } from '../edit.ts';
import { eventually } from '../eventually.ts';
import type { Scenario } from '../scenarios.ts';
import { apply } from '../tenant.ts';

/** Atlas refuses to connect the endpoint; after the cause is mended, --recreate makes it anew. */
export const failedAtAtlas: Scenario = {
  name: 'failed',
  sentence: "FAILED at Atlas ends the wait with Atlas's message, and --recreate makes the endpoint anew",
  async run(world, tenant) {
    await apply(world, tenant);
    const instance = await eventually('the instance', () => tenant.atlas());
    instance.failures['orders-failed-pe'] = { at: 'connect', message: 'The endpoint vpce is in another region.' };
    const failed = await tenant.run('up {d} {p}');
    assert.match(
      failed.stderr,
      /\nerror: endpoint "orders-failed-pe" of atlasdeployment\/orders-failed has failed: The endpoint vpce is in another region\.\nhint: .*--recreate.*\n$/,
    );
    assert.deepEqual([failed.stdout, failed.code], ['', 1]);
    const [before] = instance.endpoints;
    delete instance.failures['orders-failed-pe'];
    // Without --recreate nothing is removed.
    const again = await tenant.run('up {d} {p}');
    assert.deepEqual([again.code, instance.endpoints.map(({ status }) => status)], [1, ['FAILED']]);
    const anew = await tenant.run('up {d} {p} --recreate');
    assert.match(anew.stderr, /^ \+ (?:\d\/\d )?remove /m);
    assert.match(anew.stdout, /^connectionStringPrivateSrv +orders-failed-pe +mongodb\+srv:\/\/app:/m);
    const [after, ...others] = instance.endpoints;
    assert.deepEqual([after?.status, others], ['AVAILABLE', []]);
    assert.notEqual(after?.endpointServiceName, before?.endpointServiceName);
  },
};

/** Atlas answers errors for a while; both operators try again, in their own words. */
export const refusedForAWhile: Scenario = {
  name: 'refused',
  sentence: 'an Atlas that refuses requests for a while is waited for, and what it said is shown',
  async run(world, tenant) {
    await apply(world, tenant);
    await eventually('the instance', () => tenant.atlas());
    const path = /orders-refused\/endpoint/;
    world.atlas.fail({ method: 'POST', path, status: 409, detail: 'The instance is being changed.', times: 1 });
    world.atlas.fail({ method: 'PATCH', path, status: 429, detail: 'Too many requests for now.', times: 1 });
    const ended = await tenant.run('up {d} {p} -o json');
    assert.match(ended.stderr, /^ \* (?:\d\/\d )?reserve +\d\S* +.*The instance is being changed\./m);
    assert.match(ended.stderr, /s {2}.*Too many requests for now\./);
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(
      tenant.atlas().endpoints.map(({ status }) => status),
      ['AVAILABLE'],
    );
  },
};

/** Two endpoints of one deployment, added one after the other. */
export const twoEndpoints: Scenario = {
  name: 'two',
  sentence: 'two endpoints of one deployment each get a service, a cloud endpoint and a string of their own',
  async run(world, tenant) {
    await apply(world, tenant);
    for (const label of ['blue', 'green']) {
      const ended = await tenant.run(`up {d} {p} --endpoint ${label} --yes`);
      assert.match(ended.stdout, new RegExp(`^connectionStringPrivateSrv\\d* +${label} +mongodb`, 'm'), ended.stderr);
    }
    const endpoints = tenant.atlas().endpoints.map(({ comment, status }) => `${comment} ${status}`);
    assert.deepEqual(endpoints, ['blue AVAILABLE', 'green AVAILABLE']);
    const strings = await Promise.all(['blue', 'green'].map((label) => tenant.run(`secret {d} --endpoint ${label}`)));
    assert.deepEqual(
      strings.map(({ stdout }) => /orders-two-pe-(\d)/.exec(stdout)?.[1]),
      ['0', '1'],
    );
    const both = await tenant.run('link {d}');
    // Side by side: whose steps are told first depends on whose object is read first.
    for (const label of ['blue', 'green'])
      assert.match(both.stderr, new RegExp(`^${label} +\\+ (?:\\d/\\d )?connect +already +AVAILABLE$`, 'm'));
    assert.deepEqual([both.stdout, both.code], ['atlasdeployment.atlas.mongodb.com/orders-two unchanged\n', 0]);
    const table = await tenant.run('status {d} -o wide');
    assert.deepEqual(
      table.stdout
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(/ {2,}/).slice(1, 3).join(' ')),
      ['blue Available', 'green Available'],
    );
  },
};

/** One endpoint is connected while another is only reserved. */
export const oneOfTwo: Scenario = {
  name: 'one-of-two',
  sentence: 'the string of one endpoint waits until the other is AVAILABLE too, and the wait says so',
  async run(world, tenant) {
    await apply(world, tenant, [{ name: 'a' }, { name: 'b' }]);
    assert.equal((await tenant.run('create {d} {p} --endpoint a')).code, 0);
    assert.equal((await tenant.run('link {d} --endpoint a')).code, 0);
    // This operator writes a Secret when it looks at a database user, which may have been before the deployment was in Atlas.
    const roles = [
      { roleName: 'readWriteAnyDatabase', databaseName: 'admin' },
      { roleName: 'clusterMonitor', databaseName: 'admin' },
    ];
    const named = [tenant.namespace, 'app'] as const;
    await edit(world.client, userResource, named, [{ op: 'replace', path: '/spec/roles', value: roles }]);
    await eventually('the first Secret', async () => (await tenant.secrets()).length > 0);
    const waited = await tenant.run('up {d} --endpoint a --timeout 12s');
    assert.match(
      waited.stderr,
      /\nerror: timed out after 12s waiting for the private connection string in the Secret; last seen: the string is not in the deployment's status yet: the operator writes it once every endpoint is AVAILABLE, but "b" is RESERVED\n/,
    );
    assert.equal(waited.code, 124);
    assert.equal((await tenant.run('up {d} {p} --endpoint b --yes')).code, 0);
    const { stdout } = await tenant.run('up {d} --endpoint a');
    assert.match(stdout, /^connectionStringPrivateSrv +a +mongodb\+srv:\/\/app:\S+@orders-one-of-two-pe-0\./m);
  },
};
