/** Two Atlas projects whose clusters and database users have the same names. */
export const stagingId = '65a1f0c2e4b0a1b2c3d4e5f6';
export const prodId = '75a1f0c2e4b0a1b2c3d4e5f7';

const api = 'atlas.mongodb.com/v1';

interface Cluster {
  /** The AtlasDeployment's name; in Atlas it is another one. */
  readonly name: string;
  readonly namespace?: string;
  /** The deployment's name in Atlas. */
  readonly cluster?: string;
  /** By its id in Atlas, or as the AtlasProject's namespace and name. */
  readonly project: string;
  /** The private strings that its status has, as the cloud endpoint's id and the host. */
  readonly strings?: Readonly<Record<string, string>>;
}

/** What an object says of its project. @param project an id in Atlas, or the AtlasProject's namespace and name */
function referenceTo(project: string): Record<string, unknown> {
  const [namespace, name] = project.split('/');
  return name === undefined
    ? { externalProjectRef: { id: project }, connectionSecret: { name: 'atlas-key' } }
    : { projectRef: { name, namespace } };
}

export function dedicatedOf(options: Cluster): Record<string, unknown> {
  const { name, namespace = 'default', cluster = 'cluster0', project, strings = {} } = options;
  const regionConfigs = [{ providerName: 'AWS', regionName: 'US_EAST_1' }];
  const privateEndpoint = Object.entries(strings).map(([endpointId, host]) => ({
    srvConnectionString: `mongodb+srv://${host}`,
    endpoints: [{ endpointId, providerName: 'AWS', region: 'US_EAST_1' }],
  }));
  return {
    apiVersion: api,
    kind: 'AtlasDeployment',
    metadata: { name, namespace },
    spec: {
      ...referenceTo(project),
      deploymentSpec: { name: cluster, clusterType: 'REPLICASET', replicationSpecs: [{ regionConfigs }] },
    },
    status: {
      observedGeneration: 1,
      conditions: [{ type: 'Ready', status: 'True' }],
      connectionStrings: { privateEndpoint },
    },
  };
}

interface Strings {
  readonly name: string;
  readonly namespace?: string;
  readonly cluster?: string;
  readonly projectId: string;
  readonly user?: string;
  /** The values of connectionStringPrivateSrv, connectionStringPrivateSrv1 and so on: hosts, or nothing for an empty value. */
  readonly hosts: readonly string[];
}

/** A connection Secret as the operator writes it. */
export function secretOf(options: Strings): Record<string, unknown> {
  const { name, namespace = 'default', cluster = 'cluster0', projectId, user = 'app', hosts } = options;
  const strings = hosts.map((host, index): [string, string] => [
    `connectionStringPrivateSrv${index === 0 ? '' : index}`,
    host === '' ? '' : `mongodb+srv://${user}:x@${host}`,
  ]);
  const data = { username: user, password: 'x', ...Object.fromEntries(strings) };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: {
        'atlas.mongodb.com/type': 'credentials',
        'atlas.mongodb.com/project-id': projectId,
        'atlas.mongodb.com/cluster-name': cluster,
      },
    },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
}

/** An AtlasPrivateEndpoint in us-east-1 whose cloud endpoints are available. */
export function serviceOf(
  name: string,
  project: string,
  ids: readonly string[],
  namespace = 'default',
): Record<string, unknown> {
  return {
    apiVersion: api,
    kind: 'AtlasPrivateEndpoint',
    metadata: { name, namespace },
    spec: {
      ...referenceTo(project),
      provider: 'AWS',
      region: 'US_EAST_1',
      awsConfiguration: ids.map((id) => ({ id })),
    },
    status: {
      observedGeneration: 1,
      serviceId: '65a1f0c2e4b0a1b2c3d4e5ff',
      serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
      serviceStatus: 'AVAILABLE',
      endpoints: ids.map((id) => ({ ID: id, InterfaceStatus: 'AVAILABLE' })),
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

/** @param id in Atlas; undefined where the operator has not written it yet */
export function projectOf(name: string, namespace: string, id: string | undefined): Record<string, unknown> {
  return {
    apiVersion: api,
    kind: 'AtlasProject',
    metadata: { name, namespace },
    spec: { name },
    ...(id === undefined ? {} : { status: { id, conditions: [{ type: 'Ready', status: 'True' }] } }),
  };
}

/** A database user whose password is in the Secret NAME-password. */
export function userOf(name: string, namespace: string, project: string, username = 'app'): Record<string, unknown>[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-password`, namespace, labels: { 'atlas.mongodb.com/type': 'credentials' } },
      data: { password: Buffer.from('x').toString('base64') },
    },
    {
      apiVersion: api,
      kind: 'AtlasDatabaseUser',
      metadata: { name, namespace },
      spec: {
        ...referenceTo(project),
        username,
        passwordSecretRef: { name: `${name}-password` },
        roles: [{ roleName: 'readWriteAnyDatabase', databaseName: 'admin' }],
      },
    },
  ];
}
