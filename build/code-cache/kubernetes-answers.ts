/** What the Kubernetes API of the warm-up answers: one deployment with an endpoint that is available, and its connection Secret. */
import { service } from './aws-answers.ts';
import type { Answer } from './stand-in-http.ts';

const group = 'atlas.mongodb.com';
const atlas = `/apis/${group}/v1`;
const projectId = '0123456789abcdef01234567';
const atlasLabels = {
  [`${group}/type`]: 'credentials',
  [`${group}/project-id`]: projectId,
  [`${group}/cluster-name`]: 'orders',
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const meta = (name: string): object => ({
  name,
  namespace: 'default',
  uid: `uid-of-${name}`,
  resourceVersion: '1',
  generation: 1,
});
const ready = [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }];

const deployment = {
  apiVersion: `${group}/v1`,
  kind: 'AtlasDeployment',
  metadata: meta('orders'),
  spec: {
    projectRef: { name: 'shop' },
    serverlessSpec: {
      name: 'orders',
      providerSettings: { providerName: 'SERVERLESS', backingProviderName: 'AWS', regionName: 'US_EAST_1' },
      privateEndpoints: [{ name: 'orders-pe', cloudProviderEndpointID: 'vpce-0123456789abcdef0' }],
    },
  },
  status: {
    conditions: ready,
    observedGeneration: 1,
    stateName: 'IDLE',
    connectionStrings: {
      standardSrv: 'mongodb+srv://orders.example.net',
      privateEndpoint: [
        {
          srvConnectionString: 'mongodb+srv://orders-pe-0.example.net',
          endpoints: [{ endpointId: 'vpce-0123456789abcdef0', providerName: 'AWS', region: 'US_EAST_1' }],
        },
      ],
    },
    serverlessPrivateEndpoints: [
      {
        _id: '0123456789abcdef01234568',
        status: 'AVAILABLE',
        providerName: 'AWS',
        endpointServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
        cloudProviderEndpointId: 'vpce-0123456789abcdef0',
        name: 'orders-pe',
      },
    ],
  },
};
/** Another deployment: without an endpoint, with one as `create` declares it, or with one whose service is reserved. */
function another(name: string, endpoints: readonly object[], reserved: readonly object[] = []): object {
  const { privateEndpoints: _others, ...serverless } = deployment.spec.serverlessSpec;
  const serverlessSpec = { ...serverless, name, ...(endpoints.length === 0 ? {} : { privateEndpoints: endpoints }) };
  return {
    ...deployment,
    metadata: meta(name),
    spec: { ...deployment.spec, serverlessSpec },
    status: {
      conditions: ready,
      observedGeneration: 1,
      stateName: 'IDLE',
      ...(reserved.length === 0 ? {} : { serverlessPrivateEndpoints: reserved }),
    },
  };
}
const store = another(
  'store',
  [{ name: 'store-pe' }],
  [
    {
      _id: '0123456789abcdef01234569',
      status: 'RESERVED',
      providerName: 'AWS',
      endpointServiceName: service,
      name: 'store-pe',
    },
  ],
);

const project = {
  apiVersion: `${group}/v1`,
  kind: 'AtlasProject',
  metadata: meta('shop'),
  spec: { name: 'Shop' },
  status: { id: projectId, conditions: ready },
};
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { ...meta('shop-orders-app'), labels: atlasLabels },
  data: {
    username: base64('app'),
    password: base64('word'),
    connectionStringStandardSrv: base64('mongodb+srv://app:word@orders.example.net'),
    connectionStringPrivateSrv: base64('mongodb+srv://app:word@orders-pe-0.example.net'),
  },
};
const kinds = ['AtlasDeployment', 'AtlasPrivateEndpoint', 'AtlasProject', 'AtlasDatabaseUser'].map((kind) => ({
  kind,
  name: `${kind.toLowerCase()}s`,
  singularName: kind.toLowerCase(),
  namespaced: true,
  verbs: ['get', 'list', 'patch', 'watch'],
}));

const list = (items: readonly object[]): object => ({
  kind: 'List',
  apiVersion: 'v1',
  metadata: { resourceVersion: '1' },
  items,
});
const shopPath = `${atlas}/namespaces/default/atlasdeployments/shop`;
const answers: Readonly<Record<string, object>> = {
  [atlas]: { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/v1`, resources: kinds },
  '/api/v1/namespaces/default/secrets': list([secret]),
  '/api/v1/namespaces/default/secrets/shop-orders-app': secret,
  '/apis/apps/v1/deployments': list([]),
  [`${atlas}/atlasdatabaseusers`]: list([]),
  [`${atlas}/atlasdeployments`]: list([deployment]),
  [`${atlas}/atlasprivateendpoints`]: list([]),
  [`${atlas}/atlasprojects`]: list([project]),
  [`${atlas}/namespaces/default/atlasdatabaseusers`]: list([]),
  [`${atlas}/namespaces/default/atlasdeployments`]: list([deployment]),
  [`${atlas}/namespaces/default/atlasprivateendpoints`]: list([]),
  [`${atlas}/namespaces/default/atlasprojects`]: list([project]),
  [`${atlas}/namespaces/default/atlasdeployments/orders`]: deployment,
  [shopPath]: another('shop', []),
  [`${atlas}/namespaces/default/atlasdeployments/store`]: store,
  [`${atlas}/namespaces/default/atlasprojects/shop`]: project,
};
/** @param path shows in a failure of the warm-up */
const notFound = (path: string): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: `${path} not found`,
  reason: 'NotFound',
  details: { name: path },
  code: 404,
});

/** Answers requests to the Kubernetes API: 404 for all that is not here. A patch is taken for what `create shop` sends. */
export function startKubernetes(): (method: string, path: string) => Answer {
  let declared = false;
  return (method, path) => {
    declared ||= method === 'PATCH';
    const bare = path.replace(/\?.*$/, '');
    const found = declared && bare === shopPath ? another('shop', [{ name: 'shop-pe' }]) : answers[bare];
    return {
      status: found === undefined ? 404 : 200,
      type: 'application/json',
      body: JSON.stringify(found ?? notFound(path)),
    };
  };
}
