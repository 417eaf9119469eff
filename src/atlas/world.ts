import type { CloudEndpoint, Owner } from '../core/cloud-endpoint.ts';
import type { World } from '../core/apply.ts';
import { UserError } from '../core/errors.ts';
import { type Goal, type Observed, type Step, isReserved, needsCloud } from '../core/plan.ts';
import type { Time } from '../core/wait.ts';
import type { CloudProvider } from '../cloud/provider.ts';
import type { KubeClient } from '../kube/client.ts';
import { ApiError } from '../kube/errors.ts';
import type { KubeObject, PatchOperation } from '../kube/resource.ts';
import { type Target, readTarget } from './target.ts';
import { awaitAcceptable, awaitAccepted, awaitEndpoint } from './waits.ts';

export interface WorldOptions {
  readonly client: KubeClient;
  readonly target: Target;
  readonly label: string;
  readonly goal: Goal;
  readonly time: Time;
  readonly timeoutMs: number;
  /** The cloud account, opened at the first call: its SDK is slow to load. */
  readonly cloud: () => Promise<CloudProvider>;
  readonly placementHint: string;
  readonly accountFlags: string;
  /** The command that goes on after a timeout or an interruption. */
  readonly resume: string;
  /** Told when the cluster stops answering during a wait. */
  readonly onConnection: (text: string) => void;
}

/** What the answer is when a JSON patch's `test` fails (apimachinery pkg/api/errors/errors.go, NewGenericServerResponse for 422). */
const testFailed = 'the server rejected our request due to an error in our request';

/** One endpoint of one source: how it is observed and how each step of a plan is done, through Kubernetes and the cloud. */
export class EndpointWorld implements World {
  readonly #options: WorldOptions;
  #object: KubeObject | undefined;
  /** The account, once something was asked of it. */
  #opened: CloudProvider | undefined;
  /** What this run created: EC2 may not show it at once. */
  #created: CloudEndpoint | undefined;
  /** Ids that EC2 answered a creation with, but that never appeared. */
  readonly #vanished: string[] = [];

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  /** The object as it was last observed. */
  get object(): KubeObject {
    if (this.#object === undefined) throw new Error('the object is asked for before it was observed');
    return this.#object;
  }

  async observe(): Promise<Observed> {
    const { client, target, label, goal, time, placementHint, accountFlags } = this.#options;
    const object = await readTarget(client, target, time.signal);
    target.source.refuse(object);
    this.#object = object;
    const endpoint = target.source.endpoints(object).find((candidate) => candidate.label === label);
    const service = isReserved(endpoint) ? endpoint?.service : undefined;
    return {
      name: `endpoint "${label}" of ${target.reference}`,
      target: `${target.reference} -n ${target.namespace} --endpoint ${label}`,
      placementHint,
      accountFlags,
      endpoint,
      cloud:
        service !== undefined && needsCloud(endpoint, goal)
          ? await this.#look(service, endpoint?.declaredId)
          : undefined,
      relinkReason: target.source.relinkReason,
    };
  }

  async perform(
    step: Step,
    observed: Observed,
    onSeen: (seen: string) => void,
  ): Promise<{ readonly done: string } | 'conflict'> {
    const { target, label } = this.#options;
    switch (step.name) {
      case 'remove':
        return this.#patch(target.source.remove(this.object, label), 'removed from the spec');
      case 'declare':
        return this.#patch(target.source.declare(this.object, label), 'added to the spec');
      case 'link':
        return this.#patch(
          target.source.link(this.object, label, step.id ?? '', step.ip),
          `wrote ${step.id}${step.ip === undefined ? '' : ` and its address ${step.ip}`} into the spec`,
        );
      case 'removed':
      case 'reserve':
        return awaitEndpoint(step.name, observed.name, observed.endpoint?.service, this.#options, onSeen);
      case 'available': {
        const service = observed.endpoint?.service;
        const { done } = await awaitEndpoint('available', observed.name, service, this.#options, onSeen);
        const accepted = await this.#awaitAccepted(onSeen);
        return { done: accepted === undefined ? done : `${done}, ${accepted}` };
      }
      case 'cloud-endpoint':
        return this.#create(observed);
      case 'accept':
        return this.#awaitAcceptable(step.id ?? '', observed, onSeen);
    }
  }

  get #owner(): Owner {
    const { target, label } = this.#options;
    return { source: target.reference, namespace: target.namespace, uid: this.object.metadata.uid ?? '', label };
  }

  /** @param declaredId the id in the spec, whose address is still missing there */
  async #look(service: string, declaredId: string | undefined): Promise<readonly CloudEndpoint[]> {
    const { goal } = this.#options;
    const cloud = await this.#open();
    const wanted = declaredId ?? goal.id;
    if (wanted !== undefined) {
      const named = await cloud.get(wanted, service);
      return named === undefined ? [] : [named];
    }
    const found = await cloud.find(this.#owner, service);
    const created = this.#created;
    return created === undefined || found.some(({ id }) => id === created.id) ? found : [created, ...found];
  }

  async #create(observed: Observed): Promise<{ readonly done: string }> {
    const service = observed.endpoint?.service ?? '';
    const cloud = await this.#open();
    const made = await cloud.create(this.#owner, service, this.#vanished);
    // It is ours, whatever the answer shows of its tags; and it counts as being made until the cloud shows it.
    this.#created = { ...made, ours: true, readiness: 'creating' };
    return { done: `created ${made.id} in ${made.place}` };
  }

  async #awaitAcceptable(
    id: string,
    observed: Observed,
    onSeen: (seen: string) => void,
  ): Promise<{ readonly done: string } | 'conflict'> {
    const cloud = await this.#open();
    const ready = await awaitAcceptable(id, cloud, observed.endpoint?.service ?? '', this.#options, onSeen);
    if (ready === 'gone') {
      this.#vanished.push(id);
      this.#created = undefined;
      return 'conflict';
    }
    if (this.#created?.id === id) this.#created = { ...ready, ours: true };
    return { done: ready.state };
  }

  /** Looks at our side after Atlas has connected it: only where this run has looked at it before, and its cloud says more than Atlas. */
  async #awaitAccepted(onSeen: (seen: string) => void): Promise<string | undefined> {
    const [cloud, seen] = [this.#opened, this.object];
    const { target, label } = this.#options;
    if (cloud?.acceptedState === undefined) return undefined;
    const endpoint = target.source.endpoints(seen).find((candidate) => candidate.label === label);
    return awaitAccepted(endpoint?.declaredId ?? '', cloud, endpoint?.service ?? '', this.#options, onSeen);
  }

  async #open(): Promise<CloudProvider> {
    this.#opened = await this.#options.cloud();
    return this.#opened;
  }

  async #patch(operations: readonly PatchOperation[], done: string): Promise<{ readonly done: string } | 'conflict'> {
    const { client, target, time } = this.#options;
    try {
      this.#object = await client.patch(target.source.resource, this.object, operations, time.signal);
      return { done };
    } catch (error) {
      if (error instanceof ApiError && error.code === 409) return 'conflict';
      if (error instanceof ApiError && error.code === 422 && error.message.includes(testFailed)) return 'conflict';
      if (error instanceof ApiError && error.code === 422) {
        throw new UserError(error.message, {
          cause: error,
          hint: "nothing was changed; the cluster's rules for this kind refuse the edit",
        });
      }
      throw error;
    }
  }
}
