import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Bench, withAtlas } from './fixture.ts';

const azureId = '/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe-1';

async function service(bench: Bench, provider: string, region: string): Promise<string> {
  const { body } = await bench.post('privateEndpoint/endpointService', { providerName: provider, region });
  return String(body['id']);
}

suite('the fake Atlas: endpoint services, interfaces and clusters', (test) => {
  for (const { provider, region, name, id, ids } of [
    { provider: 'AWS', region: 'US_EAST_1', name: 'endpointServiceName', id: 'vpce-1', ids: 'interfaceEndpoints' },
    {
      provider: 'AZURE',
      region: 'EUROPE_NORTH',
      name: 'privateLinkServiceResourceId',
      id: azureId,
      ids: 'privateEndpoints',
    },
  ]) {
    test(`a service and an interface come, are shown and go (${provider})`, () =>
      withAtlas(async (bench) => {
        const { get, post, send, gid, atlas, services } = bench;
        const sid = await service(bench, provider, region);
        const path = `privateEndpoint/${provider}/endpointService/${sid}`;
        const made = (await get(path)).body;
        assert.deepEqual([made['status'], made['regionName'], made[ids]], ['AVAILABLE', region, []]);
        assert.deepEqual(services, [made[name]]);
        assert.equal((await get(`privateEndpoint/${provider}/endpointService`)).body.length, 1);
        const attached = await post(`${path}/endpoint`, { id, privateEndpointIPAddress: '10.0.0.4' });
        const state = provider === 'AWS' ? 'connectionStatus' : 'status';
        assert.equal(attached.body[state], provider === 'AWS' ? 'PENDING_ACCEPTANCE' : 'INITIATING');
        assert.equal(atlas.accepts(id), true);
        assert.deepEqual((await get(path)).body[ids], [id]);
        const one = `${path}/endpoint/${encodeURIComponent(id)}`;
        assert.equal((await get(one)).body[state], 'AVAILABLE');
        assert.equal((await send('DELETE', `/api/atlas/v2/groups/${gid}/${one}`)).status, 204);
        assert.equal((await get(one)).body[state], 'DELETING');
        const gone = await get(one);
        assert.deepEqual([gone.status, gone.body['errorCode']], [404, 'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND']);
        assert.deepEqual((await get(path)).body[ids], []);
        assert.equal((await send('DELETE', `/api/atlas/v2/groups/${gid}/${path}`)).status, 204);
        assert.equal((await get(path)).body['status'], 'DELETING');
        assert.equal((await get(path)).status, 404);
      }));
  }

  test('a region has one service of a provider', () =>
    withAtlas(async (bench) => {
      await service(bench, 'AWS', 'US_EAST_1');
      const again = await bench.post('privateEndpoint/endpointService', { providerName: 'AWS', region: 'US_EAST_1' });
      assert.deepEqual(
        [again.status, again.body['errorCode']],
        [409, 'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION'],
      );
    }));

  test('a service and an interface fail where they were told to', () =>
    withAtlas(async (bench) => {
      const project = bench.atlas.project('shop');
      assert.ok(project);
      project.services.failServices['US_EAST_1'] = { status: 'FAILED', message: 'no capacity' };
      const sid = await service(bench, 'AWS', 'US_EAST_1');
      const failed = (await bench.get(`privateEndpoint/AWS/endpointService/${sid}`)).body;
      assert.deepEqual([failed['status'], failed['errorMessage'], bench.services], ['FAILED', 'no capacity', []]);
      project.services.failInterfaces['vpce-1'] = { status: 'REJECTED', message: 'not yours' };
      const other = await service(bench, 'AWS', 'US_WEST_2');
      const path = `privateEndpoint/AWS/endpointService/${other}/endpoint`;
      await bench.post(path, { id: 'vpce-1' });
      const { body } = await bench.get(`${path}/vpce-1`);
      assert.deepEqual([body['connectionStatus'], body['errorMessage']], ['REJECTED', 'not yours']);
      assert.equal(bench.atlas.accepts('vpce-1'), false);
    }));

  test('a cluster publishes the private string of an interface, but not at once', () =>
    withAtlas(async (bench) => {
      const { get, post } = bench;
      await post('clusters', {
        name: 'big',
        replicationSpecs: [{ regionConfigs: [{ providerName: 'AWS', regionName: 'US_EAST_1', priority: 7 }] }],
      });
      const sid = await service(bench, 'AWS', 'US_EAST_1');
      await get(`privateEndpoint/AWS/endpointService/${sid}`);
      await post(`privateEndpoint/AWS/endpointService/${sid}/endpoint`, { id: 'vpce-1' });
      const strings = async (): Promise<readonly Record<string, unknown>[]> =>
        ((await get('clusters/big')).body['connectionStrings'] as { privateEndpoint: Record<string, unknown>[] })
          .privateEndpoint;
      assert.deepEqual(await strings(), []);
      await get(`privateEndpoint/AWS/endpointService/${sid}/endpoint/vpce-1`);
      assert.deepEqual(await strings(), []);
      const [published] = await strings();
      assert.deepEqual(
        [published?.['srvConnectionString'], published?.['endpoints']],
        [
          'mongodb+srv://big-pl-0.ab1cd.mongodb.net',
          [{ endpointId: 'vpce-1', providerName: 'AWS', region: 'US_EAST_1' }],
        ],
      );
    }));
});
