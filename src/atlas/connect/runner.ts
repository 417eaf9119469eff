import type { CloudEndpoint, Owner } from '../../core/cloud-endpoint.ts';
import type { World } from '../../core/reconcile.ts';
import { UserError } from '../../core/errors.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { type Step, type StepName, isReserved, needsCloud, plan } from '../../core/plan.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import { ApiError } from '../../kube/errors.ts';
import { type KubeObject, type PatchOperation } from '../../kube/resource.ts';
import { readTarget } from '../sources/lookup.ts';
import { awaitAcceptable, awaitAccepted, awaitEndpoint } from './waits.ts';
import type { Goal, Observed } from '../../core/observed.ts';
import type { WorldOptions } from './options.ts';

/** What the answer is when a JSON patch's `test` fails (apimachinery pkg/api/errors/errors.go, NewGenericServerResponse for 422). */
const testFailed = 'the server rejected our request due to an error in our request';

/** One endpoint of one source: how it is observed and how each step of a plan is done, through Kubernetes and the cloud. */
export class EndpointWorld implements World<Observed, Step> {
  readonly #options: WorldOptions;
  #object: KubeObject | undefined;
  /** The account, once something was asked of it. */
  #opened: CloudProvider | undefined;
  /** The cloud endpoint that bears the label, once it is known. */
  #id: string | undefined;
  /** What this run created: EC2 may not show it at once. */
  #created: CloudEndpoint | undefined;
  /** Ids that EC2 answered a creation with, but that never appeared. */
  readonly #vanished: string[] = [];

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#id = options.goal.id;
  }

  /** The object as it was last observed. */
  get object(): KubeObject {
    if (this.#object === undefined) throw new Error('the object is asked for before it was observed');
    return this.#object;
  }

  async look(
    performed: readonly StepName[],
  ): Promise<{ readonly observed: Observed; readonly steps: readonly Step[] }> {
    const { goal } = this.#options;
    // What was removed in this run is not removed again: a plan only knows what it sees. And the service that is reserved after
    // that is a new one, to which no cloud endpoint connects yet, whatever id was named.
    const now = performed.includes('remove')
      ? { ...goal, recreate: false, id: undefined, attachment: undefined }
      : goal;
    const observed = await this.#observe(now);
    return { observed, steps: plan(observed, now) };
  }

  async #observe(goal: Goal): Promise<Observed> {
    const { target, label, placementHint, accountFlags, describeAttachment } = this.#options;
    const object = await this.#read();
    this.#object = object;
    const endpoint = object === undefined ? undefined : await this.#find(object, goal);
    const service = isReserved(endpoint) ? endpoint?.service : undefined;
    const all = object === undefined ? [] : target.source.endpoints(object);
    const others = all.flatMap(({ declaredId }) => (declaredId === undefined ? [] : [declaredId]));
    return {
      name: `endpoint "${label}" of ${target.reference}`,
      target: `${target.reference} -n ${target.namespace} --endpoint ${this.#spoken(endpoint)}`,
      placementHint,
      accountFlags,
      describeAttachment,
      endpoint,
      cloud:
        service !== undefined && needsCloud(endpoint, goal)
          ? await this.#look(service, endpoint?.declaredId ?? goal.id)
          : undefined,
      owner: this.#owner,
      taken: others.filter((id) => !sameId(id, endpoint?.declaredId ?? '')),
      relinkReason: target.source.relinkReason,
      failedHint: target.source.failedHint,
    };
  }

  /** How a later command names the endpoint: by its id, where only the cloud knows its label. */
  #spoken(endpoint: EndpointState | undefined): string {
    const { target, label } = this.#options;
    return target.source.unlinked === undefined ? label : (endpoint?.declaredId ?? label);
  }

  async #read(): Promise<KubeObject | undefined> {
    const { client, target, manifest, time } = this.#options;
    const object =
      manifest === undefined
        ? await readTarget(client, target, time.signal)
        : await client.find(target.source.resource, target.namespace, target.name, time.signal);
    if (object !== undefined) target.source.refuse(object);
    return object;
  }

  /** The endpoint of the label. A source that keeps no labels has them in the tags of the cloud endpoints. */
  async #find(object: KubeObject, goal: Goal): Promise<EndpointState | undefined> {
    const { target, label } = this.#options;
    const { source } = target;
    const found = source.find(object, label, this.#id) ?? source.unlinked?.(object, label);
    if (found === undefined || found.declaredId !== undefined || source.unlinked === undefined) return found;
    const service = isReserved(found) ? found.service : undefined;
    const ids = source.endpoints(object).flatMap(({ declaredId }) => (declaredId === undefined ? [] : [declaredId]));
    if (service === undefined || ids.length === 0 || this.#id !== undefined || !needsCloud(found, goal)) return found;
    const tagged = (await (await this.#open()).find(this.#owner, service)).find(
      ({ id, ours }) => ours && ids.some((declared) => sameId(declared, id)),
    );
    return tagged === undefined ? found : source.find(object, label, tagged.id);
  }

  async perform(
    step: Step,
    observed: Observed,
    onSeen: (seen: string) => void,
  ): Promise<{ readonly done: string } | 'conflict'> {
    const { target, label } = this.#options;
    switch (step.name) {
      case 'remove':
        return this.#patch(
          target.source.remove(this.object, label, observed.endpoint?.declaredId),
          'removed from the spec',
        );
      case 'declare':
        return this.#object === undefined
          ? this.#make()
          : this.#patch(target.source.declare(this.object, label), 'added to the spec');
      case 'link': {
        // Whoever else changes the object meanwhile: this is the one that bears the label.
        this.#id = step.id;
        const { attachment } = step;
        if (attachment === undefined) throw new Error('an endpoint was to be linked of which not everything is known');
        const beside = this.#options.describeAttachment(attachment);
        return this.#patch(
          target.source.link(this.object, label, attachment),
          `wrote ${step.id}${beside === undefined ? '' : ` and its ${beside.short} ${beside.value}`} into the spec`,
        );
      }
      case 'removed':
      case 'reserve':
        return awaitEndpoint(
          step.name,
          observed.name,
          { id: undefined, service: observed.endpoint?.service },
          this.#options,
          onSeen,
        );
      case 'available': {
        const expected = { id: observed.endpoint?.declaredId, service: observed.endpoint?.service };
        const { done } = await awaitEndpoint('available', observed.name, expected, this.#options, onSeen);
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
    return { source: target.reference, namespace: target.namespace, uid: this.#object?.metadata.uid ?? '', label };
  }

  /** @param wanted the id that is meant: the one in the spec, whose address is still missing there, or the one that was named */
  async #look(service: string, wanted: string | undefined): Promise<readonly CloudEndpoint[]> {
    const cloud = await this.#open();
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
    const endpoint = target.source.find(seen, label, this.#id);
    return awaitAccepted(endpoint?.declaredId ?? '', cloud, endpoint?.service ?? '', this.#options, onSeen);
  }

  async #open(): Promise<CloudProvider> {
    this.#opened = await this.#options.cloud();
    return this.#opened;
  }

  /** Creates the object. Somebody else may have done so in the meantime: that is looked at anew. */
  async #make(): Promise<{ readonly done: string } | 'conflict'> {
    const { client, target, manifest, time } = this.#options;
    if (manifest === undefined) throw new Error('asked to make an object without a manifest');
    try {
      this.#object = await client.create(target.source.resource, manifest, time.signal);
      return { done: `created ${target.reference}` };
    } catch (error) {
      if (error instanceof ApiError && error.code === 409) return 'conflict';
      throw error;
    }
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
