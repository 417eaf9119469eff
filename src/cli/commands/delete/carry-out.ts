import { DisconnectRunner, awaitObjectGone } from '../../../atlas/disconnect/runner.ts';
import type { ObjectWait } from '../../../atlas/object-wait.ts';
import { type Report, reconcile } from '../../../core/plan/reconcile.ts';
import type { DeletionStep } from '../../../core/plan/plan-deletion.ts';
import { Progress } from '../../../output/progress.ts';
import type { Context } from '../../context.ts';
import { notWaited, resumeHint } from '../../hints.ts';
import { deletionStepText, stepReport } from '../../words/steps.ts';
import { deleteObject } from './delete-object.ts';
import type { Surveyed } from './survey.ts';

/** A line of what was deleted. */
interface Gone {
  readonly name: string;
  readonly what: string;
}

/** How long a deletion may take. */
interface Patience {
  readonly timeoutMs: number;
  /** Whether Atlas and the cloud are waited for at all. */
  readonly wait: boolean;
}

/**
 * Deletes one endpoint after the other. An object that goes too goes as soon as Atlas has let go of its endpoints and the cloud
 * endpoints are on their way: as long as it stands the operator reserves a new service for the one that Atlas gives up. Anything
 * that is gone already is shown as done.
 * @returns what was deleted; nothing where --wait=false ends it before
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function carryOut(
  surveyed: Surveyed,
  { timeoutMs, wait }: Patience,
  context: Context,
): Promise<readonly Gone[]> {
  const { run, target, endpoints, cloud, whole } = surveyed;
  const resume = resumeHint(context);
  const progress = new Progress(context.stderr, context);
  const warn = (text: string): void => progress.note(`warning: ${text}`);
  const shared = { ...run, warn, target, timeoutMs, resume };
  const options = { wait, signal: context.signal, resume, object: target };
  const report = stepReport(progress, deletionStepText);
  const runners = endpoints.map((endpoint) => new DisconnectRunner({ ...shared, endpoint, cloud }));
  try {
    for (const [at, runner] of runners.entries()) {
      if (endpoints.length > 1) progress.note(endpoints[at]?.name ?? '');
      const { stoppedAt } = await reconcile(runner, report, whole ? { ...options, before: 'cloud-gone' } : options);
      if (stoppedAt !== undefined && stoppedAt.name !== 'cloud-gone') {
        progress.note(notWaited(deletionStepText(stoppedAt), context));
        return [];
      }
    }
    if (whole) {
      await deleteObject(surveyed, progress, context);
      for (const runner of runners) await reconcile(runner, onlyTheRest(report), options);
      await awaitGone(surveyed, wait ? shared : undefined, progress);
    }
    return gone(surveyed);
  } finally {
    progress.clear();
  }
}

/** The second time round everything before the last wait has been told. */
function onlyTheRest(report: Report<DeletionStep>): Report<DeletionStep> {
  return { ...report, already: () => undefined };
}

/** @param waiting how the object is waited for; undefined where it is not */
async function awaitGone(
  { object, target }: Surveyed,
  waiting: ObjectWait | undefined,
  progress: Progress,
): Promise<void> {
  if (waiting !== undefined) await awaitObjectGone(object, waiting, (seen) => progress.waiting('object', seen));
  const how = waiting === undefined ? 'deleted, not waited for (--wait=false)' : 'gone';
  progress.done('object', `${target.reference} is ${how}`);
}

function gone({ target, endpoints, whole }: Surveyed): readonly Gone[] {
  const { singular, group } = target.source.resource;
  const name = `${singular}.${group}/${target.name}`;
  return [
    ...endpoints.map(({ label }) => ({ name, what: `endpoint "${label}" deleted` })),
    ...(whole ? [{ name, what: 'deleted' }] : []),
  ];
}
