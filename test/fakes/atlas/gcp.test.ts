import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Bench, withAtlas } from './fixture.ts';
import { RULE_NOT_FOUND, gcpRegion } from './gcp.ts';

const base = 'privateEndpoint/GCP/endpointService';

interface Made {
  readonly sid: string;
  readonly attachments: readonly string[];
}

async function service({ post, get }: Bench, portMappingEnabled = true): Promise<Made> {
  const mapping = portMappingEnabled ? { portMappingEnabled } : {};
  const posted = await post('privateEndpoint/endpointService', {
    providerName: 'GCP',
    region: 'WESTERN_EUROPE',
    ...mapping,
  });
  assert.deepEqual([posted.body['status'], posted.body['serviceAttachmentNames']], ['INITIATING', []]);
  const sid = String(posted.body['id']);
  const { body } = await get(`${base}/${sid}`);
  return { sid, attachments: body['serviceAttachmentNames'] as string[] };
}

const rules = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, n) => ({ endpointName: `atlas-${n}`, ipAddress: `10.60.1.${n + 2}` }));

const wanted = (group: string, count: number): object => ({
  gcpProjectId: 'shop-prod',
  endpointGroupName: group,
  endpoints: rules(count),
});

suite('the fake Atlas on Google Cloud', (test) => {
  test('a service that maps ports has one attachment, and the clouds are told of it', () =>
    withAtlas(async (bench) => {
      const { sid, attachments } = await service(bench);
      assert.equal(attachments.length, 1);
      assert.match(
        attachments[0] ?? '',
        new RegExp(`^projects/p-[0-9a-f]{24}/regions/europe-west1/serviceAttachments/sa-europe-west1-${sid}-0$`),
      );
      assert.deepEqual(bench.services, attachments);
      const { body } = await bench.get(`${base}/${sid}`);
      assert.deepEqual(
        [body['status'], body['portMappingEnabled'], body['endpointGroupNames'], body['regionName']],
        ['AVAILABLE', true, [], 'WESTERN_EUROPE'],
      );
    }));

  test('one that does not has fifty, or as many as the project was given, and may stand beside the other', () =>
    withAtlas(async (bench) => {
      assert.equal((await service(bench, false)).attachments.length, 50);
      assert.equal((await service(bench)).attachments.length, 1);
      const services = bench.atlas.project('shop')?.services;
      assert.ok(services);
      services.legacyAttachments = 6;
      const again = await bench.post('privateEndpoint/endpointService', {
        providerName: 'GCP',
        region: 'WESTERN_EUROPE',
      });
      assert.equal(again.body['errorCode'], 'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION');
      assert.deepEqual(
        ((await bench.get(base)).body as unknown as { serviceAttachmentNames: string[] }[]).map(
          ({ serviceAttachmentNames }) => serviceAttachmentNames.length,
        ),
        [50, 1],
      );
    }));

  test('where ports are mapped the interface goes by its endpoint, whatever its group is called', () =>
    withAtlas(async (bench) => {
      const { sid, attachments } = await service(bench);
      const posted = (await bench.post(`${base}/${sid}/endpoint`, wanted('my-group', 1))).body;
      assert.deepEqual([posted['endpointGroupName'], posted['status']], ['atlas-0', 'INITIATING']);
      assert.deepEqual((await bench.get(`${base}/${sid}`)).body['endpointGroupNames'], ['atlas-0']);
      assert.equal((await bench.get(`${base}/${sid}/endpoint/my-group`)).status, 404);
      const { body } = await bench.get(`${base}/${sid}/endpoint/atlas-0`);
      assert.deepEqual(body, {
        cloudProvider: 'GCP',
        deleteRequested: false,
        errorMessage: null,
        endpointGroupName: 'atlas-0',
        gcpProjectId: 'shop-prod',
        status: 'AVAILABLE',
        endpoints: [{ endpointName: 'atlas-0', ipAddress: '10.60.1.2', status: 'AVAILABLE' }],
        portMappingEnabled: true,
      });
      const rule = { project: 'shop-prod', name: 'atlas-0', target: attachments[0] ?? '' };
      const link = `https://www.googleapis.com/compute/v1/${rule.target}`;
      assert.deepEqual(
        [rule, { ...rule, target: link }, { ...rule, project: 'other' }, { ...rule, name: 'x' }].map(
          bench.atlas.acceptsRule,
        ),
        [true, true, false, false],
      );
    }));

  test('where they are not it goes by its group, and is INITIATING, VERIFIED, AVAILABLE', () =>
    withAtlas(async (bench) => {
      const services = bench.atlas.project('shop')?.services;
      assert.ok(services);
      Object.assign(services, { legacyAttachments: 3, looksToConnect: 3 });
      const { sid, attachments } = await service(bench, false);
      const few = await bench.post(`${base}/${sid}/endpoint`, wanted('my-group', 2));
      assert.deepEqual([few.status, few.body['detail']], [400, 'The service has 3 attachments, not 2.']);
      const posted = await bench.post(`${base}/${sid}/endpoint`, wanted('my-group', 3));
      const seen = [posted.body['status']];
      for (let look = 0; look < 3; look += 1)
        seen.push((await bench.get(`${base}/${sid}/endpoint/my-group`)).body['status']);
      assert.deepEqual(seen, ['INITIATING', 'VERIFIED', 'VERIFIED', 'AVAILABLE']);
      for (const [n, target] of attachments.entries())
        assert.equal(bench.atlas.acceptsRule({ project: 'shop-prod', name: `atlas-${n}`, target }), true);
    }));

  test('a rule that is not there, or that connects to something else, makes it FAILED', () => {
    const target = { at: '' };
    return withAtlas(
      async (bench) => {
        const { sid, attachments } = await service(bench);
        const one = `${base}/${sid}/endpoint`;
        const tried = async (name: string): Promise<readonly unknown[]> => {
          const endpoints = [{ endpointName: name, ipAddress: '10.60.1.2' }];
          await bench.post(one, { gcpProjectId: 'shop-prod', endpointGroupName: name, endpoints });
          const { body } = await bench.get(`${one}/${name}`);
          return [body['status'], body['errorMessage']];
        };
        assert.deepEqual(await tried('missing'), ['FAILED', RULE_NOT_FOUND]);
        assert.deepEqual(await tried('there'), ['FAILED', RULE_NOT_FOUND]);
        target.at = attachments[0] ?? '';
        assert.deepEqual(await tried('there'), ['AVAILABLE', null]);
        assert.deepEqual(await tried('missing'), ['FAILED', RULE_NOT_FOUND]);
      },
      {
        findRule: ({ project, region, name }) =>
          project === 'shop-prod' && region === 'europe-west1' && name === 'there'
            ? { ip: '10.60.1.2', target: target.at }
            : undefined,
      },
    );
  });

  test('the last interface takes the service with it', () =>
    withAtlas(async (bench) => {
      const { sid } = await service(bench);
      await bench.post(`${base}/${sid}/endpoint`, wanted('atlas-0', 1));
      await bench.send('DELETE', `/api/atlas/v2/groups/${bench.gid}/${base}/${sid}/endpoint/atlas-0`);
      assert.equal((await bench.get(`${base}/${sid}`)).body['status'], 'DELETING');
      assert.equal((await bench.get(`${base}/${sid}`)).status, 404);
    }));

  test('a service can wait for its user, with its attachments', () =>
    withAtlas(async (bench) => {
      bench.atlas.project('shop')?.services.waitForUser.add('WESTERN_EUROPE');
      const { sid, attachments } = await service(bench);
      assert.equal(attachments.length, 1);
      assert.equal((await bench.get(`${base}/${sid}`)).body['status'], 'WAITING_FOR_USER');
    }));

  for (const { providers, mapped, srv, first } of [
    { providers: ['GCP'], mapped: true, srv: 'big-psc-0', first: 'pl-0-europe-west1-gcp.ab1cd.mongodb.net:1024' },
    { providers: ['GCP', 'AWS'], mapped: true, srv: 'big-pl-0', first: 'pl-0-europe-west1-gcp.ab1cd.mongodb.net:1024' },
    { providers: ['GCP'], mapped: false, srv: 'big-pl-0', first: 'big-shard-00-00-pl-0.ab1cd.mongodb.net:27015' },
  ]) {
    test(`a cluster on ${providers.join(' and ')} publishes ${srv}${mapped ? ', where ports are mapped' : ''}`, () =>
      withAtlas(async (bench) => {
        const services = bench.atlas.project('shop')?.services;
        assert.ok(services);
        services.legacyAttachments = 2;
        const regionConfigs = providers.map((providerName) => ({
          providerName,
          regionName: providerName === 'GCP' ? 'WESTERN_EUROPE' : 'EU_WEST_1',
        }));
        await bench.post('clusters', { name: 'big', replicationSpecs: [{ regionConfigs }] });
        const { sid } = await service(bench, mapped);
        await bench.post(`${base}/${sid}/endpoint`, wanted('my-group', mapped ? 1 : 2));
        const id = mapped ? 'atlas-0' : 'my-group';
        await bench.get(`${base}/${sid}/endpoint/${id}`);
        await bench.get('clusters/big');
        const { connectionStrings } = (await bench.get('clusters/big')).body as {
          connectionStrings?: { privateEndpoint: Record<string, unknown>[] };
        };
        const [published] = connectionStrings?.privateEndpoint ?? [];
        assert.equal(published?.['srvConnectionString'], `mongodb+srv://${srv}.ab1cd.mongodb.net`);
        assert.match(
          String(published?.['connectionString']),
          new RegExp(`^mongodb://${first.replaceAll('.', '\\.')},`),
        );
        assert.deepEqual(published?.['endpoints'], [{ endpointId: id, providerName: 'GCP', region: 'WESTERN_EUROPE' }]);
      }));
  }

  test("a region's two names", () => {
    const names = {
      CENTRAL_US: 'us-central1',
      US_EAST_4: 'us-east4',
      US_SOUTH_1: 'us-south1',
      NORTH_AMERICA_NORTHEAST_2: 'northamerica-northeast2',
      SOUTH_AMERICA_WEST_1: 'southamerica-west1',
      EUROPE_WEST_12: 'europe-west12',
      EUROPE_CENTRAL_2: 'europe-central2',
      MIDDLE_EAST_CENTRAL_1: 'me-central1',
      AFRICA_SOUTH_1: 'africa-south1',
      EASTERN_ASIA_PACIFIC: 'asia-east1',
      AUSTRALIA_SOUTHEAST_1: 'australia-southeast1',
      'europe-west3': 'europe-west3',
    };
    assert.deepEqual(Object.keys(names).map(gcpRegion), Object.values(names));
  });
});
