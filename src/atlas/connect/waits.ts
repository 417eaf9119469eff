import { shortService } from '../../cloud/short-service.ts';
import { type EndpointState, isReserved } from '../../core/endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { PlanError } from '../../core/plan/problems.ts';
import type { Verdict } from '../../core/wait.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { awaitObject } from '../object-wait.ts';
import type { ConnectOptions } from './options.ts';

const goals = {
  removed: (name: string) => `Atlas to release ${name}`,
  reserve: (name: string) => `the service of ${name}`,
  available: (name: string) => `${name} to become AVAILABLE`,
};

/** What an endpoint is expected to show. */
export interface Expected {
  readonly wait: keyof typeof goals;
  /** The id of the cloud endpoint that has the label, if known. */
  readonly id: string | undefined;
  /** The service that the cloud endpoint was created for, if known. */
  readonly service: string | undefined;
}

/** Atlas's word for the state, with the error of the entry and what the operator's conditions say. */
function seenText(endpoint: EndpointState | undefined, progress: string | undefined): string {
  const seen = [endpoint?.state, endpoint?.error, progress].filter((part) => part !== undefined);
  // Not every source has a word for the state of what is linked.
  return seen.length === 0 && endpoint?.linkedId === undefined ? 'not in the status yet' : seen.join('; ');
}

/** @throws PlanError, UserError if waiting is pointless */
function refuseHopeless(name: string, endpoint: EndpointState | undefined, expected: Expected): EndpointState {
  if (endpoint === undefined || !endpoint.declared) {
    throw new UserError(`${name} was removed from the spec by someone else during the wait`, {
      hint: 'if a GitOps controller applies the manifest, add the endpoint in Git too',
    });
  }
  if (endpoint.phase === 'Failed') throw new PlanError({ code: 'endpoint-failed', reason: endpoint.error });
  if (endpoint.blocked !== undefined) {
    throw new UserError(`${name} is blocked: ${endpoint.blocked}`, {
      hint: 'fix or remove the endpoint that failed, then run the same command again',
    });
  }
  const { wait, service } = expected;
  if (wait === 'available' && service !== undefined && endpoint.service !== undefined && endpoint.service !== service) {
    throw new UserError(
      `the operator has replaced the service of ${name}: ${endpoint.declaredId ?? 'the cloud endpoint'} connects to ${shortService(service)}, not to the new service ${shortService(endpoint.service)}`,
      {
        hint: 'operators up to 2.2.0 do this if Atlas takes longer than ten seconds to connect; delete the cloud endpoint, remove the endpoint from the spec and start again, preferably with a newer operator',
      },
    );
  }
  return endpoint;
}

/**
 * Waits until the status shows the result of the step.
 * @throws PlanError `endpoint-failed` if Atlas reports FAILED; UserError if the object or the item disappears; TimeoutError;
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
      throw new UserError(`${target.reference} was deleted during the wait`, {
        hint: ['list what is left: ', { kubectl: ['get', target.source.resource.plural, '-n', target.namespace] }],
      });
    const seen = target.source.find(object, label, id);
    const progress = target.source.progress(object);
    if (wait === 'removed')
      return seen === undefined || seen.declared
        ? { done: 'Atlas has released it' }
        : { waiting: seenText(seen, progress) };
    target.source.refuseHopeless(object);
    const endpoint = refuseHopeless(name, seen, expected);
    if (wait === 'reserve' && isReserved(endpoint)) return { done: shortService(endpoint.service ?? '') };
    if (wait === 'available' && endpoint.phase === 'Available') return { done: endpoint.state ?? '' };
    return { waiting: seenText(endpoint, progress) };
  };
  return awaitObject(options, goals[wait](name), judge, onSeen);
}
