import { type CloudEndpoint, sameId, sourceOf } from '../cloud-endpoint.ts';
import type { Goal, Observed } from './observed.ts';
import { PlanError } from './problems.ts';

/** True if no other endpoint uses it: not linked elsewhere, and not tagged for another owner. */
function isFree(endpoint: CloudEndpoint, { taken, owner }: Observed): boolean {
  if (taken.some((id) => sameId(id, endpoint.id))) return false;
  const { madeFor } = endpoint;
  return (
    endpoint.ours ||
    madeFor === undefined ||
    (madeFor.source === sourceOf(owner) && madeFor.label === owner.label.slice(0, 256))
  );
}

/** @throws PlanError for an endpoint that can never be linked */
function usable(endpoint: CloudEndpoint): CloudEndpoint {
  if (endpoint.readiness !== 'dead' && endpoint.readiness !== 'gone') return endpoint;
  throw new PlanError({ code: 'cloud-endpoint-unusable', endpoint });
}

/** The endpoint that the user or the spec names. @throws PlanError if it does not exist or belongs to another service */
function named(all: readonly CloudEndpoint[], wanted: string, service: string): CloudEndpoint {
  const endpoint = all.find(({ id }) => sameId(id, wanted));
  if (endpoint === undefined) throw new PlanError({ code: 'no-such-cloud-endpoint', id: wanted });
  if (endpoint.service !== service) throw new PlanError({ code: 'of-other-service', endpoint, service });
  return usable(endpoint);
}

/**
 * The cloud endpoint to link: the one that is named, else the one with the owner's tags, else the only one of the service. Undefined if
 * there is none and one may be created.
 * @throws PlanError with a CloudEndpointProblem if there are several, if there is none, or if it cannot be linked
 */
export function chooseCloudEndpoint(observed: Observed, service: string, goal: Goal): CloudEndpoint | undefined {
  const all = observed.cloud ?? [];
  if (goal.id !== undefined) return named(all, goal.id, service);
  const fitting = all.filter((endpoint) => endpoint.service === service && isFree(endpoint, observed));
  const ours = fitting.filter((endpoint) => endpoint.ours);
  const { place } = goal;
  const elsewhere = ours.find((endpoint) => endpoint.place !== place && endpoint.readiness !== 'dead');
  if (place !== undefined && elsewhere !== undefined)
    throw new PlanError({ code: 'in-other-network', endpoint: elsewhere, place });
  // An endpoint without our tags is adopted only in the network where a new one would be created.
  const candidates =
    ours.length > 0 ? ours : fitting.filter((endpoint) => place === undefined || endpoint.place === place);
  const alive = candidates.filter(({ readiness }) => readiness !== 'dead');
  const [first, second] = alive;
  if (second !== undefined) throw new PlanError({ code: 'several-cloud-endpoints', candidates: alive });
  if (first !== undefined) return first;
  const [dead] = candidates;
  if (dead !== undefined) return usable(dead);
  if (place !== undefined) return undefined;
  throw new PlanError({ code: 'no-cloud-endpoint', service });
}
