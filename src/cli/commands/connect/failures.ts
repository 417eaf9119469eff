import { UserError, isFailure } from '../../../core/errors.ts';
import { areInRegions } from '../../endpoints/selected-endpoint.ts';
import type { VerbContext } from '../../context.ts';
import { hintLines } from '../../hints.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import type { PreparedEndpoint } from './request.ts';

/** With several endpoints, reports a failure at once: the others may take much longer. */
export async function reportFailure<T>(
  { selected, progress }: PreparedEndpoint,
  run: Promise<T>,
  context: VerbContext,
): Promise<T> {
  try {
    return await run;
  } catch (error) {
    if (selected.prefix !== undefined && isFailure(error)) {
      const hint = hintOf(error);
      progress.note(`error: ${messageOf(error)}`);
      for (const [at, line] of hintLines(hint ?? []).entries())
        progress.note(`${at === 0 ? 'hint: ' : ''}${context.hintText(line)}`);
    }
    throw error;
  }
}

/** What went wrong with one endpoint. */
interface Failure {
  readonly reason: unknown;
  /** Its region or its label. */
  readonly where: string | undefined;
}

/**
 * The results of a command line.
 * @param prepared the endpoints, in the order of the runs
 * @throws the error of the only endpoint; with several, whose errors are already reported, an error that lists those that failed
 */
export function resultsOf<T>(
  prepared: readonly PreparedEndpoint[],
  runs: readonly PromiseSettledResult<T>[],
  context: VerbContext,
): readonly [T, ...T[]] {
  const failures = runs.flatMap((run, at): Failure[] =>
    run.status === 'rejected' ? [{ reason: run.reason, where: prepared[at]?.selected.prefix }] : [],
  );
  if (failures.length > 0) {
    const endpoints = prepared.map(({ selected }) => selected);
    throw failureOf(failures, { all: runs.length, what: areInRegions(endpoints) ? 'regions' : 'endpoints' }, context);
  }
  const [first, ...others] = runs.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
  if (first === undefined) throw new Error('a command line was about no endpoint');
  return [first, ...others];
}

/** The error for those of all endpoints that failed; what tells them apart is their region or their label. */
function failureOf(
  failures: readonly Failure[],
  { all, what }: { readonly all: number; readonly what: 'regions' | 'endpoints' },
  { commandLine }: VerbContext,
): unknown {
  const bug = failures.find(({ reason }) => !isFailure(reason));
  const [first] = bug === undefined ? failures : [bug];
  if (bug !== undefined || all === 1 || !(first?.reason instanceof UserError)) return first?.reason;
  const { exitCode } = first.reason;
  const names = failures.map(({ where }) => where).join(', ');
  const left = all - failures.length;
  return new UserError(`${failures.length} of ${all} ${what} failed: ${names}`, {
    hint: `${left === 0 ? '' : 'the others are done; '}fix what is reported for each above, then continue with: ${commandLine}`,
    exitCode,
  });
}
