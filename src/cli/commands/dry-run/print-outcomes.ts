import { InterruptedError, exitCodes } from '../../../core/errors.ts';
import type { VerbContext } from '../../context.ts';
import { resumeHint } from '../../hints.ts';
import type { Outcome } from '../several/member.ts';
import type { SeveralSources } from '../several/named-sources.ts';
import { tellFailures } from '../several/summary.ts';
import { printRehearsal } from './print.ts';
import { type Rehearsed, type Showing, failedCode } from './rehearsed.ts';

/**
 * Shows what would be done for several objects and, last of all, what stands in the way of some of them.
 * @returns the exit code
 * @throws InterruptedError
 */
export async function printOutcomes(
  { run, client }: SeveralSources,
  {
    outcomes,
    notes,
  }: { readonly outcomes: readonly Outcome<readonly Rehearsed[]>[]; readonly notes: readonly Rehearsed[] },
  showing: Showing,
  context: VerbContext,
): Promise<number> {
  const interruption = outcomes.map(({ failure }) => failure).find((failure) => failure instanceof InterruptedError);
  if (interruption !== undefined)
    throw new InterruptedError(interruption.problem.during, resumeHint(context), interruption.exitCode);
  const rehearsed = outcomes.flatMap(({ result }) => result ?? []);
  const writing = { ...run, client };
  const code =
    rehearsed.length === 0 ? exitCodes.ok : await printRehearsal(writing, [...rehearsed, ...notes], showing, context);
  return tellFailures(outcomes, context) === exitCodes.ok ? code : failedCode(showing);
}
