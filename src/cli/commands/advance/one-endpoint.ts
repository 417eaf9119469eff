import type { ConnectObserved } from '../../../atlas/connect/options.ts';
import { ConnectRunner } from '../../../atlas/connect/runner.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { isReserved } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { Goal } from '../../../core/plan/observed.ts';
import { type Outcome, reconcile } from '../../../core/plan/reconcile.ts';
import type { Step } from '../../../core/plan/step.ts';
import { requestLog } from '../../connect.ts';
import { notWaited, resumeHint } from '../../hints.ts';
import { inWords } from '../../words/plan-problems.ts';
import { stepReport, stepText } from '../../words/steps.ts';
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
  try {
    const runner = new ConnectRunner({
      client,
      time: context,
      warn: (text) => progress.note(`warning: ${text}`),
      target: subject.target,
      label: subject.label,
      goal: await goalOf(ready, request, account),
      manifest: subject.manifest,
      timeoutMs,
      cloud: account,
      facts: subject.cloud,
      resume,
    });
    const options = { wait: args.wait, signal: context.signal, resume };
    const outcome = await reconcile(
      runner,
      stepReport(progress, (step: Step) => stepText(step, subject)),
      options,
    );
    const { stoppedAt } = outcome;
    if (stoppedAt !== undefined) progress.note(notWaited(stepText(stoppedAt, subject), context));
    return { ...advanced(outcome, ready, request), resume };
  } catch (error) {
    throw inWords(error, subject);
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
  { args, verb, tellAccount }: Request,
  account: () => Promise<CloudProvider>,
): Promise<Goal> {
  const { before, cloud, flags } = subject;
  const placement = cloud.placement(flags);
  if (placement !== undefined && (before?.declaredId === undefined || args.recreate))
    await tellAccount(await account());
  const network =
    placement !== undefined && before?.declaredId === undefined
      ? await (await account()).preflight(!isReserved(before))
      : undefined;
  return {
    until: verb.until(placement !== undefined),
    id: args.id,
    attachment: cloud.attachmentOf(flags),
    place: network ?? placement?.network,
    recreate: args.recreate,
    unseen: args['skip-cloud-check'] === true,
  };
}

function advanced(
  outcome: Outcome<ConnectObserved, Step>,
  { subject }: Ready,
  { client, context, timeoutMs }: Request,
): Omit<Advanced, 'resume'> {
  const { endpoint } = outcome.observed;
  if (endpoint === undefined) {
    throw new UserError(`${subject.target.reference} has lost the endpoint again`, { hint: context.commandLine });
  }
  const made = outcome.steps.find((step) => step.name === 'cloud-endpoint');
  return { ...outcome, client, subject, endpoint, cloudEndpoint: made?.id, timeoutMs };
}
