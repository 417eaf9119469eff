import { connectionSecret } from '../fakes/operator/secrets.ts';
import { type ResourceDefinition, atlasResources, privateEndpointResource } from '../fakes/apiserver/resources.ts';
import type { Stored } from '../fakes/apiserver/store.ts';
import type { World } from '../harness/world.ts';
import type { AtlasTunnel } from './source.ts';

/** The made-up kind, as the API server serves it. */
const tunnelDefinition: ResourceDefinition = {
  group: 'atlas.mongodb.com',
  version: 'v1',
  kind: 'AtlasTunnel',
  plural: 'atlastunnels',
  singular: 'atlastunnel',
  shortNames: ['at'],
  namespaced: true,
  statusSubresource: true,
};

export const servedResources: readonly ResourceDefinition[] = [
  ...atlasResources,
  privateEndpointResource,
  tunnelDefinition,
];

/** The service of every tunnel on a cloud. */
export const services = {
  AWS: 'com.amazonaws.vpce.us-east-1.vpce-svc-0ade0000000000001',
  MOON: 'moon-service-1',
} as const;

const host = 'orders-pl-0.ab1cd.mongodb.net';
const project = { name: 'shop', id: '65a1f0c2e4b0a1b2c3d4e5f6' };

type Store = World['kubernetes']['store'];
type DoorOf = NonNullable<NonNullable<AtlasTunnel['spec']>['doors']>[number];

function idOf({ endpoint, landing }: DoorOf): string | undefined {
  return endpoint ?? (landing === undefined ? undefined : String(landing['groupName']));
}

/** What the status of a tunnel comes to: the service at once, and the endpoint as soon as it is in the spec. */
function doorsOf({ spec }: AtlasTunnel): object[] {
  const service = services[spec?.provider === 'MOON' ? 'MOON' : 'AWS'];
  return (spec?.doors ?? []).map((door) => {
    const endpoint = idOf(door);
    const state = endpoint === undefined ? 'RESERVED' : 'AVAILABLE';
    return { name: door.name, service, state, ...(endpoint === undefined ? {} : { endpoint }) };
  });
}

/**
 * Looks at every change of a tunnel at once, and writes its status; and the string of what it has connected.
 * @param onConnected told the id of each cloud endpoint that Atlas is connected to
 * @returns what ends that
 */
export function attend({ kubernetes: { store } }: World, onConnected: (id: string) => void): () => void {
  return store.onChange(({ resource, object, type }) => {
    if (resource !== 'atlastunnels' || type === 'DELETED') return;
    const tunnel = object as Stored & AtlasTunnel;
    const { generation } = tunnel.metadata;
    if (tunnel.status?.observedGeneration === generation) return;
    const status = { observedGeneration: generation, doors: doorsOf(tunnel) };
    store.replace(tunnelDefinition, { ...object, status }, 'status');
    const [id] = (tunnel.spec?.doors ?? []).flatMap((door) => idOf(door) ?? []);
    if (id === undefined) return;
    onConnected(id);
    publishString(store, tunnel.spec?.deployment ?? '', id);
  });
}

/** Writes the string of an endpoint into the deployment's status and its connection Secret. */
export function publishString(store: Store, deployment: string, id: string): void {
  const srvConnectionString = `mongodb+srv://${host}`;
  const connectionStrings = { privateEndpoint: [{ srvConnectionString, endpoints: [{ endpointId: id }] }] };
  store.edit(
    'atlasdeployments',
    'default',
    deployment,
    (object) => (object['status'] = { connectionStrings }),
    'status',
  );
  const credentials = { username: 'app', password: 'secret' };
  const strings = [{ srvConnectionString, endpoints: [] }];
  if (store.get('secrets', 'default', 'shop-orders-app') === undefined)
    store.create(connectionSecret('v2.11', project, deployment, 'default', strings, credentials));
}

/** A deployment that the fake operator leaves alone. */
export function seedDeployment({ kubernetes: { store } }: World): void {
  store.create({
    kind: 'AtlasDeployment',
    metadata: { name: 'orders', namespace: 'default' },
    spec: { projectRef: { name: 'shop' }, flexSpec: { name: 'orders' } },
  });
}

/** A tunnel to it. */
export function seedTunnel({ kubernetes: { store } }: World, name: string, site: object): void {
  store.create({
    kind: 'AtlasTunnel',
    metadata: { name, namespace: 'default' },
    spec: { deployment: 'orders', ...site },
  });
}
