import { DisconnectRunner, awaitObjectGone } from '../../../atlas/disconnect/runner.ts';
import type { EndpointToDelete } from '../../../atlas/disconnect/scope.ts';
import type { ObjectWait } from '../../../atlas/object-wait.ts';
import { InterruptedError } from '../../../core/errors.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import { inSlots } from '../../../core/plan/slots/in-slots.ts';
import type { Slots } from '../../../core/plan/slots/slots.ts';
import { type Report, reconcile } from '../../../core/plan/reconcile.ts';
import type { DeletionStep } from '../../../core/plan/plan-deletion.ts';
import { Progress } from '../../../output/progress.ts';
import { shellQuote } from '../../args/pflag.ts';
import type { VerbContext } from '../../context.ts';
import { stoppedBefore, resumeHint } from '../../hints.ts';
import { OBJECT_STEP, deletionStepText, doneText, stepReport } from '../../words/steps.ts';
import { deleteObject } from './delete-object.ts';
import type { Surveyed } from './survey.ts';

/** A deleted thing, as it is printed. */
export interface Gone {
  readonly name: string;
  readonly what: string;
}

/** How long to wait for a deletion. */
export interface Patience {
  readonly timeoutMs: number;
  /** Whether to wait for Atlas and the cloud at all. */
  readonly wait: boolean;
}

/** How a deletion is shown and limited beside others. */
export interface BesideOthers {
  readonly slots: Slots;
  readonly progress: Progress;
  /** Takes a few words about each change. */
  readonly changes: string[];
}

/**
 * Deletes one endpoint after the other. An object that is deleted too is deleted as soon as Atlas has released its endpoints and the cloud
 * endpoints are being deleted: as long as it exists, the operator replaces the service that Atlas deletes by a new one. Anything
 * that is already gone is shown as done.
 * @returns what was deleted; nothing if --wait=false stopped it before
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function deleteEndpoints(
  surveyed: Surveyed,
  { timeoutMs, wait }: Patience,
  context: VerbContext,
  beside?: BesideOthers,
): Promise<readonly Gone[]> {
  const { run, target, endpoints, whole, where } = surveyed;
  // Once the spec no longer lists an endpoint, nothing else says where it is.
  const typed = { commandLine: [context.commandLine, ...where.map(shellQuote)].join(' ') };
  const resume = resumeHint(typed);
  const progress = beside?.progress ?? new Progress(context.screen);
  const warn = (text: string): void => progress.note(`warning: ${text}`);
  const shared = { ...run, warn, target, timeoutMs, resume };
  const options = { wait, time: context, resume, object: target };
  const each = endpoints.map((endpoint) => shownRun({ surveyed, endpoint, shared, progress, beside }, context));
  try {
    for (const { endpoint, runner, report } of each) {
      if (each.length > 1) progress.note(endpoint.name);
      const { stoppedAt } = await reconcile(runner, report, whole ? { ...options, before: 'cloud-gone' } : options);
      if (stoppedAt !== undefined && stoppedAt.name !== 'cloud-gone') {
        progress.note(stoppedBefore(deletionStepText(stoppedAt), typed));
        return [];
      }
    }
    if (whole) {
      await deleteObject(surveyed, progress);
      beside?.changes.push(`deleted ${target.reference}`);
      for (const { runner, report } of each) await reconcile(runner, onlyTheRest(report), options);
      if (each.length > 1) progress.restart();
      await awaitGone(surveyed, wait ? shared : undefined, progress);
    }
    return gone(surveyed);
  } catch (error) {
    if (!(error instanceof InterruptedError)) for (const one of [progress, ...each.map(({ own }) => own)]) one.failed();
    throw error;
  } finally {
    for (const one of [progress, ...each.map(({ own }) => own)]) one.clear();
  }
}

/** One endpoint's deletion, and where it is shown: of several, each has numbers of its own, and the object has none. */
function shownRun(
  {
    surveyed,
    endpoint,
    shared,
    progress,
    beside,
  }: {
    readonly surveyed: Surveyed;
    readonly endpoint: EndpointToDelete;
    readonly shared: ObjectWait;
    readonly progress: Progress;
    readonly beside: BesideOthers | undefined;
  },
  context: VerbContext,
) {
  const { facts, cloud, whole, endpoints } = surveyed;
  // Beside others, an object has one line however many endpoints it has.
  const several = endpoints.length > 1 && beside === undefined;
  const own = several ? new Progress(context.screen) : progress;
  const after = whole && !several ? [OBJECT_STEP] : [];
  const report = stepReport(own, { cloud: facts, textOf: deletionStepText, after });
  const runner = new DisconnectRunner({ ...shared, endpoint, cloud });
  if (beside === undefined) return { endpoint, own, report, runner };
  return { endpoint, own, report: noting(report, facts, beside.changes), runner: inSlots(runner, beside.slots) };
}

/** A report that also notes what was changed. */
function noting(report: Report<DeletionStep>, facts: CloudFacts, changes: string[]): Report<DeletionStep> {
  return {
    ...report,
    done(step, detail) {
      if (step.kind === 'act') changes.push(doneText(step, detail, facts));
      report.done(step, detail);
    },
  };
}

/** A report without the steps that are already done: the first round has shown them. */
function onlyTheRest(report: Report<DeletionStep>): Report<DeletionStep> {
  return { ...report, already: () => undefined };
}

/** @param waiting how to wait for the object; undefined to not wait */
async function awaitGone(
  { object, target }: Surveyed,
  waiting: ObjectWait | undefined,
  progress: Progress,
): Promise<void> {
  if (waiting !== undefined) await awaitObjectGone(object, waiting, (seen) => progress.waiting(OBJECT_STEP, seen));
  const how = waiting === undefined ? 'being deleted (not waiting because of --wait=false)' : 'gone';
  progress.done(OBJECT_STEP, `${target.reference} is ${how}`);
}

function gone({ target, endpoints, whole }: Surveyed): readonly Gone[] {
  const { singular, group } = target.source.resource;
  const name = `${singular}.${group}/${target.name}`;
  return [
    ...endpoints.map(({ label }) => ({ name, what: `endpoint "${label}" deleted` })),
    ...(whole ? [{ name, what: 'deleted' }] : []),
  ];
}
