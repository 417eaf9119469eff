import type { CloudProvider } from '../../cloud/provider.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import type { HintParts } from '../../core/next-command.ts';
import { PlanError } from '../../core/plan/problems.ts';
import { type Verdict, poll, waitFor } from '../../core/wait.ts';
import type { ConnectOptions } from './options.ts';

/** How often a new endpoint may be missing from EC2's answers before it counts as deleted: a minute at the usual interval. */
const INVISIBLE_LOOKS = 12;

/** A cloud endpoint, and where to look for it. */
export interface WatchedEndpoint {
  readonly cloud: CloudProvider;
  readonly id: string;
  readonly service: string;
}

type Seen = CloudEndpoint | undefined;

/** Looks at a cloud endpoint repeatedly until `judge` ends the wait. */
function awaitCloudEndpoint<R>(
  { time, timeoutMs, resume }: ConnectOptions,
  { cloud, id, service }: WatchedEndpoint,
  { what, judge }: { readonly what: string; readonly judge: (endpoint: Seen) => Verdict<R> },
  onSeen: (seen: string) => void,
): Promise<R> {
  return waitFor<Seen, R>(time, {
    what,
    timeoutMs,
    hint: resume,
    observe: (signal) => poll(time, cloud.pollMs, signal, () => cloud.get(id, service)),
    judge,
    onChange: onSeen,
  });
}

/**
 * Waits until the cloud endpoint can be handed to Atlas. If Atlas gets the id earlier, its endpoint becomes FAILED
 * (github.com/mongodb/terraform-provider-mongodbatlas/issues/590).
 * @returns the endpoint, or `gone` if it was deleted or never appeared
 * @throws PlanError `cloud-endpoint-unusable` if it was rejected or failed; TimeoutError; InterruptedError
 */
export async function awaitAcceptable(
  options: ConnectOptions,
  watched: WatchedEndpoint,
  onSeen: (seen: string) => void,
): Promise<CloudEndpoint | 'gone'> {
  let invisible = 0;
  const judge = (endpoint: Seen): Verdict<CloudEndpoint | 'gone'> => {
    if (endpoint === undefined) {
      invisible += 1;
      return invisible >= INVISIBLE_LOOKS ? { done: 'gone' } : { waiting: `${watched.id} is not visible yet` };
    }
    if (endpoint.readiness === 'gone') return { done: 'gone' };
    if (endpoint.readiness === 'dead') throw new PlanError({ code: 'cloud-endpoint-unusable', endpoint });
    return endpoint.readiness === 'creating' ? { waiting: endpoint.state } : { done: endpoint };
  };
  const what = `the cloud endpoint ${watched.id} to be ready for linking`;
  return awaitCloudEndpoint(options, watched, { what, judge }, onSeen);
}

/**
 * Waits until the cloud endpoint shows that Atlas has accepted it, for a cloud that reports this.
 * @returns its state
 * @throws UserError if it was rejected; TimeoutError; InterruptedError
 */
export async function awaitAccepted(
  options: ConnectOptions,
  watched: WatchedEndpoint,
  onSeen: (seen: string) => void,
): Promise<string> {
  const judge = (endpoint: Seen): Verdict<string> => {
    if (endpoint?.readiness === 'connected') return { done: endpoint.state };
    if (endpoint !== undefined && endpoint.readiness !== 'dead' && endpoint.readiness !== 'gone')
      return { waiting: endpoint.state };
    throw lost(options, watched.id, endpoint);
  };
  const what = `the connection of ${watched.id} to become ${watched.cloud.acceptedState}`;
  return awaitCloudEndpoint(options, watched, { what, judge }, onSeen);
}

/** The error for a cloud endpoint that Atlas believes to be connected but that cannot be used. */
function lost({ target, label }: ConnectOptions, id: string, endpoint: Seen): UserError {
  const state = endpoint === undefined ? 'no longer exists' : `is ${endpoint.state}`;
  const reason = endpoint?.reason === undefined ? '' : `: ${endpoint.reason}`;
  return new UserError(`Atlas reports AVAILABLE, but the cloud endpoint ${id} ${state}${reason}`, {
    hint: ['nothing can connect through it; ', ...replacing({ target, label }, endpoint)],
  });
}

/** How to replace a cloud endpoint that Atlas believes to be connected. */
function replacing({ target, label }: Pick<ConnectOptions, 'target' | 'label'>, endpoint: Seen): HintParts {
  const { source, reference, namespace } = target;
  const up = { verb: 'up', source: reference, namespace };
  if (source.failedHint === undefined)
    return ['recreate the endpoint and its service: ', { ...up, flags: { endpoint: label, recreate: true } }];
  const removal: HintParts = endpoint === undefined ? [] : [', delete it (', endpoint.removeCommand, ')'];
  const edit = { kubectl: ['edit', reference, '-n', namespace] };
  return ['remove it from the spec (', edit, ')', ...removal, ' and run: ', up];
}
