import { type EndpointState, isLinked } from '../endpoint.ts';
import { obstacleTo } from './obstacle.ts';
import type { Goal, LinkedEndpoint } from './observed.ts';
import { PlanError } from './problems.ts';

/**
 * Whether the goal relies on the cloud endpoint that the spec names. Atlas goes on reporting AVAILABLE after it was deleted or rejected, so
 * only the cloud can tell.
 */
export function reliesOnLinked(endpoint: EndpointState | undefined, goal: Goal): endpoint is EndpointState {
  if (endpoint === undefined || goal.until === 'reserved' || goal.unseen) return false;
  return endpoint.declared && isLinked(endpoint) && obstacleTo(endpoint, goal) === undefined;
}

/** @throws PlanError `cloud-endpoint-lost` if nothing can connect through the cloud endpoint that the spec names */
export function refuseLost(state: EndpointState, { endpoint, account }: LinkedEndpoint): void {
  if (endpoint !== undefined && endpoint.readiness !== 'dead' && endpoint.readiness !== 'gone') return;
  const { declaredId: id = '', phase } = state;
  throw new PlanError({ code: 'cloud-endpoint-lost', id, available: phase === 'Available', endpoint, account });
}
