import type { AnyStep } from './reconcile.ts';
import { type Attachment, type AttachmentWords, sameAttachment, sameId } from './cloud-endpoint.ts';
import { UserError } from './errors.ts';
import type { EndpointState } from './endpoint.ts';
import { chooseCloudEndpoint } from './choose-cloud-endpoint.ts';
import type { Goal, Observed } from './observed.ts';

/** The steps from nothing to a usable endpoint, in their order. */
export type StepName =
  'remove' | 'removed' | 'declare' | 'reserve' | 'cloud-endpoint' | 'accept' | 'link' | 'available';

/** One step of a plan. */
export interface Step extends AnyStep<StepName> {
  /** The cloud endpoint that the step is about. */
  readonly id?: string;
  /** What Atlas has to be told of it, once that is known. */
  readonly attachment?: Attachment;
}

/** Whether the plan for this endpoint depends on what the cloud shows: if not, the cloud is not asked and needs no credentials. */
export function needsCloud(endpoint: EndpointState | undefined, goal: Goal): boolean {
  if (goal.until === 'reserved' || goal.unseen || !isReserved(endpoint)) return false;
  return !isLinked(endpoint);
}

/** The spec says all that Atlas has to know. An id alone may be half of it: operators from 2.2.1 on wait for the rest. */
function isLinked(endpoint: EndpointState | undefined): boolean {
  if (endpoint?.declaredId === undefined) return false;
  return endpoint.attachment !== undefined || endpoint.phase === 'Available';
}

/** The service is there to be connected to. */
export function isReserved(endpoint: EndpointState | undefined): boolean {
  const { phase, service } = endpoint ?? {};
  return service !== undefined && (phase === 'Reserved' || phase === 'Linking' || phase === 'Available');
}

/**
 * The steps to the goal, given what is observed. Pure: planning again after each step is how a run goes on after an
 * interruption, a conflict, or a change that somebody else made.
 * @throws UserError where no step can lead there, or only one that destroys something
 */
export function plan(observed: Observed, goal: Goal): readonly Step[] {
  const { endpoint } = observed;
  const obstacle = endpoint === undefined ? undefined : obstacleTo(observed, endpoint, goal);
  if (obstacle !== undefined && (!goal.recreate || observed.failedHint !== undefined)) throw obstacle;
  const steps: Step[] = [];
  const leftover = endpoint !== undefined && !endpoint.declared;
  if (obstacle !== undefined)
    steps.push({ name: 'remove', done: false, detail: `take it out of the spec: ${obstacle.message}` });
  if (obstacle !== undefined || leftover) {
    steps.push({ name: 'removed', done: false, detail: 'wait until Atlas has let go of it' });
  }
  const fresh = obstacle === undefined && !leftover ? endpoint : undefined;
  steps.push({
    name: 'declare',
    done: fresh !== undefined,
    detail: fresh === undefined ? 'add it to the spec' : 'in the spec',
  });
  const reserved = isReserved(fresh);
  steps.push({
    name: 'reserve',
    done: reserved,
    detail: reserved ? (fresh?.service ?? '') : 'wait for the endpoint service',
  });
  if (goal.until === 'reserved') return steps;
  const known = reserved ? fresh : undefined;
  steps.push(...cloudSteps(observed, known, goal));
  if (goal.until === 'available') steps.push(...linkSteps(observed, known, goal));
  return steps;
}

/** What stands in the way and can only be removed by making the endpoint anew. */
function obstacleTo(observed: Observed, endpoint: EndpointState, goal: Goal): UserError | undefined {
  const { name, relinkReason } = observed;
  if (!endpoint.declared) return undefined;
  if (endpoint.phase === 'Failed') {
    return new UserError(`${name} has failed: ${endpoint.error ?? 'no error message was given'}`, {
      hint:
        observed.failedHint ??
        'mend the cause, then run the same command with --recreate: it removes the endpoint and reserves a new service, which has another name',
    });
  }
  if (goal.until !== 'available') return undefined;
  const { declaredId, linkedId } = endpoint;
  if (declaredId !== undefined && goal.id !== undefined && !sameId(declaredId, goal.id)) {
    return new UserError(
      `${name} already has the id ${declaredId}, and changing it to ${goal.id} is refused: ${relinkReason}`,
      {
        hint: 'leave --id out to keep the endpoint; with --recreate it is removed and a new service, with another name, is reserved, which needs a new cloud endpoint',
      },
    );
  }
  const edit = differenceOf(endpoint.attachment, observed, goal);
  if (edit !== undefined) {
    const { has, asked } = edit;
    return new UserError(
      `${name} already has the ${has.name} ${has.value}, and changing it to ${asked.value} alone is refused: the operator knows an endpoint by its id and ignores the new ${has.short}`,
      { hint: `leave ${has.flag} out to keep the endpoint; ${has.constancy}` },
    );
  }
  const strayed = declaredId !== undefined && linkedId !== undefined && !sameId(declaredId, linkedId);
  if (strayed && endpoint.phase === 'Available') {
    return new UserError(
      `the spec of ${name} says ${declaredId}, but Atlas is connected to ${linkedId}: the operator ignored the change`,
      {
        hint: `put ${linkedId} back with kubectl edit, or run with --recreate, which reserves a new service under another name`,
      },
    );
  }
  return undefined;
}

/** What an attachment has beside the id, and what the person says it has, where these are not the same. */
function differenceOf(
  attachment: Attachment | undefined,
  { describeAttachment }: Observed,
  { attachment: named }: Goal,
): { readonly has: AttachmentWords; readonly asked: AttachmentWords } | undefined {
  if (attachment === undefined || named === undefined || sameAttachment(attachment, named)) return undefined;
  const [has, asked] = [describeAttachment(attachment), describeAttachment(named)];
  return has === undefined || asked === undefined ? undefined : { has, asked };
}

/** What a step is about. */
function about(id: string, attachment: Attachment | undefined): Pick<Step, 'id' | 'attachment'> {
  return { id, ...(attachment === undefined ? {} : { attachment }) };
}

function cloudSteps(observed: Observed, endpoint: EndpointState | undefined, goal: Goal): Step[] {
  const later: Step[] = [
    { name: 'cloud-endpoint', done: false, detail: goal.place === undefined ? 'find it' : 'create it' },
    { name: 'accept', done: false, detail: 'wait until it can be linked' },
  ];
  if (endpoint === undefined) return later;
  const { declaredId } = endpoint;
  if (declaredId !== undefined && isLinked(endpoint)) {
    return [{ name: 'cloud-endpoint', done: true, detail: declaredId, id: declaredId }];
  }
  if (goal.unseen && goal.id !== undefined) {
    const id = about(goal.id, goal.attachment);
    return [{ name: 'cloud-endpoint', done: true, detail: `${goal.id} is not looked at`, ...id }];
  }
  const chosen = chooseCloudEndpoint(observed, endpoint.service ?? '', { ...goal, id: declaredId ?? goal.id });
  if (chosen === undefined) return later;
  const mismatch = differenceOf(chosen.attachment, observed, goal);
  if (mismatch !== undefined) {
    const { has, asked } = mismatch;
    throw new UserError(`${chosen.id} has the ${has.name} ${has.value}, not ${asked.value}`, {
      hint: `leave ${has.flag} out: it is read from the endpoint`,
    });
  }
  const ready = chosen.readiness === 'ready' || chosen.readiness === 'connected';
  const id = about(chosen.id, chosen.attachment);
  return [
    { name: 'cloud-endpoint', done: true, detail: `${chosen.id} in ${chosen.place}`, ...id },
    { name: 'accept', done: ready, detail: chosen.state, ...id },
  ];
}

function linkSteps(observed: Observed, endpoint: EndpointState | undefined, goal: Goal): Step[] {
  const linked = isLinked(endpoint);
  const found = endpoint === undefined || linked ? undefined : cloudSteps(observed, endpoint, goal)[0];
  const id = linked ? endpoint?.declaredId : found?.id;
  const available = linked && endpoint?.phase === 'Available';
  return [
    {
      name: 'link',
      done: linked,
      detail: linked ? `${endpoint?.declaredId} is in the spec` : 'write its id into the spec',
      ...(id === undefined ? {} : { id }),
      ...(found?.attachment === undefined ? {} : { attachment: found.attachment }),
    },
    {
      name: 'available',
      done: available,
      detail: available ? (endpoint?.state ?? '') : 'wait for Atlas to connect it',
    },
  ];
}
