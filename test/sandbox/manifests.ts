/** What a person has applied before the procedure begins: a project, a database user with its password, a serverless deployment. */
export interface DeploymentOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly privateEndpoints?: readonly Record<string, unknown>[];
}

const api = 'atlas.mongodb.com/v1';

export function deploymentManifest(options: DeploymentOptions = {}): Record<string, unknown> {
  const { name = 'orders', namespace = 'default', provider = 'AWS', region = 'US_EAST_1', privateEndpoints } = options;
  return {
    apiVersion: api,
    kind: 'AtlasDeployment',
    metadata: { name, namespace, labels: { team: 'shop' } },
    spec: {
      projectRef: { name: 'shop' },
      serverlessSpec: {
        name,
        providerSettings: { providerName: 'SERVERLESS', backingProviderName: provider, regionName: region },
        tags: [{ key: 'env', value: 'prod' }],
        ...(privateEndpoints === undefined ? {} : { privateEndpoints }),
      },
    },
  };
}

export function projectManifest(namespace = 'default'): Record<string, unknown> {
  return {
    apiVersion: api,
    kind: 'AtlasProject',
    metadata: { name: 'shop', namespace },
    spec: { name: 'Shop' },
    status: { id: '65a1f0c2e4b0a1b2c3d4e5f6', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

export function userManifests(
  username = 'app',
  password = 'p@ss:word/1',
  namespace = 'default',
): Record<string, unknown>[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${username}-password`, namespace, labels: { 'atlas.mongodb.com/type': 'credentials' } },
      data: { password: Buffer.from(password).toString('base64') },
    },
    {
      apiVersion: api,
      kind: 'AtlasDatabaseUser',
      metadata: { name: username, namespace },
      spec: {
        projectRef: { name: 'shop' },
        username,
        passwordSecretRef: { name: `${username}-password` },
        roles: [{ roleName: 'readWriteAnyDatabase', databaseName: 'admin' }],
      },
    },
  ];
}

/** A dedicated cluster. */
export interface ClusterOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly provider?: string;
  /** Of that provider, or each with its own before a colon: `AZURE:EUROPE_NORTH`. */
  readonly regions?: readonly string[];
}

export function clusterManifest(options: ClusterOptions = {}): Record<string, unknown> {
  const { name = 'orders', namespace = 'default', provider = 'AWS', regions = ['US_EAST_1'] } = options;
  return {
    apiVersion: api,
    kind: 'AtlasDeployment',
    metadata: { name, namespace },
    spec: {
      projectRef: { name: 'shop' },
      deploymentSpec: {
        name,
        clusterType: 'REPLICASET',
        replicationSpecs: [
          {
            regionConfigs: regions.map((region, index) => {
              const [regionName, providerName = provider] = region.split(':').toReversed();
              return {
                providerName,
                regionName,
                priority: 7 - index,
                electableSpecs: { instanceSize: 'M10', nodeCount: 3 },
              };
            }),
          },
        ],
      },
    },
  };
}

/** An AtlasPrivateEndpoint. */
export interface ServiceOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly provider?: string;
  readonly region?: string;
  /**
   * The cloud endpoints that it lists. Their addresses are those that the sandbox's networks give, one after the other: on Azure from
   * 10.40.1.4 on; on Google Cloud, where each id is a forwarding rule and a group of its own, from 10.60.1.2 on.
   */
  readonly ids?: readonly string[];
  /** On Google Cloud: one attachment and one rule, instead of many. Operators know it from 2.15.0 on. */
  readonly portMappingEnabled?: boolean;
}

function configurationOf(provider: string, ids: readonly string[]): Record<string, unknown> {
  if (provider === 'GCP') {
    const gcpConfiguration = ids.map((name, index) => ({
      projectId: 'shop-prod',
      groupName: name,
      endpoints: [{ name, ipAddress: `10.60.1.${index + 2}` }],
    }));
    return { gcpConfiguration };
  }
  return provider === 'AZURE'
    ? { azureConfiguration: ids.map((id, index) => ({ id, ipAddress: `10.40.1.${index + 4}` })) }
    : { awsConfiguration: ids.map((id) => ({ id })) };
}

export function serviceManifest(options: ServiceOptions = {}): Record<string, unknown> {
  const { name = 'shop-us', namespace = 'default', provider = 'AWS', region = 'US_EAST_1', ids } = options;
  const { portMappingEnabled } = options;
  return {
    apiVersion: api,
    kind: 'AtlasPrivateEndpoint',
    metadata: { name, namespace },
    spec: {
      projectRef: { name: 'shop' },
      provider,
      region,
      ...(portMappingEnabled === undefined ? {} : { portMappingEnabled }),
      ...(ids === undefined ? {} : configurationOf(provider, ids)),
    },
  };
}

/** The Deployment of the operator, by whose image its version is known. */
export function operatorManifest(tag: string, namespace = 'mongodb-atlas-system'): Record<string, unknown> {
  const labels = { 'app.kubernetes.io/name': 'mongodb-atlas-kubernetes-operator' };
  const image = `quay.io/mongodb/mongodb-atlas-kubernetes-operator:${tag}`;
  return {
    kind: 'Deployment',
    metadata: { name: 'mongodb-atlas-operator', namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'manager', image }] } },
    },
  };
}
