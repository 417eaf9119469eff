import { chooseCloudEndpoint } from './choose-cloud-endpoint.ts';
import { type CloudEndpoint, sameAttachment } from '../cloud-endpoint.ts';
import { type EndpointState, isLinked, isReserved } from '../endpoint.ts';
import { refuseLost } from './linked.ts';
import { obstacleTo } from './obstacle.ts';
import type { Goal, Observed } from './observed.ts';
import { PlanError, type PlanProblem } from './problems.ts';
import type { CloudEndpointKnown, Step } from './step.ts';

/** Whether the plan for this endpoint depends on what the cloud shows. If not, the cloud is not asked and no credentials are needed. */
export function needsCloud(endpoint: EndpointState | undefined, goal: Goal): boolean {
  if (goal.until === 'reserved' || goal.unseen || !isReserved(endpoint)) return false;
  return !isLinked(endpoint);
}

/**
 * The steps to the goal, given what is observed. Pure: planning again after each step is how a run recovers from an interruption, a
 * conflict, or a change made by somebody else.
 * @throws PlanError with a PlanProblem if the goal cannot be reached, or not without destroying something
 */
export function plan(observed: Observed, goal: Goal): readonly Step[] {
  const { endpoint } = observed;
  const obstacle = endpoint === undefined ? undefined : obstacleTo(endpoint, goal);
  if (obstacle !== undefined && !(observed.recreatable && overcomes(goal, obstacle))) throw new PlanError(obstacle);
  if (endpoint?.mismatch !== undefined && goal.until !== 'reserved')
    throw new PlanError({ code: 'unlike-spec', mismatch: endpoint.mismatch });
  if (endpoint !== undefined && observed.linked !== undefined) refuseLost(endpoint, observed.linked);
  const leftover = endpoint !== undefined && !endpoint.declared;
  const fresh = obstacle === undefined && !leftover ? endpoint : undefined;
  const reserved = isReserved(fresh);
  const known = reserved ? fresh : undefined;
  const steps: Step[] = [];
  if (obstacle !== undefined) steps.push({ name: 'remove', kind: 'act', done: false, because: obstacle });
  if (obstacle !== undefined || leftover) steps.push({ name: 'removed', kind: 'wait', done: false });
  steps.push({ name: 'declare', kind: 'act', done: fresh !== undefined });
  steps.push({
    name: 'reserve',
    kind: 'wait',
    done: reserved,
    ...(known?.service === undefined ? {} : { service: known.service }),
  });
  if (goal.until !== 'reserved') steps.push(...cloudSteps(observed, known, goal));
  if (goal.until === 'available') steps.push(...linkSteps(observed, known, goal));
  return steps;
}

/** Whether the endpoint may be made anew: one that the person names by its cloud endpoint for that reason alone. */
function overcomes({ recreate, replaces }: Goal, obstacle: PlanProblem): boolean {
  return recreate && (replaces === undefined || obstacle.code === 'to-be-replaced');
}

/** @param endpoint undefined before its service is reserved */
function cloudSteps(observed: Observed, endpoint: EndpointState | undefined, goal: Goal): Step[] {
  const planned = goal.place === undefined ? {} : { place: goal.place };
  const later: Step[] = [
    { name: 'cloud-endpoint', kind: 'act', done: false, from: 'nowhere', ...planned },
    { name: 'accept', kind: 'wait', done: false },
  ];
  if (endpoint === undefined) return later;
  const { declaredId } = endpoint;
  if (declaredId !== undefined && isLinked(endpoint))
    return [{ name: 'cloud-endpoint', kind: 'act', done: true, from: 'spec', id: declaredId }];
  if (goal.unseen && goal.id !== undefined) {
    const named = { id: goal.id, ...(goal.attachment === undefined ? {} : { attachment: goal.attachment }) };
    return [{ name: 'cloud-endpoint', kind: 'act', done: true, from: 'flags', ...named }];
  }
  const chosen = chooseCloudEndpoint(observed, endpoint.service ?? '', { ...goal, id: declaredId ?? goal.id });
  if (chosen === undefined) return later;
  if (goal.attachment !== undefined && chosen.attachment !== undefined) {
    if (!sameAttachment(goal.attachment, chosen.attachment))
      throw new PlanError({ code: 'seen-differently', endpoint: chosen, wanted: goal.attachment });
  }
  const ready = chosen.readiness === 'ready' || chosen.readiness === 'connected';
  return [
    { name: 'cloud-endpoint', kind: 'act', done: true, from: 'cloud', ...knownOf(chosen) },
    { name: 'accept', kind: 'wait', done: ready, ...knownOf(chosen) },
  ];
}

function knownOf({ id, attachment, place, state }: CloudEndpoint): CloudEndpointKnown & { readonly id: string } {
  return { id, place, state, ...(attachment === undefined ? {} : { attachment }) };
}

/** @param endpoint undefined before its service is reserved */
function linkSteps(observed: Observed, endpoint: EndpointState | undefined, goal: Goal): Step[] {
  const linked = isLinked(endpoint);
  const [found] = endpoint === undefined || linked ? [] : cloudSteps(observed, endpoint, goal);
  const known = found?.name === 'cloud-endpoint' ? found : undefined;
  const id = linked ? endpoint?.declaredId : known?.id;
  const state = linked && endpoint?.phase === 'Available' ? (endpoint.state ?? '') : undefined;
  return [
    {
      name: 'link',
      kind: 'act',
      done: linked,
      ...(id === undefined ? {} : { id }),
      ...(known?.attachment === undefined ? {} : { attachment: known.attachment }),
    },
    { name: 'available', kind: 'wait', done: state !== undefined, ...(state === undefined ? {} : { state }) },
  ];
}
