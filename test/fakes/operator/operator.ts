import type { AtlasDeployment } from '../../../src/atlas/deployment.ts';
import { clusterName, deploymentResource } from '../../../src/atlas/deployment.ts';
import { KubeClient } from '../../../src/kube/client.ts';
import { type KubeObject, type Resource, apiPath, secretResource } from '../../../src/kube/resource.ts';
import type { Transport } from '../../../src/kube/transport.ts';
import type { Clock } from '../../harness/clock.ts';
import { AtlasInstance } from './atlas.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../../src/atlas/private-endpoint.ts';
import { type ClusterStrings, DedicatedProject } from './clusters.ts';
import { reconcileDedicated } from './dedicated.ts';
import { begun, conditionsOf, deprecated, invalid, onGcp } from './outcome.ts';
import { reconcileNew } from './reconcile-new.ts';
import { reconcileOld } from './reconcile-old.ts';
import { connectionSecret } from './secrets.ts';

/** The operator versions that behave differently: 1.5.0–2.2.0, 2.2.1–2.11.1, and 2.12.0 on, which leaves the endpoints alone. */
export type Generation = 'v1.6' | 'v2.11' | 'v2.15';

export interface FakeOperatorOptions {
  readonly generation: Generation;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Milliseconds between two passes while something is in progress; 10 s in the real one. */
  readonly pollMs?: number;
  /** Milliseconds until it looks at what changed; none when left out. */
  readonly reactMs?: number;
  /** Told of each endpoint service that Atlas makes. */
  readonly onService?: (name: string) => void;
  /** Told of a pass that failed; it is tried again like any other. */
  readonly onFailure?: (error: unknown) => void;
}

const resource = (plural: string, kind: string): Resource => ({
  ...deploymentResource,
  plural,
  singular: kind.toLowerCase(),
  kind,
});
/** The kinds that it reconciles. */
export type Reconciled = 'atlasdeployments' | 'atlasprivateendpoints' | 'atlasdatabaseusers';

interface Request {
  readonly plural: Reconciled;
  readonly namespace: string;
  readonly name: string;
}

const projects = resource('atlasprojects', 'AtlasProject');
const users = resource('atlasdatabaseusers', 'AtlasDatabaseUser');

interface Project extends KubeObject {
  readonly spec?: { readonly name?: string };
  readonly status?: { readonly id?: string };
}
interface User extends KubeObject {
  readonly spec?: {
    readonly username?: string;
    readonly projectRef?: { readonly name?: string };
    readonly passwordSecretRef?: { readonly name?: string };
  };
}

/**
 * The operator and the Atlas behind it, as far as private endpoints go. It reads and writes objects over HTTP as the
 * real one does; what tells it that an object changed is a call, so that tests may break every watch without stopping it.
 */
export class FakeOperator {
  readonly instances = new Map<string, AtlasInstance>();
  /** The dedicated side of each project, by its id or the name that objects refer to it by. */
  readonly projects = new Map<string, DedicatedProject>();
  /** Set to stop all reconciling: an operator that is not running. */
  paused = false;
  readonly #options: FakeOperatorOptions;
  readonly #client: KubeClient;
  readonly #stop = new AbortController();
  /** The next pass of each deployment. */
  readonly #due = new Map<string, AbortController>();
  /** The passes that are due because something changed. */
  readonly #reactions = new Map<string, () => void>();
  #queue: Promise<void> = Promise.resolve();
  #pending = 0;
  /** The version of each user's password that Atlas was told. */
  readonly #passwords = new Map<string, string>();

  constructor(options: FakeOperatorOptions) {
    this.#options = options;
    this.#client = new KubeClient(options.transport);
  }

  /** Tells it that an object was created or its spec changed; a deployment unless another kind is named. */
  changed(namespace: string, name: string, plural: Reconciled = 'atlasdeployments'): void {
    this.#after(this.#options.reactMs ?? 0, { plural, namespace, name });
  }

  /** The dedicated side of the project that AtlasProjects and AtlasPrivateEndpoints refer to by this name or id. */
  project(name = 'shop'): DedicatedProject {
    const known =
      this.projects.get(name) ?? new DedicatedProject(name, (service) => this.#options.onService?.(service));
    this.projects.set(name, known);
    return known;
  }

  /** Whether nothing is being reconciled at this moment. */
  idle(): boolean {
    return this.#pending === 0;
  }

  /** Resolves when nothing is being reconciled at this moment. */
  async quiet(): Promise<void> {
    while (!this.idle()) await this.#queue;
  }

  /** Reacts at once to every change that it was told of, whatever the clock says, and resolves when that is done. */
  async settled(): Promise<void> {
    for (const react of this.#reactions.values()) react();
    await this.quiet();
  }

  /** Whether Atlas accepts this cloud endpoint: what EC2 learns from it. */
  accepts(id: string): boolean {
    return (
      [...this.instances.values()].some((instance) => instance.accepts(id)) ||
      [...this.projects.values()].some(({ services }) => services.accepts(id))
    );
  }

  /** The Atlas side of a deployment; made when it is first asked for. */
  instance(name: string, region = 'US_EAST_1', provider: 'AWS' | 'AZURE' = 'AWS'): AtlasInstance {
    const known = this.instances.get(name) ?? new AtlasInstance(name, region, provider);
    if (this.#options.onService !== undefined) known.onService = this.#options.onService;
    this.instances.set(name, known);
    return known;
  }

  close(): void {
    this.#stop.abort(new Error('the operator was stopped'));
  }

  /** Runs a pass after a while, in place of one that is due later. */
  #after(ms: number, request: Request): void {
    const key = `${request.plural}/${request.namespace}/${request.name}`;
    this.#due.get(key)?.abort();
    const due = new AbortController();
    this.#due.set(key, due);
    const start = (): void => {
      due.abort();
      this.#reactions.delete(key);
      this.#enqueue(request);
    };
    this.#reactions.delete(key);
    if (ms === 0) return start();
    // A poll is due when it is due; only what reacts to a change may be hurried.
    if (ms === this.#options.reactMs) this.#reactions.set(key, start);
    this.#options.clock.sleep(ms, AbortSignal.any([due.signal, this.#stop.signal])).then(start, () => undefined);
  }

  #enqueue(request: Request): void {
    if (this.paused || this.#stop.signal.aborted) return;
    const poll = (): void => this.#after(this.#options.pollMs ?? 10_000, request);
    this.#pending += 1;
    this.#queue = this.#queue
      .then(() => this.#reconcile(request))
      .then((again) => (again ? poll() : undefined))
      .catch((error: unknown) => {
        this.#options.onFailure?.(error);
        poll();
      })
      .finally(() => (this.#pending -= 1));
  }

  #reconcile({ plural, namespace, name }: Request): Promise<boolean> {
    switch (plural) {
      case 'atlasdeployments':
        return this.#pass(namespace, name);
      case 'atlasprivateendpoints':
        return this.#passDedicated(namespace, name);
      case 'atlasdatabaseusers':
        return this.#passUser(namespace, name);
    }
  }

  async #passDedicated(namespace: string, name: string): Promise<boolean> {
    const object = await this.#client.find<AtlasPrivateEndpoint>(privateEndpointResource, namespace, name);
    if (object === undefined) return false;
    const { projectRef, externalProjectRef } = object.spec ?? {};
    const project = this.project(externalProjectRef?.id ?? projectRef?.name);
    const { status, again } = reconcileDedicated(object, project.services);
    project.publish();
    await this.#writeStatus(privateEndpointResource, object, status);
    return again;
  }

  /** A dedicated cluster: its strings go into the Secrets and the status of this pass, and nobody looks again. */
  async #passCluster(deployment: AtlasDeployment): Promise<boolean> {
    const { projectRef, externalProjectRef } = deployment.spec ?? {};
    const strings = this.project(externalProjectRef?.id ?? projectRef?.name).look(deployment);
    await this.#writeClusterSecrets(deployment, strings, undefined);
    await this.#writeStatus(deploymentResource, deployment, {
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'DeploymentReady', status: 'True' },
      ],
      connectionStrings: strings,
    });
    return false;
  }

  async #writeClusterSecrets(
    deployment: AtlasDeployment,
    strings: ClusterStrings,
    user: string | undefined,
  ): Promise<void> {
    const list = (strings.privateEndpoint ?? []).map((entry) => ({ ...entry }));
    await this.#writeSecrets(deployment, clusterName(deployment) ?? deployment.metadata.name, list, {
      onlyMissing: false,
      standard: strings.standard,
      user,
    });
  }

  /** A user whose password Secret is another version is told to Atlas again; ten seconds later its Secrets are written. */
  async #passUser(namespace: string, name: string): Promise<boolean> {
    const user = await this.#client.find<User>(users, namespace, name);
    const secretName = user?.spec?.passwordSecretRef?.name;
    if (user === undefined || secretName === undefined) return false;
    const password = await this.#client.find(secretResource, namespace, secretName);
    const version = password?.metadata.resourceVersion ?? '';
    const key = `${namespace}/${name}`;
    if (this.#passwords.get(key) !== version) {
      this.#passwords.set(key, version);
      return true;
    }
    const list = await this.#client.list<AtlasDeployment>(deploymentResource, namespace);
    for (const deployment of list.items) {
      const { projectRef, deploymentSpec } = deployment.spec ?? {};
      if (deploymentSpec === undefined || projectRef?.name !== user.spec?.projectRef?.name) continue;
      await this.#writeClusterSecrets(deployment, this.project(projectRef?.name).look(deployment), user.spec?.username);
    }
    return false;
  }

  /** @returns whether something is still in progress or went wrong */
  async #pass(namespace: string, name: string): Promise<boolean> {
    const deployment = await this.#client.find<AtlasDeployment>(deploymentResource, namespace, name);
    const spec = deployment?.spec?.serverlessSpec;
    if (deployment?.spec?.deploymentSpec !== undefined) return this.#passCluster(deployment);
    if (deployment === undefined || spec === undefined || this.#options.generation === 'v2.15') return false;
    const desired = spec.privateEndpoints ?? [];
    const old = this.#options.generation === 'v1.6';
    if (old) await this.#writeStatus(deploymentResource, deployment, { conditions: begun(deployment) });
    const names = desired.map((item) => item.name ?? '');
    const twice = names.find((label, index) => names.indexOf(label) !== index);
    if (!old && twice !== undefined) {
      const message = `serverless private endpoint should have a unique name: ${twice} is duplicated`;
      await this.#writeStatus(deploymentResource, deployment, { conditions: invalid(deployment, message) });
      return true;
    }
    const instanceName = clusterName(deployment) ?? name;
    const provider = spec.providerSettings?.backingProviderName;
    const instance = this.instance(
      instanceName,
      spec.providerSettings?.regionName,
      provider === 'AZURE' ? 'AZURE' : 'AWS',
    );
    // What Atlas said at the start of the pass is what is written at its end.
    const strings = instance.strings();
    // The users' own reconciling writes a Secret once; after that only the deployment's keeps it up to date.
    await this.#writeSecrets(deployment, instanceName, strings, { onlyMissing: old });
    const outcome =
      provider === 'GCP' ? onGcp(old, desired.length > 0) : (old ? reconcileOld : reconcileNew)(instance, desired);
    if (old && !outcome.again) await this.#writeSecrets(deployment, instanceName, strings, { onlyMissing: false });
    await this.#writeStatus(deploymentResource, deployment, {
      // An empty list is left out of what the operator writes.
      ...(outcome.entries === undefined
        ? {}
        : { serverlessPrivateEndpoints: outcome.entries.length === 0 ? null : outcome.entries }),
      conditions: conditionsOf(outcome, old ? undefined : deprecated),
      ...(outcome.again
        ? {}
        : {
            connectionStrings: {
              standardSrv: `mongodb+srv://${instanceName}.ab1cd.mongodb.net`,
              privateEndpoint: strings.length === 0 ? null : strings,
            },
          }),
    });
    return outcome.again;
  }

  async #writeStatus(of: Resource, object: KubeObject, status: Record<string, unknown>): Promise<void> {
    const { namespace = '', name, generation } = object.metadata;
    const stamped = new Date(this.#options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const conditions = (status['conditions'] as object[]).map((condition) => ({
      ...condition,
      lastTransitionTime: stamped,
    }));
    const stateName = of === deploymentResource ? { stateName: 'IDLE' } : {};
    await this.#send('PATCH', `${apiPath(of, namespace, name)}/status`, {
      status: { ...status, conditions, observedGeneration: generation, ...stateName },
    });
  }

  async #writeSecrets(
    deployment: AtlasDeployment,
    instance: string,
    strings: ReturnType<AtlasInstance['strings']>,
    options: {
      readonly onlyMissing: boolean;
      readonly standard?: string | undefined;
      readonly user?: string | undefined;
    },
  ): Promise<void> {
    const { namespace = '' } = deployment.metadata;
    const projectName = deployment.spec?.projectRef?.name ?? '';
    const project = await this.#client.find<Project>(projects, namespace, projectName);
    if (project === undefined) return;
    const list = await this.#client.list<User>(users, namespace);
    for (const { spec } of list.items.filter(
      (user) =>
        user.spec?.projectRef?.name === projectName &&
        (options.user === undefined || user.spec.username === options.user),
    )) {
      const password = await this.#client.find<KubeObject & { data?: Record<string, string> }>(
        secretResource,
        namespace,
        spec?.passwordSecretRef?.name ?? '',
      );
      const credentials = {
        username: spec?.username ?? '',
        password: Buffer.from(password?.data?.['password'] ?? '', 'base64').toString(),
      };
      const owner = { name: project.spec?.name ?? projectName, id: project.status?.id ?? '' };
      const secret = connectionSecret(
        this.#options.generation,
        owner,
        instance,
        namespace,
        strings,
        credentials,
        options.standard,
      );
      const secretName = (secret['metadata'] as { name: string }).name;
      const exists = await this.#client.find<KubeObject & { data?: object }>(secretResource, namespace, secretName);
      if (exists !== undefined && options.onlyMissing) continue;
      const path = apiPath(secretResource, namespace, exists === undefined ? undefined : secretName);
      // The data are overwritten as a whole: a merge patch takes a key away when it is null.
      const stale = Object.fromEntries(Object.keys(exists?.data ?? {}).map((key) => [key, null]));
      const data = { ...stale, ...(secret['data'] as object) };
      await this.#send(exists === undefined ? 'POST' : 'PATCH', path, { ...secret, data });
    }
  }

  async #send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<void> {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await this.#options.transport.send({ method, path, body, contentType });
    if (answer.status >= 300) throw new Error(`the API server answered ${answer.status}: ${answer.body}`);
  }
}
