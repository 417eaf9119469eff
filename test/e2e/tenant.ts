import type { AtlasDeployment } from '../../src/atlas/api/deployment.ts';
import { deploymentResource } from '../../src/atlas/api/deployment.ts';
import { type KubeObject, apiPath, secretResource } from '../../src/kube/resource.ts';
import type { AtlasInstance } from '../fakes/operator/atlas.ts';
import { harmless, runPrinted } from '../harness/printed-commands.ts';
import type { Seen } from '../harness/seen.ts';
import { type Ended, type Kill, command } from '../process/command.ts';
import { edit } from './edit.ts';
import type { RealWorld } from './real-world.ts';

export const password = 'p@ss:word/1';

/** One scenario's namespace, with a project, a database user and a serverless deployment of its own, all named after it. */
export interface Tenant {
  readonly namespace: string;
  /** The deployment's name, in Kubernetes and in Atlas. */
  readonly deployment: string;
  /** The flags that place a cloud endpoint. */
  readonly placement: string;
  /** Runs a command line in the namespace; `{d}` stands for the deployment's name, `{p}`, `{azure}` and `{gcp}` for the placement flags. */
  readonly run: (commandLine: string, kill?: Kill) => Promise<Ended>;
  readonly read: () => Promise<AtlasDeployment>;
  /** Replaces the list of private endpoints, as `kubectl edit` would. */
  readonly edit: (endpoints: readonly Readonly<Record<string, string>>[]) => Promise<void>;
  /** The endpoints as Atlas has them; throws until the operator has made the instance. */
  readonly atlas: () => AtlasInstance;
  /** The decoded data of the connection Secrets that the operator has written. */
  readonly secrets: () => Promise<readonly Readonly<Record<string, string>>[]>;
}

const encode = (data: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));

/** Secrets bear this label, or the operator does not see them. */
const labels = { 'atlas.mongodb.com/type': 'credentials' };

export function tenantOf(world: Omit<RealWorld, 'operator'>, name: string): Tenant {
  const { client, account, azure, google } = world;
  const deployment = `orders-${name}`;
  const placement = `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a},${account.subnets.b} --security-group-id ${account.groups.open}`;
  const read = (): Promise<AtlasDeployment> => client.get<AtlasDeployment>(deploymentResource, name, deployment);
  return {
    namespace: name,
    deployment,
    placement,
    read,
    async run(commandLine, kill) {
      const values = {
        d: deployment,
        p: placement,
        azure: `--subnet ${azure.subnets.endpoints}`,
        gcp: `--subnetwork ${google.subnetworks.endpoints.name}`,
      };
      const filled = commandLine.replace(/\{(d|p|azure|gcp)\}/g, (_, key: keyof typeof values) => values[key]);
      const words = `${filled} -n ${name}`.split(' ').filter((word) => word !== '');
      const ended = await command(words, world.env, kill);
      // What it printed for the person to type next, as far as that changes nothing.
      const runIt = async (argv: readonly string[]): Promise<Seen> => {
        const { code, stdout, stderr } = await command(argv, world.env);
        return { code: code ?? 0, stdout, stderr };
      };
      await runPrinted({ ...ended, code: ended.code ?? 0 }, words, runIt, harmless);
      return ended;
    },
    edit: (endpoints) =>
      // On a member that is there, "add" replaces it (RFC 6902, 4.1).
      edit(
        client,
        deploymentResource,
        [name, deployment],
        [{ op: 'add', path: '/spec/serverlessSpec/privateEndpoints', value: endpoints }],
      ),
    atlas() {
      const instance = world.atlas.project(name)?.serverless.all.get(deployment);
      if (instance === undefined) throw new Error(`Atlas has no instance ${deployment}`);
      return instance.endpoints;
    },
    async secrets() {
      const list = await client.list<KubeObject & { data?: Record<string, string> }>(secretResource, name, {
        labelSelector: 'atlas.mongodb.com/cluster-name',
      });
      return list.items.map(({ data = {} }) =>
        Object.fromEntries(
          Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
        ),
      );
    },
  };
}

/** A custom resource of the operator. */
export function manifest(namespace: string, kind: string, name: string, spec: unknown): unknown {
  return { apiVersion: 'atlas.mongodb.com/v1', kind, metadata: { name, namespace }, spec };
}

/** A serverless deployment on AWS. */
export function deploymentManifest(
  { namespace, deployment }: Tenant,
  endpoints: readonly Readonly<Record<string, string>>[] | undefined,
): unknown {
  return manifest(namespace, 'AtlasDeployment', deployment, {
    projectRef: { name: 'shop' },
    serverlessSpec: {
      name: deployment,
      providerSettings: { providerName: 'SERVERLESS', backingProviderName: 'AWS', regionName: 'US_EAST_1' },
      ...(endpoints === undefined ? {} : { privateEndpoints: endpoints }),
    },
  });
}

export type Provider = 'AWS' | 'AZURE' | 'GCP';

const regionNames: Readonly<Record<Provider, string>> = {
  AWS: 'US_EAST_1',
  AZURE: 'EUROPE_NORTH',
  GCP: 'WESTERN_EUROPE',
};

/** A dedicated cluster of one region. */
function clusterManifest(
  { namespace, deployment }: Tenant,
  providerName: Provider = 'AWS',
  regionName = regionNames[providerName],
): unknown {
  const electableSpecs = { instanceSize: 'M10', nodeCount: 3 };
  return manifest(namespace, 'AtlasDeployment', deployment, {
    projectRef: { name: 'shop' },
    deploymentSpec: {
      name: deployment,
      clusterType: 'REPLICASET',
      replicationSpecs: [
        { zoneName: 'Zone 1', regionConfigs: [{ providerName, regionName, priority: 7, electableSpecs }] },
      ],
    },
  });
}

/** As `apply`, with a dedicated cluster. */
export async function applyCluster(
  world: Omit<RealWorld, 'operator'>,
  tenant: Tenant,
  provider?: Provider,
): Promise<void> {
  await applyProject(world, tenant);
  await world.create(apiPath(deploymentResource, tenant.namespace), clusterManifest(tenant, provider));
}

/** Applies what a person has before the procedure begins; the operator has seen nothing of it. */
export async function apply(
  world: Omit<RealWorld, 'operator'>,
  tenant: Tenant,
  endpoints?: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  await applyProject(world, tenant);
  await world.create(apiPath(deploymentResource, tenant.namespace), deploymentManifest(tenant, endpoints));
}

/** Applies a project and a database user, with their Secrets. */
export async function applyProject(world: Omit<RealWorld, 'operator'>, { namespace }: Tenant): Promise<void> {
  const secret = (name: string, data: Readonly<Record<string, string>>): unknown => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels },
    data: encode(data),
  });
  const custom = (kind: string, name: string, spec: unknown): unknown => manifest(namespace, kind, name, spec);
  const resource = (plural: string): string => apiPath({ ...deploymentResource, plural }, namespace);
  const secrets = apiPath(secretResource, namespace);
  await world.create(
    secrets,
    secret('atlas-key', { orgId: '65a1f0c2e4b0a1b2c3d4e5f6', publicApiKey: 'public', privateApiKey: 'private' }),
  );
  await world.create(secrets, secret('app-password', { password }));
  await world.create(
    resource('atlasprojects'),
    custom('AtlasProject', 'shop', { name: namespace, connectionSecretRef: { name: 'atlas-key' } }),
  );
  await world.create(
    resource('atlasdatabaseusers'),
    custom('AtlasDatabaseUser', 'app', {
      projectRef: { name: 'shop' },
      username: 'app',
      passwordSecretRef: { name: 'app-password' },
      roles: [{ roleName: 'readWriteAnyDatabase', databaseName: 'admin' }],
    }),
  );
}
