import { connectionSecret } from '../fakes/operator/secrets.ts';
import { type ResourceDefinition, atlasResources } from '../fakes/apiserver/resources.ts';
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

export const servedResources: readonly ResourceDefinition[] = [...atlasResources, tunnelDefinition];

export const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0ade0000000000001';
const host = 'orders-pl-0.ab1cd.mongodb.net';
const project = { name: 'shop', id: '65a1f0c2e4b0a1b2c3d4e5f6' };

/** What the status of a tunnel comes to: the service at once, and the endpoint as soon as it is in the spec. */
function doorsOf({ spec }: AtlasTunnel): object[] {
  return (spec?.doors ?? []).map(({ name, endpoint }) => ({
    name,
    service,
    state: endpoint === undefined ? 'RESERVED' : 'AVAILABLE',
    ...(endpoint === undefined ? {} : { endpoint }),
  }));
}

/** Looks at every change of a tunnel at once, and writes its status; and the string of what it has connected. @returns what ends that */
export function attend({ kubernetes: { store } }: World): () => void {
  return store.onChange(({ resource, object, type }) => {
    if (resource !== 'atlastunnels' || type === 'DELETED') return;
    const tunnel = object as Stored & AtlasTunnel;
    const { generation } = tunnel.metadata;
    if (tunnel.status?.observedGeneration === generation) return;
    const status = { observedGeneration: generation, doors: doorsOf(tunnel) };
    store.replace(tunnelDefinition, { ...object, status }, 'status');
    const [id] = (tunnel.spec?.doors ?? []).flatMap(({ endpoint }) => endpoint ?? []);
    if (id !== undefined) publish(store, tunnel.spec?.deployment ?? '', id);
  });
}

/** Writes the string of an endpoint into the deployment's status and its connection Secret. */
function publish(store: World['kubernetes']['store'], deployment: string, id: string): void {
  const definition = atlasResources.find(({ kind }) => kind === 'AtlasDeployment');
  const object = store.get('atlasdeployments', 'default', deployment);
  if (definition === undefined || object === undefined) throw new Error(`there is no deployment ${deployment}`);
  const srvConnectionString = `mongodb+srv://${host}`;
  const connectionStrings = { privateEndpoint: [{ srvConnectionString, endpoints: [{ endpointId: id }] }] };
  store.replace(definition, { ...object, status: { connectionStrings } }, 'status');
  const credentials = { username: 'app', password: 'secret' };
  const strings = [{ srvConnectionString, endpoints: [] }];
  if (store.get('secrets', 'default', 'shop-orders-app') === undefined)
    store.create(connectionSecret('v2.11', project, deployment, 'default', strings, credentials));
}

/** A deployment that the fake operator leaves alone, and a tunnel to it. */
export function seed({ kubernetes: { store } }: World): void {
  const apiVersion = 'atlas.mongodb.com/v1';
  store.create({
    apiVersion,
    kind: 'AtlasDeployment',
    metadata: { name: 'orders', namespace: 'default' },
    spec: { flexSpec: { name: 'orders' } },
  });
  store.create({
    apiVersion,
    kind: 'AtlasTunnel',
    metadata: { name: 'under', namespace: 'default' },
    spec: { deployment: 'orders', region: 'US_EAST_1' },
  });
}
