import { UserError } from '../../core/errors.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { isReserved } from '../../core/plan.ts';
import { type Time, type Verdict, poll, waitFor } from '../../core/wait.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { follow } from '../../kube/watch.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { Target } from '../sources/lookup.ts';
import type { WorldOptions } from './options.ts';

/** How many looks at EC2 a new endpoint may be invisible before it counts as deleted: a minute at the usual interval. */
const INVISIBLE_LOOKS = 12;

const goals = {
  removed: (name: string) => `Atlas to let go of ${name}`,
  reserve: (name: string) => `the service of ${name}`,
  available: (name: string) => `${name} to become AVAILABLE`,
};

/** Atlas's word for the state, and what the entry's error and the operator's conditions add to it. */
function seenText(endpoint: EndpointState | undefined, progress: string | undefined): string {
  // Not every source has a word for the state.
  const state = endpoint?.state ?? (endpoint?.linkedId === undefined ? 'not in the status yet' : undefined);
  return [state, endpoint?.error, progress].filter((part) => part !== undefined).join('; ');
}

function judge(
  wait: keyof typeof goals,
  name: string,
  endpoint: EndpointState | undefined,
  progress: string | undefined,
  service: string | undefined,
  failedHint: string | undefined,
): Verdict<string> {
  if (wait === 'removed')
    return endpoint === undefined || endpoint.declared ? { done: 'gone' } : { waiting: seenText(endpoint, progress) };
  if (endpoint === undefined || !endpoint.declared) {
    throw new UserError(`${name} was taken out of the spec by somebody else while it was waited for`, {
      hint: 'if the manifest is kept in git and applied by a controller, add the endpoint there too',
    });
  }
  if (endpoint.phase === 'Failed') {
    throw new UserError(`${name} has failed: ${endpoint.error ?? 'no error message was given'}`, {
      hint:
        failedHint ??
        'mend the cause, then run the same command with --recreate: it removes the endpoint and reserves a new service',
    });
  }
  if (endpoint.blocked !== undefined) {
    throw new UserError(`${name} cannot go on: ${endpoint.blocked}`, {
      hint: 'mend or remove the one that failed, then run the same command again',
    });
  }
  if (wait === 'available' && service !== undefined && endpoint.service !== undefined && endpoint.service !== service) {
    throw new UserError(
      `the operator has given up the service of ${name}, ${service}, and reserved ${endpoint.service} instead, which ${endpoint.declaredId ?? 'the cloud endpoint'} does not connect to`,
      {
        hint: 'operators up to 2.2.0 do that when Atlas takes longer than ten seconds to connect; delete the cloud endpoint, take the endpoint out of the spec, and begin again, best with a newer operator',
      },
    );
  }
  if (wait === 'reserve' && isReserved(endpoint)) return { done: endpoint.service ?? '' };
  if (wait === 'available' && endpoint.phase === 'Available') return { done: endpoint.state ?? '' };
  return { waiting: seenText(endpoint, progress) };
}

/** What every wait for an object needs. */
export interface ObjectWait {
  readonly client: KubeClient;
  readonly target: Target;
  readonly time: Time;
  readonly timeoutMs: number;
  readonly resume: string;
  readonly onConnection: (text: string) => void;
}

/**
 * Follows the target's object until `judge` says that it is as it is to be; the object is undefined while there is none.
 * @throws TimeoutError; InterruptedError; whatever `judge` throws
 */
export function awaitObject<R>(
  { client, target, time, timeoutMs, resume, onConnection }: ObjectWait,
  what: string,
  judgeObject: (object: KubeObject | undefined) => Verdict<R>,
  onSeen: (seen: string) => void,
): Promise<R> {
  const selection = { namespace: target.namespace, fieldSelector: `metadata.name=${target.name}`, onConnection };
  return waitFor<readonly KubeObject[], R>(time, {
    what,
    timeoutMs,
    hint: resume,
    observe: (signal) => follow(client, target.source.resource, selection, { ...time, signal }),
    judge: ([object]) => judgeObject(object),
    onChange: onSeen,
  });
}

/**
 * Waits until the operator has written what the step is for into the status.
 * @param expected the cloud endpoint that is waited for and the service that it was made for, as far as they are known
 * @throws UserError when Atlas says FAILED, when the object or the item disappears; TimeoutError; InterruptedError
 */
export async function awaitEndpoint(
  wait: keyof typeof goals,
  name: string,
  expected: { readonly id: string | undefined; readonly service: string | undefined },
  options: WorldOptions,
  onSeen: (seen: string) => void,
): Promise<{ readonly done: string }> {
  const { target, label } = options;
  const judgeObject = (object: KubeObject | undefined): Verdict<string> => {
    if (object === undefined)
      throw new UserError(`${target.reference} was deleted while it was waited for`, {
        hint: `look at it with: kubectl get ${target.source.resource.plural} -n ${target.namespace}`,
      });
    const endpoint = target.source.find(object, label, expected.id);
    const { failedHint } = target.source;
    return judge(wait, name, endpoint, target.source.progress(object), expected.service, failedHint);
  };
  return { done: await awaitObject(options, goals[wait](name), judgeObject, onSeen) };
}

/**
 * Waits until the cloud endpoint may be handed to Atlas: an id that is handed over earlier makes Atlas's endpoint FAILED
 * (github.com/mongodb/terraform-provider-mongodbatlas/issues/590).
 * @returns the endpoint, or `gone` when it was deleted or never appeared
 * @throws UserError when it was refused or failed; TimeoutError; InterruptedError
 */
export async function awaitAcceptable(
  id: string,
  cloud: CloudProvider,
  service: string,
  options: WorldOptions,
  onSeen: (seen: string) => void,
): Promise<CloudEndpoint | 'gone'> {
  let invisible = 0;
  return waitFor<CloudEndpoint | undefined, CloudEndpoint | 'gone'>(options.time, {
    what: `the cloud endpoint ${id} to be ready for linking`,
    timeoutMs: options.timeoutMs,
    hint: options.resume,
    observe: (signal) => poll(options.time, cloud.pollMs, signal, () => cloud.get(id, service)),
    judge: (endpoint) => {
      if (endpoint === undefined) {
        invisible += 1;
        return invisible >= INVISIBLE_LOOKS ? { done: 'gone' } : { waiting: `${id} is not visible yet` };
      }
      if (endpoint.readiness === 'gone') return { done: 'gone' };
      if (endpoint.readiness === 'dead') {
        throw new UserError(
          `the cloud endpoint ${id} is ${endpoint.state}${endpoint.reason === undefined ? '' : `: ${endpoint.reason}`}`,
          {
            hint: `it cannot be linked; delete it (${endpoint.removeCommand}) and run the same command again to make another`,
          },
        );
      }
      return endpoint.readiness === 'creating' ? { waiting: endpoint.state } : { done: endpoint };
    },
    onChange: onSeen,
  });
}

/**
 * Waits until our side shows that Atlas has accepted the endpoint, for a cloud that says so.
 * @returns what is then seen
 * @throws UserError when it was refused; TimeoutError; InterruptedError
 */
export async function awaitAccepted(
  id: string,
  cloud: CloudProvider,
  service: string,
  options: WorldOptions,
  onSeen: (seen: string) => void,
): Promise<string> {
  return waitFor<CloudEndpoint | undefined, string>(options.time, {
    what: `the connection of ${id} to become ${cloud.acceptedState}`,
    timeoutMs: options.timeoutMs,
    hint: options.resume,
    observe: (signal) => poll(options.time, cloud.pollMs, signal, () => cloud.get(id, service)),
    judge: (endpoint) => {
      if (endpoint?.readiness === 'connected') return { done: endpoint.state };
      if (endpoint === undefined || endpoint.readiness === 'dead' || endpoint.readiness === 'gone') {
        throw new UserError(
          `Atlas says AVAILABLE, but the cloud endpoint ${id} is ${endpoint?.state ?? 'not there any more'}${endpoint?.reason === undefined ? '' : `: ${endpoint.reason}`}`,
          {
            hint:
              options.target.source.failedHint === undefined
                ? 'nothing can connect through it; run up with --recreate to make the endpoint and its service anew'
                : `nothing can connect through it; take it out of the spec with kubectl edit, delete it${endpoint === undefined ? '' : ` (${endpoint.removeCommand})`} and run up again`,
          },
        );
      }
      return { waiting: endpoint.state };
    },
    onChange: onSeen,
  });
}
