import { sameId } from '../../core/cloud-endpoint.ts';
import { isLinked } from '../../core/endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { plan } from '../../core/plan/plan.ts';
import type { Observation, Performed, Runner } from '../../core/plan/reconcile.ts';
import type { Step, StepName } from '../../core/plan/step.ts';
import { attemptWrite } from '../../kube/write/attempt-write.ts';
import { notStored } from '../../kube/write/not-stored.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { ObjectCreation, SpecChange } from '../write.ts';
import { awaitAcceptable, awaitAccepted } from './cloud-waits.ts';
import { giveWay } from './give-way.ts';
import { observe, ownerOf } from './observe.ts';
import type { ConnectMemory, ConnectObserved, ConnectOptions } from './options.ts';
import { stepWrite } from './step-writes.ts';
import { throughGit } from './through-git.ts';
import { awaitEndpoint } from './waits.ts';

type At = Observation<ConnectObserved, Step, ConnectMemory>;
type Done = Promise<Performed<ConnectMemory>>;
type OnSeen = (seen: string) => void;

function isOneOf(ids: readonly string[], id: string): boolean {
  return ids.some((other) => sameId(other, id));
}

/** One endpoint of one source: how it is observed, and how each step of a plan is done through Kubernetes and the cloud. */
export class ConnectRunner implements Runner<ConnectObserved, Step, ConnectMemory> {
  readonly start: ConnectMemory;
  readonly #options: ConnectOptions;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.start = {
      id: options.goal.id,
      created: undefined,
      vanished: [],
      made: false,
      cloudAsked: false,
      linkedAsked: false,
    };
  }

  async look(memory: ConnectMemory, performed: readonly StepName[]): Promise<At> {
    const { goal } = this.#options;
    // What this run has removed must not be removed again, which a plan cannot know from what it observes. And the service that is
    // reserved afterwards is a new one that no cloud endpoint connects to yet, whatever id was named.
    const now = performed.includes('remove')
      ? { ...goal, recreate: false, replaces: undefined, id: undefined, attachment: undefined }
      : goal;
    const seen = await observe(this.#options, now, memory);
    const { object, endpoint } = seen.observed;
    // Whoever made another one in the same moment may have seen this one as little as this run saw that.
    if (memory.made && object !== undefined && !isLinked(endpoint)) await giveWay(this.#options, object);
    const steps = plan(seen.observed, now);
    if (!performed.includes('cloud-endpoint')) this.#tellExisting(seen.observed, steps);
    return { ...seen, steps };
  }

  #tellExisting({ cloud, linked }: ConnectObserved, steps: readonly Step[]): void {
    const step = steps.find(({ name }) => name === 'cloud-endpoint');
    const id = step?.name === 'cloud-endpoint' && step.done ? step.id : undefined;
    const shown = [linked?.endpoint, ...(cloud ?? [])];
    const found = id === undefined ? undefined : shown.find((each) => each !== undefined && sameId(each.id, id));
    if (found !== undefined) this.#options.onExisting(found);
  }

  perform(step: Step, at: At, onSeen: OnSeen): Done {
    const service = at.observed.endpoint?.service;
    switch (step.name) {
      case 'remove':
      case 'declare':
        return this.#write(step, at, onSeen);
      case 'link':
        // Whatever else changes the object in the meantime, this is the cloud endpoint that has the label.
        return this.#write(step, { ...at, memory: { ...at.memory, id: step.id } }, onSeen);
      case 'removed':
      case 'reserve':
        return this.#awaitEndpoint(at, { wait: step.name, id: undefined, service }, onSeen);
      case 'available':
        return this.#awaitAvailable(at, onSeen);
      case 'cloud-endpoint':
        return this.#create(at);
      case 'accept':
        return this.#awaitAcceptable(step.id ?? '', at, onSeen);
    }
  }

  async #awaitEndpoint({ memory }: At, expected: Parameters<typeof awaitEndpoint>[1], onSeen: OnSeen): Done {
    return { done: await awaitEndpoint(this.#options, expected, onSeen), memory };
  }

  /** Waits for Atlas, and for the cloud endpoint too if this run has queried the cloud before and the cloud reports acceptance. */
  async #awaitAvailable({ observed, memory }: At, onSeen: OnSeen): Done {
    const { declaredId: id, service } = observed.endpoint ?? {};
    const done = await awaitEndpoint(this.#options, { wait: 'available', id, service }, onSeen);
    const cloud = memory.cloudAsked ? await this.#options.cloud() : undefined;
    if (cloud?.acceptedState === undefined) return { done, memory };
    const watched = { cloud, id: id ?? '', service: service ?? '' };
    return { done: `${done}, ${await awaitAccepted(this.#options, watched, onSeen)}`, memory };
  }

  async #create({ observed, memory }: At): Done {
    const { object, endpoint, taken } = observed;
    const cloud = await this.#options.cloud();
    const others = (observed.cloud ?? []).filter(({ id, ours }) => ours && isOneOf(taken, id)).map(({ id }) => id);
    const owner = ownerOf(this.#options, object);
    const made = await cloud.create(owner, endpoint?.service ?? '', [...memory.vanished, ...others]);
    if (isOneOf(taken, made.id)) throw this.#linkedAlready(made.id);
    // It is ours, whatever the answer shows of its tags; and it counts as being made until the cloud shows it.
    const created = { ...made, ours: true, readiness: 'creating' as const };
    return { done: `created ${made.id} in ${made.place}`, memory: { ...memory, created, cloudAsked: true } };
  }

  /** The error for a cloud that makes no second endpoint for what it takes for the same owner. */
  #linkedAlready(id: string): UserError {
    const { reference } = this.#options.target;
    return new UserError(`the cloud endpoint ${id} is already linked to another endpoint of ${reference}`, {
      hint: "create another one with the cloud's own tools, then run the same command with its id in --id",
    });
  }

  async #awaitAcceptable(id: string, { observed, memory }: At, onSeen: OnSeen): Done {
    const cloud = await this.#options.cloud();
    const watched = { cloud, id, service: observed.endpoint?.service ?? '' };
    const ready = await awaitAcceptable(this.#options, watched, onSeen);
    if (ready === 'gone' || ready === 'invisible') {
      if (ready === 'invisible') await this.#abandon(id, memory);
      return { conflict: true, memory: { ...memory, created: undefined, vanished: [...memory.vanished, id] } };
    }
    const created = memory.created?.id === id ? { ...ready, ours: true } : memory.created;
    return { done: ready.state, memory: { ...memory, created } };
  }

  /** Gives an endpoint up that the cloud does not show. One of this run's own is deleted: it may exist all the same, and nothing uses it. */
  async #abandon(id: string, { created }: ConnectMemory): Promise<void> {
    const { warn, cloud } = this.#options;
    if (created === undefined || !sameId(created.id, id)) return warn(`${id} does not exist; continuing without it`);
    try {
      await (await cloud()).remove(id);
      warn(`${id}, which this command created, has not appeared in the cloud and is deleted; continuing without it`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(
        `${id}, which this command created, has not appeared in the cloud; continuing without it: delete it by hand if it appears later`,
      );
    }
  }

  #write(step: Step, at: At, onSeen: OnSeen): Done {
    const write = stepWrite({ step, ...at }, this.#options);
    if (write?.verb === 'patch') return this.#patch(at, write, onSeen);
    if (write?.verb === 'create') return this.#make(write, at, onSeen);
    throw new Error(`asked to ${step.name} before it is known what to write`);
  }

  /** Creates the object. If somebody else has done so in the meantime, it is observed again. */
  async #make({ manifest, isStored, otherwise }: ObjectCreation, { memory }: At, onSeen: OnSeen): Done {
    const { client, target, time, offer } = this.#options;
    if (offer !== undefined) {
      const change = { object: manifest, isNew: true, operations: () => [], isThere: isStored };
      return { done: await throughGit({ ...this.#options, offer }, change, onSeen), memory };
    }
    const made = await attemptWrite(() => client.create(target.source.resource, manifest, { signal: time.signal }));
    if (made === 'conflict') return { conflict: true, memory };
    if (!isStored(made)) throw notStored(made, otherwise);
    await giveWay(this.#options, made);
    return { done: `created ${target.reference}`, memory: { ...memory, made: true } };
  }

  async #patch({ observed: { object }, memory }: At, change: SpecChange, onSeen: OnSeen): Done {
    if (object === undefined) throw new Error('asked to change an object that does not exist');
    const { operations, isStored, done, otherwise } = change;
    const { client, target, time, offer } = this.#options;
    if (offer !== undefined) {
      const asked = { object, isNew: false, operations, isThere: (now: KubeObject) => isStored(now, object) };
      return { done: await throughGit({ ...this.#options, offer }, asked, onSeen), memory };
    }
    const write = (): Promise<KubeObject> =>
      client.patch(target.source.resource, object, operations(object), { signal: time.signal });
    const stored = await attemptWrite(write);
    if (stored === 'conflict') return { conflict: true, memory };
    if (!isStored(stored, object)) throw notStored(stored, otherwise);
    return { done, memory };
  }
}
