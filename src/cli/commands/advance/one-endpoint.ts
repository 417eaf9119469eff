import { EndpointWorld } from '../../../atlas/connect/runner.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { UserError } from '../../../core/errors.ts';
import type { Goal, Observed } from '../../../core/observed.ts';
import { type Step, isReserved } from '../../../core/plan.ts';
import { type Outcome, apply } from '../../../core/reconcile.ts';
import { requestLog } from '../../connect.ts';
import { notWaited, resumeHint } from '../../hints.ts';
import type { Ready, Request } from './request.ts';
import type { Advanced } from './result.ts';

/**
 * Goes on with one endpoint from wherever it stands, and tells how.
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function advanceOne(ready: Ready, request: Request): Promise<Advanced> {
  const { subject, progress } = ready;
  const { args, context, client, timeoutMs } = request;
  const resume = resumeHint(context);
  const account = accountOf(ready, request);
  const world = new EndpointWorld({
    client,
    target: subject.target,
    label: subject.label,
    goal: await goalOf(ready, request, account),
    manifest: subject.manifest,
    time: context,
    timeoutMs,
    cloud: account,
    placementHint: subject.cloud.placementHint,
    accountFlags: subject.cloud.accountFlags,
    resume,
    onConnection: (text) => progress.note(`warning: ${text}`),
  });
  try {
    const outcome = await apply(world, progress, { wait: args.wait, signal: context.signal, resume });
    if (outcome.stoppedAt !== undefined) progress.note(notWaited(outcome.stoppedAt, context));
    return { ...advanced(outcome, ready, request), resume };
  } finally {
    progress.clear();
  }
}

/** The cloud account, opened at the first call: its SDK is slow to load. */
function accountOf({ subject, progress }: Ready, { args, context }: Request): () => Promise<CloudProvider> {
  const { cloud, flags, site } = subject;
  let opened: Promise<CloudProvider> | undefined;
  return () =>
    (opened ??= cloud.open({
      flags,
      env: context.env,
      atlasRegion: site.atlasRegion,
      warn: (text) => progress.note(`warning: ${text}`),
      log: requestLog(args, context),
    }));
}

/** How far to go with the endpoint. @throws UserError for a placement that the cloud refuses */
async function goalOf(
  { subject }: Ready,
  { args, verb }: Request,
  account: () => Promise<CloudProvider>,
): Promise<Goal> {
  const { before, cloud, flags } = subject;
  const placement = cloud.placement(flags);
  const network =
    placement !== undefined && before?.declaredId === undefined
      ? await (await account()).preflight(!isReserved(before))
      : undefined;
  return {
    until: verb.until(placement !== undefined),
    id: args.id,
    ip: args.ip,
    needsIp: cloud.needsIp,
    place: network ?? placement?.network,
    recreate: args.recreate,
    unseen: args['skip-cloud-check'] === true,
  };
}

function advanced(
  outcome: Outcome<Observed, Step>,
  { subject }: Ready,
  { client, context, timeoutMs }: Request,
): Omit<Advanced, 'resume'> {
  const { endpoint } = outcome.observed;
  if (endpoint === undefined) {
    throw new UserError(`${subject.target.reference} has lost the endpoint again`, { hint: context.commandLine });
  }
  const cloudEndpoint = outcome.steps.find((step) => step.name === 'cloud-endpoint')?.id;
  return { ...outcome, client, subject, endpoint, cloudEndpoint, timeoutMs };
}
