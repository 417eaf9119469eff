import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Bench, withAtlas } from './fixture.ts';

const aws = {
  name: 'orders',
  providerSettings: { providerName: 'SERVERLESS', backingProviderName: 'AWS', regionName: 'US_EAST_1' },
};
const endpoints = 'privateEndpoint/serverless/instance/orders/endpoint';

/** Statuses of a serverless instance's endpoints, which moves them on. */
async function listed({ get }: Bench): Promise<readonly unknown[]> {
  const { body } = await get(endpoints);
  return (body as unknown as { status: string }[]).map(({ status }) => status);
}

suite('the fake Atlas: projects, users and serverless instances', (test) => {
  test('a project is found by name once it was created', () =>
    withAtlas(async ({ atlas, send, gid }) => {
      const missing = await send('GET', '/api/atlas/v2/groups/byName/other');
      assert.equal(missing.status, 404);
      assert.equal(missing.body['errorCode'], 'NOT_IN_GROUP');
      const found = await send('GET', '/api/atlas/v1.0/groups/byName/shop');
      assert.deepEqual([found.status, found.body['id'], found.body['name']], [200, gid, 'shop']);
      assert.equal((await send('GET', '/api/atlas/v2/groups/0123')).body['errorCode'], 'GROUP_NOT_FOUND');
      assert.equal(atlas.project('shop')?.id, gid);
    }));

  test('a user is echoed without its password', () =>
    withAtlas(async ({ get, post }) => {
      const missing = await get('databaseUsers/admin/app');
      assert.deepEqual([missing.status, missing.body['errorCode']], [404, 'USERNAME_NOT_FOUND']);
      const posted = await post('databaseUsers', {
        username: 'app',
        databaseName: 'admin',
        password: 'p',
        roles: [{ roleName: 'r' }],
      });
      assert.equal(posted.status, 201);
      const { body } = await get('databaseUsers/admin/app');
      assert.equal('password' in body, false);
      assert.deepEqual([body['username'], body['roles'], body['x509Type']], ['app', [{ roleName: 'r' }], 'NONE']);
    }));

  test('an instance is CREATING, then IDLE, and at its end DELETING for one look', () =>
    withAtlas(async ({ get, post, send, gid }) => {
      assert.equal((await get('serverless/orders')).body['errorCode'], 'SERVERLESS_INSTANCE_NOT_FOUND');
      assert.equal((await post('serverless', aws)).body['stateName'], 'CREATING');
      const { body } = await get('serverless/orders');
      assert.deepEqual(
        [body['stateName'], body['connectionStrings'], body['tags']],
        ['IDLE', { standardSrv: 'mongodb+srv://orders.ab1cd.mongodb.net', privateEndpoint: [] }, []],
      );
      assert.equal((await send('DELETE', `/api/atlas/v2/groups/${gid}/serverless/orders`)).status, 204);
      assert.equal((await get('serverless/orders')).body['stateName'], 'DELETING');
      assert.equal((await get('serverless/orders')).status, 404);
    }));

  test('each kind of deployment refuses the names of the others', () =>
    withAtlas(async ({ get, post }) => {
      await post('serverless', aws);
      assert.equal((await get('clusters/orders')).body['errorCode'], 'CANNOT_USE_SERVERLESS_INSTANCE_IN_CLUSTER_API');
      assert.equal((await get('flexClusters/orders')).body['errorCode'], 'CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API');
      assert.equal((await get('clusters/other')).body['errorCode'], 'CLUSTER_NOT_FOUND');
      await post('flexClusters', { ...aws, name: 'flex' });
      assert.equal((await get('serverless/flex')).body['errorCode'], 'CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API');
      assert.equal((await get(endpoints.replace('orders', 'flex'))).body['errorCode'], 'NOT_SERVERLESS_TENANT_CLUSTER');
    }));

  test('an endpoint is reserved, connected and deleted, one state a listing', () =>
    withAtlas(async (bench) => {
      const { post, patch, send, gid, services } = bench;
      await post('serverless', aws);
      const { body } = await post(endpoints, { comment: 'a' });
      assert.deepEqual([body['status'], body['comment']], ['RESERVATION_REQUESTED', 'a']);
      assert.deepEqual(await listed(bench), ['RESERVED']);
      assert.equal(services.length, 1);
      assert.match(services[0] ?? '', /^com\.amazonaws\.vpce\.us-east-1\.vpce-svc-0[0-9a-f]{16}$/);
      const one = `${endpoints}/${String(body['_id'])}`;
      assert.equal(bench.atlas.accepts('vpce-1'), false);
      assert.equal((await patch(one, { cloudProviderEndpointId: 'vpce-1' })).body['status'], 'INITIATING');
      assert.equal(bench.atlas.accepts('vpce-1'), true);
      assert.deepEqual(await listed(bench), ['AVAILABLE']);
      const instance = (await bench.get('serverless/orders')).body['connectionStrings'] as {
        privateEndpoint: unknown[];
      };
      assert.deepEqual(instance.privateEndpoint, [
        {
          srvConnectionString: 'mongodb+srv://orders-pe-0.ab1cd.mongodb.net',
          endpoints: [{ endpointId: 'vpce-1', providerName: 'AWS', region: 'US_EAST_1' }],
          type: 'MONGOS',
        },
      ]);
      assert.equal((await send('DELETE', `/api/atlas/v2/groups/${gid}/${one}`)).status, 204);
      assert.equal(bench.atlas.accepts('vpce-1'), false);
      assert.deepEqual(await listed(bench), ['DELETING']);
      assert.deepEqual(await listed(bench), []);
      assert.equal((await patch(one, { cloudProviderEndpointId: 'vpce-2' })).status, 404);
    }));

  test('an instance can become a Flex cluster', () =>
    withAtlas(async ({ atlas, get, post }) => {
      await post('serverless', aws);
      await post(endpoints, { comment: 'a' });
      atlas.project('shop')?.migrateToFlex('orders');
      assert.equal((await get('serverless/orders')).status, 400);
      const { body } = await get('flexClusters/orders');
      assert.deepEqual(
        [body['stateName'], body['providerSettings']],
        ['IDLE', { backingProviderName: 'AWS', regionName: 'US_EAST_1', providerName: 'FLEX' }],
      );
      assert.equal((await get(endpoints)).body['errorCode'], 'NOT_SERVERLESS_TENANT_CLUSTER');
    }));

  test('an endpoint fails with a message where it was told to', () =>
    withAtlas(async (bench) => {
      await bench.post('serverless', aws);
      const instance = bench.atlas.project('shop')?.serverless.all.get('orders');
      assert.ok(instance);
      instance.endpoints.failures['a'] = { at: 'reserve', message: 'no capacity' };
      await bench.post(endpoints, { comment: 'a' });
      const { body } = await bench.get(endpoints);
      const [entry] = body as unknown as Record<string, string>[];
      assert.deepEqual([entry?.['status'], entry?.['errorMessage']], ['FAILED', 'no capacity']);
    }));
});
