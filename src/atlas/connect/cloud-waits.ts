import type { Hint } from '../../core/next-command.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { PlanError } from '../../core/plan/problems.ts';
import { type Verdict, poll, waitFor } from '../../core/wait.ts';
import type { ConnectOptions } from './options.ts';

/**
 * Milliseconds for which an endpoint may be invisible whose id a creation was answered with. EC2 shows some late, and names no limit
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/query-api-troubleshooting.html, "Eventual consistency"); Terraform waits five minutes too
 * (hashicorp/terraform-provider-aws, internal/service/ec2, propagation timeouts). One made in its place would be a second one.
 */
const INVISIBLE_MS = 5 * 60_000;

/** The cloud endpoint that is looked at, and where. */
export interface Looked {
  readonly cloud: CloudProvider;
  readonly id: string;
  readonly service: string;
}

type Seen = CloudEndpoint | undefined;

/** Looks at a cloud endpoint again and again until `judge` says that it is as it is to be. */
function awaitCloudEndpoint<R>(
  { time, timeoutMs, resume }: ConnectOptions,
  { cloud, id, service }: Looked,
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
 * Waits until the cloud endpoint may be handed to Atlas: an id that is handed over earlier makes Atlas's endpoint FAILED
 * (github.com/mongodb/terraform-provider-mongodbatlas/issues/590).
 * @returns the endpoint; `gone` when it was deleted, `invisible` when it did not appear
 * @throws PlanError `cloud-endpoint-unusable` when it was refused or failed; TimeoutError; InterruptedError
 */
export async function awaitAcceptable(
  options: ConnectOptions,
  looked: Looked,
  onSeen: (seen: string) => void,
): Promise<CloudEndpoint | 'gone' | 'invisible'> {
  const { time } = options;
  const began = time.now();
  const judge = (endpoint: Seen): Verdict<CloudEndpoint | 'gone' | 'invisible'> => {
    if (endpoint === undefined) {
      const given = time.now() - began < INVISIBLE_MS;
      return given ? { waiting: `${looked.id} is not visible yet` } : { done: 'invisible' };
    }
    if (endpoint.readiness === 'gone') return { done: 'gone' };
    if (endpoint.readiness === 'dead') throw new PlanError({ code: 'cloud-endpoint-unusable', endpoint });
    return endpoint.readiness === 'creating' ? { waiting: endpoint.state } : { done: endpoint };
  };
  const what = `the cloud endpoint ${looked.id} to be ready for linking`;
  return awaitCloudEndpoint(options, looked, { what, judge }, onSeen);
}

/**
 * Waits until our side shows that Atlas has accepted the endpoint, for a cloud that says so.
 * @returns what is then seen
 * @throws UserError when it was refused; TimeoutError; InterruptedError
 */
export async function awaitAccepted(
  options: ConnectOptions,
  looked: Looked,
  onSeen: (seen: string) => void,
): Promise<string> {
  const judge = (endpoint: Seen): Verdict<string> => {
    if (endpoint?.readiness === 'connected') return { done: endpoint.state };
    if (endpoint !== undefined && endpoint.readiness !== 'dead' && endpoint.readiness !== 'gone')
      return { waiting: endpoint.state };
    throw lost(options, looked.id, endpoint);
  };
  const what = `the connection of ${looked.id} to become ${looked.cloud.acceptedState}`;
  return awaitCloudEndpoint(options, looked, { what, judge }, onSeen);
}

/** The error for a cloud endpoint that Atlas counts on and that cannot be used. */
function lost({ target }: ConnectOptions, id: string, endpoint: Seen): UserError {
  const state = endpoint?.state ?? 'not there any more';
  const reason = endpoint?.reason === undefined ? '' : `: ${endpoint.reason}`;
  const removal: Hint = endpoint === undefined ? [] : [' (', endpoint.removeCommand, ')'];
  return new UserError(`Atlas says AVAILABLE, but the cloud endpoint ${id} is ${state}${reason}`, {
    hint:
      target.source.failedHint === undefined
        ? 'nothing can connect through it; run up with --recreate to make the endpoint and its service anew'
        : [
            'nothing can connect through it; take it out of the spec with kubectl edit, delete it',
            ...removal,
            ' and run up again',
          ],
  });
}
