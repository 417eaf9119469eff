import type { CloudProvider } from '../../cloud/provider.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { type EndpointState, idOf } from '../../core/endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { type DeletionObserved, type DeletionStep, planDeletion } from '../../core/plan/plan-deletion.ts';
import type { Observation, Performed, Runner } from '../../core/plan/reconcile.ts';
import { type Verdict, poll, waitFor } from '../../core/wait.ts';
import { attemptWrite } from '../../kube/write/attempt-write.ts';
import { holds, notStored, specOf } from '../../kube/write/not-stored.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { isBehind, progressOf } from '../api/conditions.ts';
import { type ObjectWait, awaitObject } from '../object-wait.ts';
import type { EndpointToDelete } from './scope.ts';

export interface DisconnectOptions extends ObjectWait {
  readonly endpoint: EndpointToDelete;
  /** The cloud account; undefined where the cloud endpoints are kept. */
  readonly cloud: CloudProvider | undefined;
}

/** What the plan is made from, with the object that its steps change; undefined where it is gone. */
export interface DisconnectObserved extends DeletionObserved {
  readonly object: KubeObject | undefined;
}

/** A deletion has nothing to remember: all of it can be observed. */
type Nothing = undefined;
type At = Observation<DisconnectObserved, DeletionStep, Nothing>;
type Done = Promise<Performed<Nothing>>;
type OnSeen = (seen: string) => void;

/** One endpoint on its way back: how it is observed and how each step of its deletion is done. */
export class DisconnectRunner implements Runner<DisconnectObserved, DeletionStep, Nothing> {
  readonly start = undefined;
  readonly #options: DisconnectOptions;

  constructor(options: DisconnectOptions) {
    this.#options = options;
  }

  async look(memory: Nothing): Promise<At> {
    const { client, target, endpoint: going, cloud, time } = this.#options;
    const object = await client.find(target.source.resource, target.namespace, target.name, time.signal);
    const service = going.endpoint?.service ?? '';
    const found =
      cloud === undefined ? undefined : await Promise.all(going.cloud.map(({ id }) => cloud.get(id, service)));
    const observed: DisconnectObserved = {
      object,
      endpoint: this.#endpoint(object),
      // Of an object that is deleted itself nothing more is waited for here.
      behind: object !== undefined && object.metadata.deletionTimestamp === undefined && isBehind(object),
      stays: going.stays,
      cloud: found?.filter((each) => each !== undefined),
    };
    return { observed, steps: planDeletion(observed), memory };
  }

  async perform(step: DeletionStep, { observed, memory }: At, onSeen: OnSeen): Done {
    switch (step.name) {
      case 'remove':
        return this.#unlink(observed);
      case 'removed':
        return { done: await this.#awaitRelease(onSeen), memory };
      case 'cloud-delete':
        await this.#account.remove(step.id ?? '');
        return { done: step.id ?? '', memory };
      case 'cloud-gone':
        return { done: await this.#awaitGone(step.id ?? '', onSeen), memory };
    }
  }

  get #account(): CloudProvider {
    const { cloud } = this.#options;
    if (cloud === undefined) throw new Error('a cloud endpoint that is kept was to be deleted');
    return cloud;
  }

  #endpoint(object: KubeObject | undefined): EndpointState | undefined {
    const { target, endpoint: going } = this.#options;
    if (object === undefined) return undefined;
    const found = target.source.find(object, going.label, going.id);
    // A source that keeps no labels always has a place for one more.
    const empty = target.source.identity === 'cloud-endpoint' && idOf(found) === undefined;
    return empty ? undefined : found;
  }

  async #unlink({ object }: DisconnectObserved): Done {
    const { client, target, endpoint: going, time } = this.#options;
    if (object === undefined) return { conflict: true, memory: undefined };
    const operations = target.source.remove(object, going.label, going.id);
    const write = (): Promise<KubeObject> =>
      client.patch(target.source.resource, object, operations, { signal: time.signal });
    const stored = await attemptWrite(write);
    if (stored === 'conflict') return { conflict: true, memory: undefined };
    if (holds(specOf(stored), specOf(object))) throw notStored(stored, `${going.name} is still in its spec`);
    return { done: 'taken out of the spec', memory: undefined };
  }

  #awaitRelease(onSeen: OnSeen): Promise<string> {
    const what = `Atlas to let go of ${this.#options.endpoint.name}`;
    return awaitObject(this.#options, what, (object) => this.#judgeRelease(object), onSeen);
  }

  #judgeRelease(object: KubeObject | undefined): Verdict<string> {
    const { target, endpoint: going } = this.#options;
    if (object === undefined) return { done: `${target.reference} is gone` };
    const endpoint = this.#endpoint(object);
    const progress = target.source.progress(object);
    if (endpoint === undefined)
      return isBehind(object) ? { waiting: progress ?? 'the operator has not seen it yet' } : { done: 'gone' };
    if (endpoint.declared) {
      throw new UserError(`${going.name} was added to the spec again by somebody else`, {
        hint: 'if the manifest is kept in git and applied by a controller, take the endpoint out there first',
      });
    }
    const { failedHint } = target.source;
    if (endpoint.phase === 'Failed' && failedHint !== undefined) {
      throw new UserError(`${going.name} stays in Atlas: ${endpoint.error ?? 'it has failed'}`, { hint: failedHint });
    }
    return { waiting: [endpoint.state, progress].filter((part) => part !== undefined).join('; ') };
  }

  #awaitGone(id: string, onSeen: OnSeen): Promise<string> {
    const { endpoint: going, time, timeoutMs, resume } = this.#options;
    const cloud = this.#account;
    const service = going.endpoint?.service ?? '';
    return waitFor<CloudEndpoint | undefined, string>(time, {
      what: `the cloud endpoint ${id} to be gone`,
      timeoutMs,
      hint: resume,
      // A deletion that fails is thrown by the look itself.
      observe: (signal) => poll(time, cloud.pollMs, signal, () => cloud.get(id, service)),
      judge: (endpoint) => (endpoint === undefined ? { done: id } : { waiting: endpoint.state }),
      onChange: onSeen,
    });
  }
}

/** The operator's finalizer keeps a deleted object until it has done what it does about it in Atlas. */
export async function awaitObjectGone(
  object: KubeObject,
  options: ObjectWait,
  onSeen: (seen: string) => void,
): Promise<void> {
  const judgeObject = (seen: KubeObject | undefined): Verdict<true> =>
    seen === undefined || seen.metadata.uid !== object.metadata.uid
      ? { done: true }
      : { waiting: progressOf(seen, new Set()) ?? 'the operator has not let go of it yet' };
  await awaitObject(options, `${options.target.reference} to be gone`, judgeObject, onSeen);
}
