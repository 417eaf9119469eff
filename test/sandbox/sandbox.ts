import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import { seedAzure, type SeededAzure } from '../fakes/arm/seed.ts';
import { type FakeArm, type FakeArmOptions, startArm } from '../fakes/arm/server.ts';
import { type SeededGoogle, addAttachment, seedGoogle } from '../fakes/compute/seed.ts';
import { type FakeCompute, type FakeComputeOptions, startCompute } from '../fakes/compute/server.ts';
import { seedAccount, type SeededAccount } from '../fakes/ec2/seed.ts';
import { type FakeEc2, type FakeEc2Options, startEc2 } from '../fakes/ec2/server.ts';
import {
  type ResourceDefinition,
  atlasResources,
  ciliumPolicyResource,
  privateEndpointResource,
} from '../fakes/apiserver/resources.ts';
import { type FakeKubernetes, startKubernetes } from '../fakes/apiserver/server.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { FakeOperator } from '../fakes/operator/operator.ts';
import { type FakeDns, startDns } from '../fakes/dns/server.ts';
import type { Clock } from '../harness/clock.ts';
import type { Gate } from '../harness/gate.ts';
import { awsEnvironment, azureEnvironment, googleEnvironment, publish, ruleFinder } from './environments.ts';
import { atlasZone } from './names.ts';
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
  /** The cloud that the deployments run on; AWS when left out. The accounts of all three are there in any case. */
  readonly cloud?: 'AWS' | 'AZURE' | 'GCP';
  /** What the Azure account's tokens have to be for; the public cloud's when left out. */
  readonly azureAudience?: string;
  /** How long the Resource Manager takes for what. */
  readonly armDelays?: NonNullable<FakeArmOptions['delays']>;
  /** How long Compute Engine takes for what. */
  readonly computeDelays?: NonNullable<FakeComputeOptions['delays']>;
  /** What may break the requests of a command. */
  readonly gate?: Gate;
  /** Ports for who has to type them; free ones when left out. */
  readonly ports?: { readonly kubernetes?: number; readonly ec2?: number };
}

/** A cluster with the operator, and an account of each cloud, on loopback. */
export interface Sandbox {
  readonly kubernetes: FakeKubernetes;
  readonly operator: FakeOperator;
  readonly ec2: FakeEc2;
  /** The ids of the AWS account in us-east-1. */
  readonly account: SeededAccount;
  readonly arm: FakeArm;
  /** The ids of the Azure account. */
  readonly azure: SeededAzure;
  readonly compute: FakeCompute;
  /** The names of the Google Cloud account. */
  readonly google: SeededGoogle;
  /** Public DNS, as far as it is about private hosts of Atlas. */
  readonly dns: FakeDns;
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

function annotationsOf(object: { readonly metadata: object }): Readonly<Record<string, string>> {
  return (object.metadata as { annotations?: Readonly<Record<string, string>> }).annotations ?? {};
}

/** Where the deployments of a cloud are, and what its AtlasPrivateEndpoint is called, unless that is what the manifests say. */
interface Site {
  readonly provider?: string;
  readonly region?: string;
  readonly service?: string;
}

const sites: Readonly<Record<NonNullable<SandboxOptions['cloud']>, Site>> = {
  AWS: {},
  AZURE: { provider: 'AZURE', region: 'EUROPE_NORTH', service: 'shop-eu' },
  GCP: { provider: 'GCP', region: 'WESTERN_EUROPE', service: 'shop-gcp' },
};

/** Starts the parts and connects them: cloud endpoints are accepted once the operator has handed their id to Atlas. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, ports, gate } = options;
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  const kubernetes = await startKubernetes({
    clock,
    gate,
    retired: options.generation === 'v2.15',
    resources:
      options.resources ??
      (options.generation === 'v1.6'
        ? atlasResources
        : [...atlasResources, privateEndpointResource, ciliumPolicyResource]),
    ...(ports?.kubernetes === undefined ? {} : { port: ports.kubernetes }),
  });
  const ec2 = await startEc2({
    clock,
    gate,
    accepted: (id) => operator.accepts(id),
    ...(options.ec2Delays === undefined ? {} : { delays: options.ec2Delays }),
    ...(ports?.ec2 === undefined ? {} : { port: ports.ec2 }),
  });
  const arm = await startArm({
    clock,
    gate,
    approved: (id) => operator.accepts(id),
    ...(options.armDelays === undefined ? {} : { delays: options.armDelays }),
    ...(options.azureAudience === undefined ? {} : { audience: options.azureAudience }),
  });
  const compute = await startCompute({
    clock,
    gate,
    accepted: (rule) => operator.acceptsRule(rule),
    ...(options.computeDelays === undefined ? {} : { delays: options.computeDelays }),
  });
  const azure = seedAzure(arm);
  const google = seedGoogle(compute);
  const account = seedAccount(ec2, 'us-east-1');
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubernetes.kubeconfig(), { mode: 0o600 });
  const admin = await connection({ kubeconfig }, { env: {} });
  const transport = new Transport({ ...admin, impersonation: { 'x-sandbox': 'operator' } });
  const operator = new FakeOperator({
    clock,
    transport,
    generation: options.generation ?? 'v2.11',
    ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    ...(options.reactMs === undefined ? {} : { reactMs: options.reactMs }),
    onService: (service) => {
      if (!publish(ec2, service) && !addAttachment(compute.google, service)) arm.azure.addService(service);
    },
    findRule: ruleFinder(compute),
  });
  const dns = await startDns(atlasZone({ operator, ec2, arm, compute }));
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
      // A serverless deployment's first Secret is written with its first pass.
      if (isPassword && (operator.projects.size > 0 || known !== undefined))
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
    // One that is to be skipped is looked at for what it had applied; of the other kinds there is nothing to see.
    if (skipped && resource !== 'atlasprojects') return;
    if (generations.get(key) === generation && !released) return;
    generations.set(key, generation);
    operator.changed(namespace, name, resource);
  });
  const { service: serviceName, ...site } = sites[options.cloud ?? 'AWS'];
  return {
    kubernetes,
    operator,
    ec2,
    account,
    arm,
    azure,
    compute,
    google,
    dns,
    kubeconfig,
    env: {
      KUBECONFIG: kubeconfig,
      ...awsEnvironment(ec2.url, folder),
      ...azureEnvironment(arm, azure, folder),
      ...googleEnvironment(compute, google, folder),
    },
    deploy: (deployment) => void kubernetes.store.create(deploymentManifest({ ...site, ...deployment })),
    deployCluster: (cluster) => {
      const regions = site.region === undefined ? {} : { regions: [site.region] };
      kubernetes.store.create(clusterManifest({ ...site, ...regions, ...cluster }));
    },
    addService: (service) => {
      const named = serviceName === undefined ? {} : { name: serviceName };
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
      await Promise.all([kubernetes.close(), ec2.close(), arm.close(), compute.close(), dns.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The project and one database user, which everybody has before the procedure begins. */
export function seedProject(sandbox: Sandbox): void {
  sandbox.kubernetes.store.create(projectManifest());
  sandbox.addUser('app');
}
