import { KubeClient } from '../../../src/kube/client.ts';
import type { Transport } from '../../../src/kube/http/transport.ts';
import type { Clock } from '../../harness/clock.ts';
import type { EndpointServices } from '../atlas/endpoint-services.ts';
import { AtlasInstance } from './atlas.ts';
import { DedicatedProject } from './clusters.ts';
import { passPrivateEndpoint, passUser } from './dedicated-passes.ts';
import { passDeployment } from './deployment-pass.ts';
import type { Generation } from './generation.ts';
import type { Pass, Place } from './pass.ts';
import { passProject } from './project-pass.ts';
import { Writes } from './writes.ts';

export interface FakeOperatorOptions {
  readonly generation: Generation;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Milliseconds between two passes while something is in progress; 10 s in the real one. */
  readonly pollMs?: number;
  /**
   * How many objects it looks at at the same time; one when left out. The real one has 5 workers for each kind, from 2.12.0 on as
   * MDB_MAX_CONCURRENT_RECONCILES says.
   */
  readonly workers?: number;
  /** Milliseconds until it looks at what changed; none when left out. */
  readonly reactMs?: number;
  /** Told of each endpoint service that Atlas makes. */
  readonly onService?: (name: string) => void;
  /** Asked for each forwarding rule on Google Cloud that Atlas is told of; every one is taken to be there when it is left out. */
  readonly findRule?: EndpointServices['findRule'];
  /** Told of a pass that failed; it is tried again like any other. */
  readonly onFailure?: (error: unknown) => void;
}

/** The kinds that it reconciles. */
export type Reconciled = 'atlasprojects' | 'atlasdeployments' | 'atlasprivateendpoints' | 'atlasdatabaseusers';

interface Request {
  readonly plural: Reconciled;
  readonly namespace: string;
  readonly name: string;
}

/** What is done for each kind. */
const passes = {
  atlasprojects: passProject,
  atlasdeployments: passDeployment,
  atlasprivateendpoints: passPrivateEndpoint,
  atlasdatabaseusers: passUser,
} satisfies Record<Reconciled, Pass>;

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
  readonly #place: Place;
  readonly #stop = new AbortController();
  /** The next pass of each deployment. */
  readonly #due = new Map<string, AbortController>();
  /** The passes that are due because something changed. */
  readonly #reactions = new Map<string, () => void>();
  /** What each worker is doing; an object always has the same one. */
  readonly #workers: Promise<void>[];
  #pending = 0;

  constructor(options: FakeOperatorOptions) {
    this.#options = options;
    const { transport, clock, generation, workers = 1 } = options;
    this.#workers = Array.from({ length: workers }, () => Promise.resolve());
    this.#place = {
      client: new KubeClient(transport),
      writes: new Writes(transport, clock, generation),
      generation,
      passwords: new Map(),
      project: (name) => this.project(name),
      instance: (...of) => this.instance(...of),
    };
  }

  /** Tells it that an object was created or its spec changed; a deployment unless another kind is named. */
  changed(namespace: string, name: string, plural: Reconciled = 'atlasdeployments'): void {
    this.#after(this.#options.reactMs ?? 0, { plural, namespace, name });
  }

  /** The dedicated side of the project that AtlasProjects and AtlasPrivateEndpoints refer to by this name or id. */
  project(name = 'shop'): DedicatedProject {
    const known =
      this.projects.get(name) ?? new DedicatedProject(name, (service) => this.#options.onService?.(service));
    known.services.findRule = this.#options.findRule;
    this.projects.set(name, known);
    return known;
  }

  /** Whether nothing is being reconciled at this moment. */
  idle(): boolean {
    return this.#pending === 0;
  }

  /** Resolves when nothing is being reconciled at this moment. */
  async quiet(): Promise<void> {
    while (!this.idle()) await Promise.all(this.#workers);
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

  /** Whether Atlas has been told of this forwarding rule: what Google Cloud learns from it. */
  acceptsRule({
    project,
    name,
    target,
  }: {
    readonly project: string;
    readonly name: string;
    readonly target: string;
  }): boolean {
    return [...this.projects.values()].some(({ services }) => services.acceptsRule(project, name, target));
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
    const characters = Array.from(request.name, (character) => character.codePointAt(0) ?? 0);
    const worker = characters.reduce((sum, code) => (sum * 31 + code) % 1_000_003, 0) % this.#workers.length;
    this.#workers[worker] = (this.#workers[worker] ?? Promise.resolve())
      .then(() => passes[request.plural](this.#place, request.namespace, request.name))
      .then((again) => (again ? poll() : undefined))
      .catch((error: unknown) => {
        this.#options.onFailure?.(error);
        poll();
      })
      .finally(() => (this.#pending -= 1));
  }
}
