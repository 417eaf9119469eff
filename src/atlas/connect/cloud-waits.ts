import type { CloudProvider } from '../../cloud/provider.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { PlanError } from '../../core/plan/problems.ts';
import { type Verdict, poll, waitFor } from '../../core/wait.ts';
import type { ConnectOptions } from './options.ts';

/**
 * Milliseconds for which an endpoint may be invisible whose id a creation was answered with. EC2 shows some late, and names no limit
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/query-api-troubleshooting.html, "Eventual consistency"); Terraform waits five minutes too
 * (hashicorp/terraform-provider-aws, internal/service/ec2, propagation timeouts). One made in its place would be a second one.
 */
const INVISIBLE_MS = 5 * 60_000;

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
 * @returns the endpoint; `gone` if it was deleted, `invisible` if it did not appear
 * @throws PlanError `cloud-endpoint-unusable` if it was rejected or failed; TimeoutError; InterruptedError
 */
export async function awaitAcceptable(
  options: ConnectOptions,
  watched: WatchedEndpoint,
  onSeen: (seen: string) => void,
): Promise<CloudEndpoint | 'gone' | 'invisible'> {
  const { time } = options;
  const began = time.now();
  const judge = (endpoint: Seen): Verdict<CloudEndpoint | 'gone' | 'invisible'> => {
    if (endpoint === undefined) {
      const given = time.now() - began < INVISIBLE_MS;
      return given ? { waiting: `${watched.id} is not visible yet` } : { done: 'invisible' };
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
 * @throws PlanError `cloud-endpoint-lost` if it was rejected or deleted; TimeoutError; InterruptedError
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
    throw new PlanError({
      code: 'cloud-endpoint-lost',
      id: watched.id,
      available: true,
      endpoint,
      account: undefined,
    });
  };
  const what = `the connection of ${watched.id} to become ${watched.cloud.acceptedState}`;
  return awaitCloudEndpoint(options, watched, { what, judge }, onSeen);
}
