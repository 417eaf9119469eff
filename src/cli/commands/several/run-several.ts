import { AmbiguousError, InterruptedError, UserError } from '../../../core/errors.ts';
import type { Slots } from '../../../core/plan/slots/slots.ts';
import { printLine } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { printHint, resumeHint } from '../../hints.ts';
import { NoAnswer } from '../../questions/no-answer.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import { HeldText } from './held-text.ts';
import { type Member, type Outcome, contextOf } from './member.ts';
import type { Questions } from './questions.ts';

/** An object with which nothing is done yet, or why nothing will be. */
type Ready<P, R> = { readonly member: Member<P, R> } & ({ readonly prepared: P } | { readonly failure: unknown });

/** What was prepared for an object. */
export interface Named<P> {
  readonly name: string;
  readonly prepared: P;
}

/** What is needed to work on several objects. */
export interface Together<P> {
  readonly slots: Slots;
  readonly questions: Questions;
  /**
   * Shows what is about to be done, and has it confirmed.
   * @returns false after a preview, which ends before anything is done
   * @throws UserError if it is not to be done
   */
  readonly agree: (prepared: readonly Named<P>[]) => Promise<boolean>;
}

/**
 * Works on several objects: looks at all of them, asks what is to be asked once, and then makes the changes side by side. What stands in
 * the way of one of them does not stop the others.
 * @returns what became of each, in their order; after a preview, of those that failed
 * @throws UserError, before anything is changed, for questions that are not answered; InterruptedError
 */
export async function runSeveral<P, R>(
  members: readonly Member<P, R>[],
  { slots, questions, agree }: Together<P>,
  context: VerbContext,
): Promise<readonly Outcome<R>[]> {
  const all = await Promise.all(members.map((member) => slots.within(() => prepare(member, questions, context))));
  const known = new Set<string>();
  for (const { held } of all) held.writeTo(context.stderr, known);
  for (const { ready } of all) if ('failure' in ready) refuseForAll(ready.member.name, ready.failure, context);
  questions.refuse();
  for (const { ready } of all) if ('failure' in ready) tell(ready.member.name, ready.failure, context);
  const prepared = all.flatMap(({ ready }) =>
    'prepared' in ready ? [{ name: ready.member.name, prepared: ready.prepared }] : [],
  );
  const agreed = prepared.length > 0 && (await agree(prepared));
  const failures = all.flatMap(({ ready }) => ('failure' in ready ? [ready] : []));
  return Promise.all((agreed ? all.map(({ ready }) => ready) : failures).map((ready) => act(ready, context)));
}

async function prepare<P, R>(
  member: Member<P, R>,
  questions: Questions,
  context: VerbContext,
): Promise<{ readonly ready: Ready<P, R>; readonly held: HeldText }> {
  const held = new HeldText(context.stderr);
  try {
    const own = { ...contextOf(member, context), ...questions.asking, stderr: held };
    return { ready: { member, prepared: await member.prepare(own) }, held };
  } catch (failure) {
    return { ready: { member, failure }, held };
  }
}

/** Refuses the whole command for what is the person's to decide, and for defects. @throws UserError */
function refuseForAll(name: string, failure: unknown, context: VerbContext): void {
  // What continues is the command for all of them.
  if (failure instanceof InterruptedError)
    throw new InterruptedError(failure.problem.during, resumeHint(context), failure.exitCode);
  if (!(failure instanceof UserError) || failure instanceof NoAnswer) throw failure;
  // Which of several is meant is asked of a command for one object.
  if (!(failure instanceof AmbiguousError)) return;
  const { hint } = failure;
  throw new UserError(`${name}: ${messageOf(failure)}; nothing was changed`, hint === undefined ? {} : { hint });
}

/** Tells at once why nothing will be done with an object: the others may take long, and a question may come first. */
function tell(name: string, failure: unknown, context: VerbContext): void {
  if (!(failure instanceof UserError)) return;
  const hint = hintOf(failure);
  printLine(context.stderr, `${name}  error: ${messageOf(failure)}`);
  if (hint !== undefined) printHint(hint, context, `${name}  hint: `, `${name}  `);
}

async function act<P, R>(ready: Ready<P, R>, context: VerbContext): Promise<Outcome<R>> {
  const { name, commandLine, changes } = ready.member;
  const about = { name, commandLine };
  if ('failure' in ready) return { ...about, result: undefined, failure: ready.failure, changes: [] };
  const { member, prepared } = ready;
  try {
    const result = await member.act(prepared, contextOf(member, context));
    return { ...about, result, failure: undefined, changes: changes(prepared) };
  } catch (failure) {
    return { ...about, result: undefined, failure, changes: changes(prepared) };
  }
}
