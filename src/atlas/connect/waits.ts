import { type EndpointState, isReserved } from '../../core/endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { PlanError } from '../../core/plan/problems.ts';
import type { Verdict } from '../../core/wait.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { awaitObject } from '../object-wait.ts';
import type { ConnectOptions } from './options.ts';

const goals = {
  removed: (name: string) => `Atlas to let go of ${name}`,
  reserve: (name: string) => `the service of ${name}`,
  available: (name: string) => `${name} to become AVAILABLE`,
};

/** What an endpoint is waited for to show. */
export interface Expected {
  readonly wait: keyof typeof goals;
  /** The cloud endpoint that bears the label, as far as it is known. */
  readonly id: string | undefined;
  /** The service that the cloud endpoint was made for, as far as it is known. */
  readonly service: string | undefined;
}

/** Atlas's word for the state, and what the entry's error and the operator's conditions add to it. */
function seenText(endpoint: EndpointState | undefined, progress: string | undefined): string {
  // Not every source has a word for the state.
  const state = endpoint?.state ?? (endpoint?.linkedId === undefined ? 'not in the status yet' : undefined);
  return [state, endpoint?.error, progress].filter((part) => part !== undefined).join('; ');
}

/** @throws PlanError, UserError for what waiting cannot mend */
function refuseHopeless(name: string, endpoint: EndpointState | undefined, expected: Expected): EndpointState {
  if (endpoint === undefined || !endpoint.declared) {
    throw new UserError(`${name} was taken out of the spec by somebody else while it was waited for`, {
      hint: 'if the manifest is kept in git and applied by a controller, add the endpoint there too',
    });
  }
  if (endpoint.phase === 'Failed') throw new PlanError({ code: 'endpoint-failed', reason: endpoint.error });
  if (endpoint.blocked !== undefined) {
    throw new UserError(`${name} cannot go on: ${endpoint.blocked}`, {
      hint: 'fix or remove the one that failed, then run the same command again',
    });
  }
  const { wait, service } = expected;
  if (wait === 'available' && service !== undefined && endpoint.service !== undefined && endpoint.service !== service) {
    throw new UserError(
      `the operator has given up the service of ${name}, ${service}, and reserved ${endpoint.service} instead, which ${endpoint.declaredId ?? 'the cloud endpoint'} does not connect to`,
      {
        hint: 'operators up to 2.2.0 do that when Atlas takes longer than ten seconds to connect; delete the cloud endpoint, take the endpoint out of the spec, and begin again, best with a newer operator',
      },
    );
  }
  return endpoint;
}

/**
 * Waits until the operator has written what the step is for into the status.
 * @throws PlanError `endpoint-failed` when Atlas says FAILED; UserError when the object or the item disappears; TimeoutError;
 *   InterruptedError
 */
export async function awaitEndpoint(
  options: ConnectOptions,
  expected: Expected,
  onSeen: (seen: string) => void,
): Promise<string> {
  const { target, label } = options;
  const { wait, id } = expected;
  const name = `endpoint "${label}" of ${target.reference}`;
  const judge = (object: KubeObject | undefined): Verdict<string> => {
    if (object === undefined)
      throw new UserError(`${target.reference} was deleted while it was waited for`, {
        hint: `look at it with: kubectl get ${target.source.resource.plural} -n ${target.namespace}`,
      });
    const seen = target.source.find(object, label, id);
    const progress = target.source.progress(object);
    if (wait === 'removed')
      return seen === undefined || seen.declared ? { done: 'gone' } : { waiting: seenText(seen, progress) };
    target.source.refuseHopeless(object);
    const endpoint = refuseHopeless(name, seen, expected);
    if (wait === 'reserve' && isReserved(endpoint)) return { done: endpoint.service ?? '' };
    if (wait === 'available' && endpoint.phase === 'Available') return { done: endpoint.state ?? '' };
    return { waiting: seenText(endpoint, progress) };
  };
  return awaitObject(options, goals[wait](name), judge, onSeen);
}
