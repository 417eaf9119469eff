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
import type { Target } from '../sources/lookup.ts';
import type { SpecChange } from '../write.ts';
import type { EndpointToDelete } from './scope.ts';

export interface DisconnectOptions extends ObjectWait {
  readonly endpoint: EndpointToDelete;
  /** The cloud account; undefined if the cloud endpoints are kept. */
  readonly cloud: CloudProvider | undefined;
}

/** What the plan is based on, with the object that its steps change; undefined if it is gone. */
export interface DisconnectObserved extends DeletionObserved {
  readonly object: KubeObject | undefined;
}

/** A deletion remembers nothing: all of it can be observed. */
type Nothing = undefined;
type At = Observation<DisconnectObserved, DeletionStep, Nothing>;
type Done = Promise<Performed<Nothing>>;
type OnSeen = (seen: string) => void;

/** The change that takes an endpoint out of the spec. */
export function unlinking({ source }: Target, { name, label, id }: EndpointToDelete): SpecChange {
  return {
    verb: 'patch',
    done: 'removed from the spec',
    operations: (object) => source.remove(object, label, id),
    isStored: (stored, object) => !holds(specOf(stored), specOf(object)),
    otherwise: `${name} is still in its spec`,
    removes: true,
  };
}

/** One endpoint that is being deleted: how it is observed, and how each step of its deletion is performed. */
export class DisconnectRunner implements Runner<DisconnectObserved, DeletionStep, Nothing> {
  readonly start = undefined;
  readonly #options: DisconnectOptions;

  constructor(options: DisconnectOptions) {
    this.#options = options;
  }

  async look(memory: Nothing): Promise<At> {
    const { client, target, endpoint: deleted, cloud, time } = this.#options;
    const object = await client.find(target.source.resource, target.namespace, target.name, time.signal);
    const service = deleted.endpoint?.service ?? '';
    const found =
      cloud === undefined ? undefined : await Promise.all(deleted.cloud.map(({ id }) => cloud.get(id, service)));
    const observed: DisconnectObserved = {
      object,
      endpoint: this.#endpoint(object),
      // If the object itself is being deleted, there is nothing more to wait for here.
      behind: object !== undefined && object.metadata.deletionTimestamp === undefined && isBehind(object),
      stays: deleted.stays,
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
    if (cloud === undefined) throw new Error('asked to delete a cloud endpoint that is kept');
    return cloud;
  }

  #endpoint(object: KubeObject | undefined): EndpointState | undefined {
    const { target, endpoint: deleted } = this.#options;
    if (object === undefined) return undefined;
    const found = target.source.find(object, deleted.label, deleted.id);
    // A source that keeps no labels always has room for another endpoint.
    const empty = target.source.identity === 'cloud-endpoint' && idOf(found) === undefined;
    return empty ? undefined : found;
  }

  async #unlink({ object }: DisconnectObserved): Done {
    const { client, target, endpoint: deleted, time } = this.#options;
    if (object === undefined) return { conflict: true, memory: undefined };
    const { operations, isStored, otherwise, done } = unlinking(target, deleted);
    const write = (): Promise<KubeObject> =>
      client.patch(target.source.resource, object, operations(object), { signal: time.signal });
    const stored = await attemptWrite(write);
    if (stored === 'conflict') return { conflict: true, memory: undefined };
    if (!isStored(stored, object)) throw notStored(stored, otherwise);
    return { done, memory: undefined };
  }

  #awaitRelease(onSeen: OnSeen): Promise<string> {
    const what = `Atlas to release ${this.#options.endpoint.name}`;
    return awaitObject(this.#options, what, (object) => this.#judgeRelease(object), onSeen);
  }

  #judgeRelease(object: KubeObject | undefined): Verdict<string> {
    const { target, endpoint: deleted } = this.#options;
    if (object === undefined) return { done: `${target.reference} is gone` };
    const endpoint = this.#endpoint(object);
    const progress = target.source.progress(object);
    if (endpoint === undefined)
      return isBehind(object)
        ? { waiting: progress ?? 'the operator has not processed the change yet' }
        : { done: 'Atlas has released it' };
    if (endpoint.declared) {
      throw new UserError(`${deleted.name} was added to the spec again by someone else`, {
        hint: 'if a GitOps controller applies the manifest, remove the endpoint in Git first',
      });
    }
    const { failedHint } = target.source;
    if (endpoint.phase === 'Failed' && failedHint !== undefined) {
      throw new UserError(`${deleted.name} stays in Atlas: ${endpoint.error ?? 'it has failed'}`, { hint: failedHint });
    }
    const parts = [endpoint.state, progress, this.#heldUpBy(object)];
    return { waiting: parts.filter((part) => part !== undefined).join('; ') };
  }

  /**
   * What is said of another endpoint that has failed. The operator goes through an object's endpoints in a random order and ends its pass
   * at a failed one, so that it may take many passes until it comes to this one first (v2.15.0:internal/controller/atlasprivateendpoint/
   * privateendpoint.go, handlePrivateEndpointInterface).
   */
  #heldUpBy(object: KubeObject): string | undefined {
    const { target, endpoint: deleted } = this.#options;
    if (target.source.failedHint === undefined || isBehind(object)) return undefined;
    const failed = target.source.endpoints(object).find((each) => each.phase === 'Failed' && idOf(each) !== deleted.id);
    return failed === undefined
      ? undefined
      : `the operator may stop at ${idOf(failed) ?? failed.label}, which has failed, before it reaches this one; if so, remove the failed one in Atlas`;
  }

  #awaitGone(id: string, onSeen: OnSeen): Promise<string> {
    const { endpoint: deleted, time, timeoutMs, resume } = this.#options;
    const cloud = this.#account;
    const service = deleted.endpoint?.service ?? '';
    return waitFor<CloudEndpoint | undefined, string>(time, {
      what: `the cloud endpoint ${id} to be gone`,
      timeoutMs,
      hint: resume,
      // If the deletion fails, `get` throws.
      observe: (signal) => poll(time, cloud.pollMs, signal, () => cloud.get(id, service)),
      judge: (endpoint) => (endpoint === undefined ? { done: id } : { waiting: endpoint.state }),
      onChange: onSeen,
    });
  }
}

/** Waits until a deleted object is gone: the operator's finalizer keeps it until the operator has finished its work in Atlas. */
export async function awaitObjectGone(
  object: KubeObject,
  options: ObjectWait,
  onSeen: (seen: string) => void,
): Promise<void> {
  const judgeObject = (seen: KubeObject | undefined): Verdict<true> =>
    seen === undefined || seen.metadata.uid !== object.metadata.uid
      ? { done: true }
      : { waiting: progressOf(seen, new Set()) ?? 'the operator has not removed its finalizer yet' };
  await awaitObject(options, `${options.target.reference} to be gone`, judgeObject, onSeen);
}
