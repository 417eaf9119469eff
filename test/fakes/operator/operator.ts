import type { AtlasDeployment } from '../../../src/atlas/deployment.ts';
import { clusterName, deploymentResource } from '../../../src/atlas/deployment.ts';
import { KubeClient } from '../../../src/kube/client.ts';
import { type KubeObject, type Resource, apiPath, secretResource } from '../../../src/kube/resource.ts';
import type { Transport } from '../../../src/kube/transport.ts';
import type { Clock } from '../../harness/clock.ts';
import { AtlasInstance } from './atlas.ts';
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
 * The operator and the Atlas behind it, as far as serverless private endpoints go. It reads and writes objects over HTTP as the
 * real one does; what tells it that an object changed is a call, so that tests may break every watch without stopping it.
 */
export class FakeOperator {
  readonly instances = new Map<string, AtlasInstance>();
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

  constructor(options: FakeOperatorOptions) {
    this.#options = options;
    this.#client = new KubeClient(options.transport);
  }

  /** Tells it that a deployment was created or its spec changed. */
  changed(namespace: string, name: string): void {
    this.#after(this.#options.reactMs ?? 0, namespace, name);
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
    return [...this.instances.values()].some((instance) => instance.accepts(id));
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
  #after(ms: number, namespace: string, name: string): void {
    const key = `${namespace}/${name}`;
    this.#due.get(key)?.abort();
    const due = new AbortController();
    this.#due.set(key, due);
    const start = (): void => {
      due.abort();
      this.#reactions.delete(key);
      this.#enqueue(namespace, name);
    };
    this.#reactions.delete(key);
    if (ms === 0) return start();
    // A poll is due when it is due; only what reacts to a change may be hurried.
    if (ms === this.#options.reactMs) this.#reactions.set(key, start);
    this.#options.clock.sleep(ms, AbortSignal.any([due.signal, this.#stop.signal])).then(start, () => undefined);
  }

  #enqueue(namespace: string, name: string): void {
    if (this.paused || this.#stop.signal.aborted || this.#options.generation === 'v2.15') return;
    const poll = (): void => this.#after(this.#options.pollMs ?? 10_000, namespace, name);
    this.#pending += 1;
    this.#queue = this.#queue
      .then(() => this.#pass(namespace, name))
      .then((again) => (again ? poll() : undefined))
      .catch((error: unknown) => {
        this.#options.onFailure?.(error);
        poll();
      })
      .finally(() => (this.#pending -= 1));
  }

  /** @returns whether something is still in progress or went wrong */
  async #pass(namespace: string, name: string): Promise<boolean> {
    const deployment = await this.#client.find<AtlasDeployment>(deploymentResource, namespace, name);
    const spec = deployment?.spec?.serverlessSpec;
    if (deployment === undefined || spec === undefined) return false;
    const desired = spec.privateEndpoints ?? [];
    const old = this.#options.generation === 'v1.6';
    if (old) await this.#writeStatus(deployment, { conditions: begun(deployment) });
    const names = desired.map((item) => item.name ?? '');
    const twice = names.find((label, index) => names.indexOf(label) !== index);
    if (!old && twice !== undefined) {
      const message = `serverless private endpoint should have a unique name: ${twice} is duplicated`;
      await this.#writeStatus(deployment, { conditions: invalid(message) });
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
    await this.#writeStatus(deployment, {
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

  async #writeStatus(deployment: AtlasDeployment, status: Record<string, unknown>): Promise<void> {
    const { namespace = '', name, generation } = deployment.metadata;
    const stamped = new Date(this.#options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const conditions = (status['conditions'] as object[]).map((condition) => ({
      ...condition,
      lastTransitionTime: stamped,
    }));
    await this.#send('PATCH', `${apiPath(deploymentResource, namespace, name)}/status`, {
      status: { ...status, conditions, observedGeneration: generation, stateName: 'IDLE' },
    });
  }

  async #writeSecrets(
    deployment: AtlasDeployment,
    instance: string,
    strings: ReturnType<AtlasInstance['strings']>,
    options: { readonly onlyMissing: boolean },
  ): Promise<void> {
    const { namespace = '' } = deployment.metadata;
    const projectName = deployment.spec?.projectRef?.name ?? '';
    const project = await this.#client.find<Project>(projects, namespace, projectName);
    if (project === undefined) return;
    const list = await this.#client.list<User>(users, namespace);
    for (const { spec } of list.items.filter((user) => user.spec?.projectRef?.name === projectName)) {
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
      const secret = connectionSecret(this.#options.generation, owner, instance, namespace, strings, credentials);
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
