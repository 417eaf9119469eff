import { made, mergePatch } from '../test/contract/api.ts';
import { deployOperator } from '../test/contract/operator-deployment.ts';
import type { RealServer } from '../test/contract/real-server.ts';
import type { Zone } from '../test/fakes/dns/server.ts';
import { seedAccount } from '../test/fakes/ec2/seed.ts';
import type { FakeEc2 } from '../test/fakes/ec2/server.ts';
import { connectionSecret } from '../test/fakes/operator/secrets.ts';
import { clusterManifest, projectManifest, serviceManifest, userManifests } from '../test/sandbox/manifests.ts';
import { atlasRegion, regions } from './regions.ts';

/** Where the endpoints of a fleet are. */
export interface Fleet {
  readonly server: RealServer;
  readonly ec2: FakeEc2;
}

interface Endpoint {
  readonly id: string;
  readonly host: string;
  readonly region: string;
  readonly service: string;
}

const api = '/apis/atlas.mongodb.com/v1';
const credentials = { username: 'app', password: 'p@ss:word/1' };
const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
const addresses = ['10.20.1.10', '10.20.2.10', '10.20.3.10'];
const ports = [1024, 1025, 1026];

/** Writes an object as a person does, and its status as the operator does. */
async function apply({ server: { admin } }: Fleet, plural: string, object: object, status: object): Promise<void> {
  const { name, namespace } = (object as { readonly metadata: { readonly name: string; readonly namespace: string } })
    .metadata;
  const path = `${api}/namespaces/${namespace}/${plural}`;
  made(await admin.call('POST', path, object), 201);
  const written = { status: { observedGeneration: 1, conditions: [ready], ...status } };
  made(await admin.call('PATCH', `${path}/${name}/status`, written, mergePatch), 200);
}

/** The endpoints of a project, one in each region. */
function endpointsOf(project: number): readonly Endpoint[] {
  return regions.map((region, n) => {
    const number = (project * regions.length + n).toString(16).padStart(16, '0');
    const service = `com.amazonaws.vpce.${region}.vpce-svc-0${number}`;
    return { id: `vpce-0${number}`, host: `orders-${project}-pl-${n}.ab1cd.mongodb.net`, region, service };
  });
}

/** Makes an endpoint that works: the object, and the interface endpoint in the VPC of its region. */
async function connect(fleet: Fleet, namespace: string, { id, region, service: name }: Endpoint): Promise<void> {
  const { account } = fleet.ec2;
  const zones = ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  const vpc = [...account.region(region).vpcs.values()].find(({ tags }) => tags.get('Name') === 'prod');
  if (vpc === undefined) throw new Error(`${region} has no VPC`);
  account.addEndpoint(id, account.addService(name, { region, zones }), vpc);
  const object = serviceManifest({ name: `shop-${region}`, namespace, region: atlasRegion(region), ids: [id] });
  const endpoints = [{ ID: id, InterfaceStatus: 'AVAILABLE' }];
  await apply(fleet, 'atlasprivateendpoints', object, { serviceStatus: 'AVAILABLE', serviceName: name, endpoints });
}

/** Makes a project in a namespace of its own: a cluster and an endpoint in every region, a database user and its Secret. */
async function makeProject(fleet: Fleet, project: number): Promise<void> {
  const { admin } = fleet.server;
  const [namespace, id] = [`doctor-${project}`, (project + 1).toString(16).padStart(24, '0')];
  const post = async (path: string, object: object | undefined): Promise<unknown> =>
    made(await admin.call('POST', path, object), 201);
  await post('/api/v1/namespaces', { metadata: { name: namespace } });
  await apply(fleet, 'atlasprojects', projectManifest(namespace), { id });
  const endpoints = endpointsOf(project);
  const strings = endpoints.map((each) => ({
    srvConnectionString: `mongodb+srv://${each.host}`,
    connectionString: `mongodb://${each.host}:1024/?ssl=true`,
    endpoints: [{ endpointId: each.id, providerName: 'AWS', region: atlasRegion(each.region) }],
  }));
  const connectionStrings = { standardSrv: 'mongodb+srv://orders.ab1cd.mongodb.net', privateEndpoint: strings };
  const cluster = clusterManifest({ namespace, regions: regions.map(atlasRegion) });
  await apply(fleet, 'atlasdeployments', cluster, { stateName: 'IDLE', connectionStrings });
  const [password, user = {}] = userManifests(credentials.username, credentials.password, namespace);
  await post(`/api/v1/namespaces/${namespace}/secrets`, password);
  await apply(fleet, 'atlasdatabaseusers', user, { name: credentials.username });
  const shop = { name: 'Shop', id };
  await post(
    `/api/v1/namespaces/${namespace}/secrets`,
    connectionSecret('v2.15', shop, 'orders', namespace, strings, credentials),
  );
  for (const each of endpoints) await connect(fleet, namespace, each);
}

/** Makes the endpoints of as many projects, all of which work, and the operator's Deployment. */
export async function makeFleet(fleet: Fleet, projects: number): Promise<void> {
  const { admin } = fleet.server;
  for (const region of regions) seedAccount(fleet.ec2, region);
  made(await admin.call('POST', '/api/v1/namespaces', { metadata: { name: 'mongodb-atlas-system' } }), 201);
  await deployOperator(fleet.server, '2.15.1', 'mongodb-atlas-system');
  for (let project = 0; project < projects; project += 1) await makeProject(fleet, project);
}

/** What DNS says of the hosts in the strings of as many projects. */
export function zoneOf(projects: number): Zone {
  const all = Array.from({ length: projects }, (_, project) => endpointsOf(project)).flat();
  const byHost = new Map(all.map((endpoint) => [endpoint.host, endpoint]));
  return (name, type) => {
    const host = name.replace(/^_mongodb\._tcp\./, '').replace(/^one\./, '');
    const endpoint = byHost.get(host);
    if (endpoint === undefined) return undefined;
    if (name !== host && name.startsWith('_'))
      return { records: type === 'SRV' ? ports.map((port) => ({ type, port, target: `one.${host}` })) : [] };
    if (type === 'TXT') return { records: [{ type, text: 'authSource=admin&replicaSet=atlas-shard-0' }] };
    const alias = `${endpoint.id}-x7y8z9.${endpoint.service.split('.').at(-1)}.${endpoint.region}.vpce.amazonaws.com`;
    const aliases = [{ type: 'CNAME' as const, target: alias }];
    if (type === 'CNAME') return { records: aliases };
    return {
      records:
        type === 'A' ? [...aliases, ...addresses.map((address) => ({ type, address, name: alias }) as const)] : [],
    };
  };
}
