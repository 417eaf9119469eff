import { type CloudEndpoint, sameId, sourceOf } from './cloud-endpoint.ts';
import { AmbiguousError, UserError } from './errors.ts';
import type { Goal, Observed } from './observed.ts';

function list(candidates: readonly CloudEndpoint[]): string {
  return candidates.map(({ id, place, state }) => `${id} in ${place} (${state})`).join(', ');
}

/** Neither linked to the service for another endpoint, nor made for one. */
function isFree(endpoint: CloudEndpoint, { taken, owner }: Observed): boolean {
  if (taken.some((id) => sameId(id, endpoint.id))) return false;
  const { madeFor } = endpoint;
  return (
    endpoint.ours ||
    madeFor === undefined ||
    (madeFor.source === sourceOf(owner) && madeFor.label === owner.label.slice(0, 256))
  );
}

/** @throws UserError for an endpoint that can never be linked */
function usable(endpoint: CloudEndpoint): CloudEndpoint {
  if (endpoint.readiness !== 'dead' && endpoint.readiness !== 'gone') return endpoint;
  throw new UserError(
    `the cloud endpoint ${endpoint.id} is ${endpoint.state}${endpoint.reason === undefined ? '' : `: ${endpoint.reason}`}`,
    {
      hint: `it cannot be linked; delete it (${endpoint.removeCommand}) and run the same command again to make another`,
    },
  );
}

/**
 * The cloud endpoint to link: the one named, else the owner's by its tags, else the only one of the service. Undefined when there
 * is none and one may be created.
 * @throws UserError when there are several, none, or one that cannot be linked
 */
export function chooseCloudEndpoint(observed: Observed, service: string, goal: Goal): CloudEndpoint | undefined {
  const all = observed.cloud ?? [];
  if (goal.id !== undefined) {
    const wanted = goal.id;
    const named = all.find(({ id }) => sameId(id, wanted));
    if (named === undefined) {
      throw new UserError(`the cloud endpoint ${wanted} does not exist, or these credentials cannot see it`, {
        hint: `check --id, ${observed.accountFlags}; leave --id out and it is looked up by tag, then by service name`,
      });
    }
    if (named.service !== service) {
      throw new UserError(
        `${goal.id} belongs to the service ${named.service}, but ${observed.name} has the service ${service}`,
        {
          hint: 'link an endpoint that was made for this service, or leave --id out',
        },
      );
    }
    return usable(named);
  }
  const fitting = all.filter((endpoint) => endpoint.service === service && isFree(endpoint, observed));
  const ours = fitting.filter((endpoint) => endpoint.ours);
  const { place } = goal;
  const strayed =
    place === undefined
      ? undefined
      : ours.find((endpoint) => endpoint.place !== place && endpoint.readiness !== 'dead');
  if (strayed !== undefined) {
    throw new UserError(
      `${observed.name} already has the cloud endpoint ${strayed.id} in ${strayed.place}, not in ${place}`,
      {
        hint: `give the flags of ${strayed.place}, or delete that endpoint first: ${strayed.removeCommand}`,
      },
    );
  }
  // An endpoint without our tags is taken over only where a new one would be made.
  const candidates =
    ours.length > 0 ? ours : fitting.filter((endpoint) => place === undefined || endpoint.place === place);
  const alive = candidates.filter(({ readiness }) => readiness !== 'dead');
  const [first, second] = alive;
  if (second !== undefined) {
    throw new AmbiguousError(
      `${alive.length} cloud endpoints could be the one of ${observed.name}: ${list(alive)}; nothing was changed`,
      `choose one with: kubectl atlas-pe link ${observed.target} --id ${first?.id}`,
      'id',
      alive.map((endpoint) => ({ value: endpoint.id, text: list([endpoint]) })),
    );
  }
  if (first !== undefined) return first;
  const dead = candidates[0];
  if (dead !== undefined) return usable(dead);
  if (place !== undefined) return undefined;
  throw new UserError(
    `no cloud endpoint was found for ${observed.name}, neither by tag nor by the service ${service}`,
    {
      hint: `create one with: kubectl atlas-pe create ${observed.target} ${observed.placementHint}`,
    },
  );
}
