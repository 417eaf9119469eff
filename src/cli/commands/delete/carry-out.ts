import type { ObjectWait } from '../../../atlas/connect/waits.ts';
import { Deletion, awaitObjectGone } from '../../../atlas/disconnect/runner.ts';
import { type Report, apply } from '../../../core/reconcile.ts';
import { Progress } from '../../../output/progress.ts';
import type { Context } from '../../context.ts';
import { notWaited, resumeHint } from '../../hints.ts';
import { deleteObject } from './delete-object.ts';
import type { Found } from './survey.ts';

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
  found: Found,
  { timeoutMs, wait }: Patience,
  context: Context,
): Promise<readonly Gone[]> {
  const { client, target, doomed, cloud, whole } = found;
  const resume = resumeHint(context);
  const progress = new Progress(context.stderr, context);
  const onConnection = (text: string): void => progress.note(`warning: ${text}`);
  const shared = { client, target, time: context, timeoutMs, resume, onConnection };
  const options = { wait, signal: context.signal, resume };
  const worlds = doomed.map((each) => new Deletion({ ...shared, doomed: each, cloud }));
  try {
    for (const [at, world] of worlds.entries()) {
      if (doomed.length > 1) progress.note(doomed[at]?.name ?? '');
      const { stoppedAt } = await apply(world, progress, whole ? { ...options, before: 'cloud-gone' } : options);
      if (stoppedAt !== undefined && stoppedAt.name !== 'cloud-gone') {
        progress.note(notWaited(stoppedAt, context));
        return [];
      }
    }
    if (whole) {
      await deleteObject(found, progress, context);
      for (const world of worlds) await apply(world, onlyTheRest(progress), options);
      await awaitGone(found, wait ? shared : undefined, progress);
    }
    return gone(found);
  } finally {
    progress.clear();
  }
}

/** The second time round everything before the last wait has been told. */
function onlyTheRest(progress: Progress): Report {
  return {
    already: () => undefined,
    waiting: (step, seen) => progress.waiting(step, seen),
    done: (step, detail) => progress.done(step, detail),
  };
}

/** @param waiting how the object is waited for; undefined where it is not */
async function awaitGone(
  { object, target }: Found,
  waiting: ObjectWait | undefined,
  progress: Progress,
): Promise<void> {
  const step = { name: 'object', detail: '' };
  if (waiting !== undefined) await awaitObjectGone(object, waiting, (seen) => progress.waiting(step, seen));
  const how = waiting === undefined ? 'deleted, not waited for (--wait=false)' : 'gone';
  progress.done(step, `${target.reference} is ${how}`);
}

function gone({ target, doomed, whole }: Found): readonly Gone[] {
  const { singular, group } = target.source.resource;
  const name = `${singular}.${group}/${target.name}`;
  return [
    ...doomed.map(({ label }) => ({ name, what: `endpoint "${label}" deleted` })),
    ...(whole ? [{ name, what: 'deleted' }] : []),
  ];
}
