import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import { principal } from '../fakes/arm/directory.ts';
import { seedAzure, type SeededAzure } from '../fakes/arm/seed.ts';
import { type FakeArm, type FakeArmOptions, startArm } from '../fakes/arm/server.ts';
import { seedAccount, type SeededAccount } from '../fakes/ec2/seed.ts';
import { type FakeEc2, type FakeEc2Options, startEc2 } from '../fakes/ec2/server.ts';
import { type ResourceDefinition, atlasResources, privateEndpointResource } from '../fakes/apiserver/resources.ts';
import { type FakeKubernetes, startKubernetes } from '../fakes/apiserver/server.ts';
import { FakeOperator, type Generation } from '../fakes/operator/operator.ts';
import type { Clock } from '../harness/clock.ts';
import {
  type ClusterOptions,
  type DeploymentOptions,
  type ServiceOptions,
  clusterManifest,
  deploymentManifest,
  projectManifest,
  serviceManifest,
  userManifests,
} from './manifests.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  /** Which operator runs; v2.11 when left out. */
  readonly generation?: Generation;
  /** Milliseconds between two passes of the operator; 10 s, as the real one, when left out. */
  readonly pollMs?: number;
  /** Milliseconds until the operator looks at a change. */
  readonly reactMs?: number;
  /** The custom resources that are served; none for a cluster without the operator. */
  readonly resources?: readonly ResourceDefinition[];
  /** How long EC2 takes for what. */
  readonly ec2Delays?: NonNullable<FakeEc2Options['delays']>;
  /** The cloud that the deployments run on; AWS when left out. Both accounts are there in any case. */
  readonly cloud?: 'AWS' | 'AZURE';
  /** What the Azure account's tokens have to be for; the public cloud's when left out. */
  readonly azureAudience?: string;
  /** How long the Resource Manager takes for what. */
  readonly armDelays?: NonNullable<FakeArmOptions['delays']>;
  /** Ports for who has to type them; free ones when left out. */
  readonly ports?: { readonly kubernetes?: number; readonly ec2?: number };
}

/** A cluster with the operator, an AWS account and an Azure account, on loopback. */
export interface Sandbox {
  readonly kubernetes: FakeKubernetes;
  readonly operator: FakeOperator;
  readonly ec2: FakeEc2;
  /** The ids of the AWS account in us-east-1. */
  readonly account: SeededAccount;
  readonly arm: FakeArm;
  /** The ids of the Azure account. */
  readonly azure: SeededAzure;
  /** The kubeconfig's path. */
  readonly kubeconfig: string;
  /** What a person's tools need to reach the sandbox instead of a cloud. */
  readonly env: Readonly<Record<string, string>>;
  /** Applies a serverless deployment. */
  deploy(options?: DeploymentOptions): void;
  /** Applies a dedicated cluster. */
  deployCluster(options?: ClusterOptions): void;
  /** Applies an AtlasPrivateEndpoint. */
  addService(options?: ServiceOptions): void;
  /** Declares private endpoints in the project's own list, in place of those that are there. */
  declareInProject(items: readonly Readonly<Record<string, unknown>>[]): void;
  /** Adds a database user of the project. */
  addUser(username: string, password?: string): void;
  close(): Promise<void>;
}

const zones = ['a', 'b', 'c'];

function annotationsOf(object: { readonly metadata: object }): Readonly<Record<string, string>> {
  return (object.metadata as { annotations?: Readonly<Record<string, string>> }).annotations ?? {};
}

/** Makes an endpoint service known to EC2, in each zone of the region in its name. @returns whether it is one of AWS */
export function publish(ec2: FakeEc2, service: string): boolean {
  const region = /vpce\.([a-z0-9-]+)\.vpce-svc/.exec(service)?.[1];
  if (region === undefined) return false;
  ec2.account.addService(service, { region, zones: zones.map((zone) => `${region}${zone}`) });
  return true;
}

/** What makes the AWS SDK, and a person's `aws`, talk to a fake EC2 and to nothing else. @param folder one that is thrown away */
export function awsEnvironment(url: string, folder: string): Readonly<Record<string, string>> {
  const file = join(folder, 'aws-config');
  writeFileSync(file, '');
  return {
    AWS_ENDPOINT_URL_EC2: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX000000000',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    // What version 1 of the aws command line reads instead.
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: file,
    AWS_SHARED_CREDENTIALS_FILE: file,
  };
}

/**
 * What makes the Azure SDK talk to a fake Resource Manager and directory: what a person in a private cloud sets for every program that
 * uses it.
 * @param folder one that is thrown away
 */
export function azureEnvironment(arm: FakeArm, azure: SeededAzure, folder: string): Readonly<Record<string, string>> {
  const authority = join(folder, 'arm-ca.pem');
  writeFileSync(authority, arm.caPem);
  return {
    AZURE_RESOURCE_MANAGER_ENDPOINT: arm.url,
    AZURE_AUTHORITY_HOST: arm.url,
    AZURE_SUBSCRIPTION_ID: azure.subscription,
    AZURE_TENANT_ID: principal.tenant,
    AZURE_CLIENT_ID: principal.client,
    AZURE_CLIENT_SECRET: principal.secret,
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
    AZURE_CONFIG_DIR: folder,
    NODE_EXTRA_CA_CERTS: authority,
  };
}

/** Starts the three parts and connects them: EC2 endpoints are accepted once the operator has handed their id to Atlas. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, ports } = options;
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  const kubernetes = await startKubernetes({
    clock,
    retired: options.generation === 'v2.15',
    resources:
      options.resources ??
      (options.generation === 'v1.6' ? atlasResources : [...atlasResources, privateEndpointResource]),
    ...(ports?.kubernetes === undefined ? {} : { port: ports.kubernetes }),
  });
  const ec2 = await startEc2({
    clock,
    accepted: (id) => operator.accepts(id),
    ...(options.ec2Delays === undefined ? {} : { delays: options.ec2Delays }),
    ...(ports?.ec2 === undefined ? {} : { port: ports.ec2 }),
  });
  const arm = await startArm({
    clock,
    approved: (id) => operator.accepts(id),
    ...(options.armDelays === undefined ? {} : { delays: options.armDelays }),
    ...(options.azureAudience === undefined ? {} : { audience: options.azureAudience }),
  });
  const azure = seedAzure(arm);
  const account = seedAccount(ec2, 'us-east-1');
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubernetes.kubeconfig(), { mode: 0o600 });
  const admin = await connection({ kubeconfig }, { env: {} });
  const transport = new Transport(admin);
  const operator = new FakeOperator({
    clock,
    transport,
    generation: options.generation ?? 'v2.11',
    ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    ...(options.reactMs === undefined ? {} : { reactMs: options.reactMs }),
    onService: (service) => {
      if (!publish(ec2, service)) arm.azure.addService(service);
    },
  });
  const generations = new Map<string, number>();
  const skips = new Map<string, boolean>();
  const passwords = new Map<string, string | undefined>();
  kubernetes.store.onChange(({ type, object, resource }) => {
    if (type === 'DELETED') return;
    const { namespace = '', name, generation = 0, labels } = object.metadata;
    // A password that somebody touches makes the operator look at its user; 2.2.0 only one whose data changes.
    if (resource === 'secrets') {
      const isPassword =
        labels?.['atlas.mongodb.com/type'] === 'credentials' && labels['atlas.mongodb.com/cluster-name'] === undefined;
      const data = JSON.stringify((object as { readonly data?: unknown }).data);
      const known = passwords.get(`${namespace}/${name}`);
      passwords.set(`${namespace}/${name}`, data);
      if (options.generation === 'v1.6' && known === data) return;
      if (isPassword && operator.projects.size > 0)
        operator.changed(namespace, name.replace(/-password$/, ''), 'atlasdatabaseusers');
      return;
    }
    if (resource !== 'atlasdeployments' && resource !== 'atlasprivateendpoints' && resource !== 'atlasprojects') return;
    const key = `${resource}/${namespace}/${name}`;
    // Of a project only its own private endpoints matter here.
    const { privateEndpoints } = (object['spec'] ?? {}) as { privateEndpoints?: unknown };
    if (resource === 'atlasprojects' && privateEndpoints === undefined && !generations.has(key)) return;
    // From 2.12.0 on an object that is no longer to be skipped is looked at.
    const skipped = annotationsOf(object)['mongodb.com/atlas-reconciliation-policy'] === 'skip';
    const released = skips.get(key) === true && !skipped && options.generation === 'v2.15';
    skips.set(key, skipped);
    if (skipped || (generations.get(key) === generation && !released)) return;
    generations.set(key, generation);
    operator.changed(namespace, name, resource);
  });
  const site = options.cloud === 'AZURE' ? { provider: 'AZURE', region: 'EUROPE_NORTH' } : undefined;
  return {
    kubernetes,
    operator,
    ec2,
    account,
    arm,
    azure,
    kubeconfig,
    env: {
      KUBECONFIG: kubeconfig,
      ...awsEnvironment(ec2.url, folder),
      ...azureEnvironment(arm, azure, folder),
    },
    deploy: (deployment) => void kubernetes.store.create(deploymentManifest({ ...site, ...deployment })),
    deployCluster: (cluster) => {
      const regions = site === undefined ? {} : { regions: [site.region] };
      kubernetes.store.create(clusterManifest({ ...site, ...regions, ...cluster }));
    },
    addService: (service) => {
      const named = site === undefined ? {} : { name: 'shop-eu' };
      kubernetes.store.create(serviceManifest({ ...site, ...named, ...service }));
    },
    declareInProject: (items) =>
      kubernetes.store.edit('atlasprojects', 'default', 'shop', (object) => {
        (object['spec'] as Record<string, unknown>)['privateEndpoints'] = items;
      }),
    addUser: (username, password) => {
      for (const manifest of userManifests(username, password)) kubernetes.store.create(manifest);
    },
    async close() {
      operator.close();
      transport.close();
      await Promise.all([kubernetes.close(), ec2.close(), arm.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The project and one database user, which everybody has before the procedure begins. */
export function seedProject(sandbox: Sandbox): void {
  sandbox.kubernetes.store.create(projectManifest());
  sandbox.addUser('app');
}
