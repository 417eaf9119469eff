import { parseDuration } from '../../../core/duration.ts';
import type { Template } from '../../../output/format.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmRemoval } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import { warnOfManager } from '../../endpoints/kept-elsewhere.ts';
import { placeFromNodes } from '../../endpoints/from-nodes.ts';
import { type Subject, nameOf } from '../../endpoints/subject.ts';
import { subjectsOf } from '../../endpoints/subjects.ts';
import { accountTeller } from '../../tell-account.ts';
import { resultsOf, telling } from './failures.ts';
import { advanceOne } from './one-endpoint.ts';
import { checkSubject } from './refusals.ts';
import { refuseWritesUndone } from './writes.ts';
import type { AdvanceArguments, Ready, Request, Towards } from './request.ts';
import type { Advanced } from './result.ts';

/**
 * What create, link and up share: read the source, choose the endpoint, and go on to the goal from wherever it stands. For a
 * dedicated cluster of several regions that is done for each of them, at the same time.
 * @param format of the output, for --from-nodes --dry-run
 * @returns how each went; undefined after --dry-run, which ends before anything is done
 * @throws UserError, TimeoutError, InterruptedError; of several the first, when the others have ended
 */
export async function advance(
  args: AdvanceArguments,
  context: VerbContext,
  verb: Towards,
  format?: string | Template,
): Promise<readonly [Advanced, ...Advanced[]] | undefined> {
  const timeoutMs = parseDuration('timeout', args.timeout);
  const found = await subjectsOf(args, context, verb);
  const tellAccount = accountTeller(context);
  const placed = await placeFromNodes(found, { args, format, tellAccount }, context);
  if (placed === undefined) return undefined;
  const request = { verb, args, context, client: found.run.client, timeoutMs, tellAccount };
  warnOfManager(args, found.run.warn);
  for (const subject of placed) await refuseWritesUndone(subject, request);
  const ready = placed.map((subject) => prepare(subject, request));
  for (const { subject, progress } of ready) {
    if (!args.recreate || subject.before === undefined) continue;
    progress.clear();
    await confirmRemoval(nameOf(subject), args, context);
  }
  const runs = await Promise.allSettled(ready.map((each) => telling(each, advanceOne(each, request), context)));
  return resultsOf(ready, runs, context);
}

/** @throws UserError for what can be refused before anything is done */
function prepare(subject: Subject, { args, context, verb }: Request): Ready {
  const { target, chosen, prefix } = subject;
  checkSubject(subject, args, verb);
  const progress = new Progress(context.stderr, context, prefix);
  progress.note(
    `endpoint "${subject.label}"${chosen === undefined ? '' : ` (${chosen})`} of ${target.reference} in namespace ${target.namespace}`,
  );
  return { subject, progress };
}
