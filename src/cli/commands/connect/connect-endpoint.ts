import type { ConnectObserved, ConnectOptions } from '../../../atlas/connect/options.ts';
import { ConnectRunner } from '../../../atlas/connect/runner.ts';
import { onlyFlags } from '../../../cloud/flags/flag.ts';
import { type CloudEndpoint, sameId } from '../../../core/cloud-endpoint.ts';
import { isReserved } from '../../../core/endpoint.ts';
import { InterruptedError, UserError } from '../../../core/errors.ts';
import type { Goal } from '../../../core/plan/observed.ts';
import type { Hint } from '../../../core/next-command.ts';
import { inSlots } from '../../../core/plan/slots/in-slots.ts';
import { type Outcome, type Report, reconcile } from '../../../core/plan/reconcile.ts';
import type { Step } from '../../../core/plan/step.ts';
import { stoppedBefore, resumeHint } from '../../hints.ts';
import { Delays, type Explanations, tellingDelays } from '../chain/told-delays.ts';
import { isCreated, isRecreated, wishOf } from './is-recreated.ts';
import { leftBehind, withLeftBehind } from './left-behind.ts';
import { inWords } from '../../words/plan-problems.ts';
import { SECRET_STEP, stepReport, stepText } from '../../words/steps.ts';
import { unappliedFlags } from '../../words/unapplied-flags.ts';
import { warnOnce } from '../../warn-once.ts';
import { type SelectedEndpoint, nameOf } from '../../endpoints/selected-endpoint.ts';
import { readProjectObjects } from '../../../atlas/projects/visible.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import { looking } from '../chain/looking.ts';
import type { PreparedEndpoint, Request } from './request.ts';
import type { ConnectResult } from './result.ts';

/**
 * Takes one endpoint to the goal from its current state, and reports the progress.
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function connectEndpoint(prepared: PreparedEndpoint, request: Request): Promise<ConnectResult> {
  const { selected, progress } = prepared;
  const { args, context, beside } = request;
  const resume = resumeHint(context);
  const delays = new Delays(explanationsOf(prepared, request));
  try {
    let network: string | undefined;
    const look = () =>
      connectionOf(prepared, request, ({ place }) => {
        network = place;
      });
    const connection = await (beside === undefined ? look() : beside.slots.within(look));
    const runner = new ConnectRunner(connection);
    const inTurn = beside === undefined ? runner : inSlots(runner, beside.slots);
    const report = reportOf(prepared, request, await keptOnes(prepared, request));
    const options = { wait: args.wait, time: context, resume, object: selected.target };
    const outcome = await reconcile(inTurn, tellingDelays(report, delays), options);
    const { stoppedAt, observed } = outcome;
    if (observed.endpoint?.warning !== undefined) progress.note(`warning: ${observed.endpoint.warning}`);
    if (stoppedAt !== undefined) progress.note(stoppedBefore(stepText(stoppedAt, selected), context));
    // Where a new one would have been placed says nothing of one that the cloud has not shown.
    if (outcome.performed.includes('cloud-endpoint')) network ??= connection.goal.place;
    return { ...resultOf(outcome, prepared, request), network, resume };
  } catch (error) {
    if (!(error instanceof InterruptedError)) progress.failed();
    throw inWords(error, selected);
  } finally {
    delays.end();
    progress.clear();
  }
}

/**
 * What a run of one endpoint goes by.
 * @param onExisting is told the cloud endpoint that it goes on with, if it did not make it
 * @throws UserError for a placement that the cloud refuses
 */
export async function connectionOf(
  prepared: PreparedEndpoint,
  request: Request,
  onExisting: (endpoint: CloudEndpoint) => void = () => undefined,
): Promise<ConnectOptions> {
  const goal = await goalOf(prepared, request);
  const tellExisting = existingTeller(prepared, request);
  return optionsOf(prepared, request, {
    goal,
    onExisting(endpoint) {
      onExisting(endpoint);
      tellExisting(endpoint);
    },
    resume: resumeHint(request.context),
  });
}

/** What the chain of the endpoint says of a wait that is long. The checks are loaded only then. */
function explanationsOf(
  { selected: { target, label }, progress }: PreparedEndpoint,
  { client, context, beside }: Request,
): Explanations {
  return {
    time: context,
    explain: async (since, signal) => {
      const { explainDelay } = await import('../chain/delay.ts');
      return explainDelay({ target, label, since, ...looking({ client, beside }, signal) }, context);
    },
    tell: (why) => progress.note(`warning: ${context.hintText(why)}`),
  };
}

function optionsOf(
  { selected, progress, account }: PreparedEndpoint,
  request: Request,
  more: Pick<ConnectOptions, 'goal' | 'onExisting' | 'resume'>,
): ConnectOptions {
  const { context, client, timeoutMs } = request;
  return {
    client,
    time: context,
    warn: (text) => progress.warn(text),
    ...subjectOf(selected),
    refuseOlder: (made) => refuseOlder(selected, request, made),
    timeoutMs,
    cloud: account,
    offer: request.offer?.(selected.target.source),
    ...more,
  };
}

/** Shows the steps and, when the endpoint is removed from the spec, what is left in the cloud. */
function reportOf(
  { selected, progress, changes }: PreparedEndpoint,
  { context, verb }: Request,
  left: readonly Hint[],
): Report<Step> {
  const shown = stepReport(progress, {
    cloud: selected.cloud,
    textOf: (step: Step) => stepText(step, selected),
    after: verb.endsWithString === true ? [SECRET_STEP] : [],
  });
  const report: Report<Step> = {
    ...shown,
    done(step, detail) {
      if (step.kind === 'act') changes.push(detail);
      shown.done(step, detail);
    },
  };
  return withLeftBehind(report, left, (hint) => progress.note(context.hintText(hint)));
}

/** What a run has to know of the endpoint itself. */
function subjectOf({
  target,
  label,
  manifest,
  cloud: facts,
}: SelectedEndpoint): Pick<ConnectOptions, 'target' | 'label' | 'manifest' | 'facts'> {
  return { target, label, manifest, facts };
}

/** Warns about flags that an existing cloud endpoint is unlike, each time it is seen but in the same words only once. */
function existingTeller(
  { selected, progress }: PreparedEndpoint,
  { args, context }: Request,
): (endpoint: CloudEndpoint) => void {
  const warn = warnOnce((text) => progress.warn(text));
  // Without --region, the flag only repeats what the object says.
  const flags = onlyFlags(selected.flags, (name) => name !== 'region' || args.region !== undefined);
  return (endpoint) => {
    const { declaredId } = selected.before ?? {};
    const linked = declaredId !== undefined && sameId(declaredId, endpoint.id);
    for (const hint of unappliedFlags({ endpoint, flags, linked }, selected)) warn(context.hintText(hint));
  };
}

/** What --recreate leaves in the cloud. One that is told to replace what is linked no more is said to do nothing. */
export async function keptOnes(
  { selected, progress, account }: PreparedEndpoint,
  request: Request,
): Promise<readonly Hint[]> {
  const { args, verb } = request;
  if (isRecreated(selected, args, verb)) return leftBehind(selected, request, account);
  if (args.recreate && args.id !== undefined)
    progress.note(`note: ${nameOf(selected)} is not linked to ${args.id}; nothing is recreated`);
  return [];
}

/** Looks once more at what shares the project, now that the object is there for others to see. @throws UserError naming an older object */
function refuseOlder(
  { target, label }: SelectedEndpoint,
  { client, context }: Request,
  made: KubeObject,
): Promise<void> {
  const run = { client, time: context, warn: () => undefined };
  const others = () => readProjectObjects(run, target.namespace);
  // What cannot be seen was told of before.
  return target.source.refuseConflicts(made, { label, isNew: false, justMade: true, others, warn: run.warn });
}

/** How far to go with the endpoint. @throws UserError for a placement that the cloud refuses */
async function goalOf({ selected, account }: PreparedEndpoint, { args, verb }: Request): Promise<Goal> {
  const { before, cloud, flags } = selected;
  const placement = cloud.placement(flags);
  const recreated = isRecreated(selected, args, verb);
  const network = isCreated(selected, args, verb)
    ? await (await account()).preflight(recreated || !isReserved(before))
    : undefined;
  return {
    until: verb.until(placement !== undefined),
    ...wishOf(args, cloud.attachmentOf(flags)),
    place: network ?? placement?.network,
    recreate: args.recreate,
    unseen: args['skip-cloud-check'] === true,
  };
}

function resultOf(
  outcome: Outcome<ConnectObserved, Step>,
  { selected, progress }: PreparedEndpoint,
  { client, context, timeoutMs, startedAt, beside }: Request,
): Omit<ConnectResult, 'resume' | 'network'> {
  const { endpoint } = outcome.observed;
  if (endpoint === undefined) {
    throw new UserError(`${selected.target.reference} no longer has the endpoint`, {
      hint: `run again: ${context.commandLine}`,
    });
  }
  const made = outcome.steps.find((step) => step.name === 'cloud-endpoint');
  return { ...outcome, client, selected, endpoint, cloudEndpoint: made?.id, timeoutMs, startedAt, progress, beside };
}
