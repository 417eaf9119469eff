import { AmbiguousError, UserError } from '../core/errors.ts';
import type { Hint } from '../core/next-command.ts';
import { printBlock, printLine } from '../output/escape.ts';
import type { Arguments } from './args/flag.ts';
import type { outputFlag, yesFlag } from './args/flag-groups.ts';
import type { Context, VerbContext } from './context.ts';
import { againWith } from './hints.ts';
import type { OpenQuestion } from './questions/open-question.ts';
import { NoAnswer } from './questions/no-answer.ts';
import type { Invocation } from './verb.ts';

/** So many answers that cannot be used end the command: several objects may share one, and would go round for ever. */
export const ATTEMPTS = 3;

/** Why it is not asked again. */
export const lastUnusable = 'that was the third answer that cannot be used';

/** Whether confirmation prompts are skipped. */
type Consent = Arguments<typeof yesFlag>;
/** The same for a verb that prints in several formats. */
type ConsentTo = Consent & Arguments<ReturnType<typeof outputFlag>>;

/** Whether a format is read by a program, in which case nothing is asked. */
function isForPrograms(format: unknown): boolean {
  return typeof format === 'string' && format !== '' && format !== 'wide';
}

/**
 * Runs a command line. If several things match, lists them on a terminal, asks which one, and runs it with that one. Without a
 * terminal, or for a format that a program reads, it throws the error, which names the flag that chooses.
 */
export async function runAsking(command: Invocation, context: VerbContext): Promise<number> {
  try {
    return await command.run(context);
  } catch (error) {
    if (!(error instanceof AmbiguousError) || context.ask === undefined) throw error;
    const { flag, choices } = error;
    const choosing = isForPrograms(command.values['output']) ? undefined : command.choosing(flag);
    if (choosing === undefined) throw error;
    printLine(context.stderr, error.message);
    for (const [at, { text }] of choices.entries()) printLine(context.stderr, `  ${at + 1}  ${text}`);
    const answer = (await beforeChanges(context.ask, `Which one? (1-${choices.length}): `)).trim();
    const chosen = choices.find(({ value }, at) => answer === String(at + 1) || answer === value);
    if (chosen === undefined) throw error;
    return runAsking(choosing(chosen.value), context);
  }
}

/**
 * Asks before anything is changed, below lines that belong to the question: of several objects, the same lines with the same question are
 * shown once.
 * @throws NoAnswer
 */
export async function askBelow(
  lines: readonly string[],
  question: string,
  { ask, together, stderr }: Pick<Context, 'together' | 'stderr'> & { readonly ask: NonNullable<Context['ask']> },
): Promise<string> {
  if (together !== undefined) return (await beforeChanges(ask, [...lines, question].join('\n'))).trim();
  printBlock(stderr, lines);
  return (await beforeChanges(ask, question)).trim();
}

/** Asks before anything is changed. @throws NoAnswer, which says so */
async function beforeChanges(ask: NonNullable<Context['ask']>, question: string): Promise<string> {
  try {
    return await ask(question);
  } catch (error) {
    throw error instanceof NoAnswer ? error.beforeChanges() : error;
  }
}

/** Whether a person can be asked: on a terminal, and for no format that a program reads. */
export function canAsk(
  { output }: Arguments<ReturnType<typeof outputFlag>>,
  context: Context,
): context is Context & { readonly ask: NonNullable<Context['ask']> } {
  return context.ask !== undefined && !isForPrograms(output);
}

/**
 * Asks whether to do what is proposed, where the command goes on without it after a no; the answer that is only Enter is yes.
 * @returns the answer, which of several objects is known once all of them have been asked about
 * @throws NoAnswer
 */
export async function agreesByThen(question: string, context: Parameters<typeof askBelow>[2]): Promise<() => boolean> {
  if (context.together !== undefined) return context.together.offer(question);
  const agreed = await agreesBelow([], question, context);
  return () => agreed;
}

/** Asks whether to do what is proposed, below lines that belong to the question, and of several objects at once. @throws NoAnswer */
export async function agreesBelow(
  lines: readonly string[],
  question: string,
  context: Parameters<typeof askBelow>[2],
): Promise<boolean> {
  let above = lines;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await askBelow(above, `${question} (Y/n): `, context);
    if (/^(y(es)?)?$/i.test(answer)) return true;
    if (/^no?$/i.test(answer)) return false;
    above = [`"${answer}" is neither yes nor no`];
  }
  throw new NoAnswer(`${above.join('; ')}; ${lastUnusable}; nothing was changed`);
}

/** Asks whether to do everything that was listed. */
export async function agreesToAll(
  question: string,
  { ask }: { readonly ask: NonNullable<Context['ask']> },
): Promise<boolean> {
  return /^\s*y(es)?\s*$/i.test(await beforeChanges(ask, `${question} (y/N): `));
}

/** Asks which one; the answer that is only Enter is the first. @returns undefined for an answer that is none of them */
export async function chooseWord(
  question: string,
  words: readonly [string, ...string[]],
  { ask }: { readonly ask: NonNullable<Context['ask']> },
): Promise<string | undefined> {
  const answer = (await beforeChanges(ask, `${question} ${words.join(', ')} (${words[0]}): `)).trim();
  return answer === '' ? words[0] : words.find((word) => word === answer);
}

/**
 * Asks before a container is added to somebody's Pod. No is an answer like any other here: the command goes on without it.
 * @returns undefined when nobody can be asked
 */
export async function confirmEphemeral(
  question: string,
  format: unknown,
  { ask }: Pick<Context, 'ask'>,
): Promise<boolean | undefined> {
  if (ask === undefined || isForPrograms(format)) return undefined;
  return /^\s*y(es)?\s*$/i.test(await ask(`${question} (y/N): `));
}

/** Asks for confirmation. @throws UserError for any answer but yes */
async function insist(
  { ask, together }: Pick<Context, 'together'> & { readonly ask: NonNullable<Context['ask']> },
  question: string,
  hint: Hint | undefined = 'answer y, or pass --yes',
): Promise<void> {
  if (together !== undefined) return together.add(question, hint);
  const answer = await beforeChanges(ask, `${question} (y/N): `);
  if (/^\s*y(es)?\s*$/i.test(answer)) return;
  throw new UserError('not confirmed; nothing was changed', hint === undefined ? {} : { hint });
}

/** Notes a question that nobody can be asked, to be told with the others. @throws its error where the verb tells one at a time */
function leaveOpen(question: OpenQuestion & { readonly error: UserError }, { unanswered }: Context): void {
  if (unanswered === undefined) throw question.error;
  unanswered.add(question);
}

/**
 * Asks before a cloud endpoint is created in a place that nobody named. Without a terminal, or for a format that a program reads,
 * --yes is required.
 * @throws UserError when nobody can be asked, or the answer is anything but yes
 */
export async function confirmPlacement(args: ConsentTo, context: Context): Promise<void> {
  if (args.yes) return;
  if (!canAsk(args, context)) {
    const error = new UserError(
      '--yes is required to create the cloud endpoint there: this run cannot ask for confirmation',
      { hint: `preview it with --dry-run, then run: ${againWith('--yes', context)}` },
    );
    return leaveOpen({ what: 'whether to create the cloud endpoint there', flags: '--yes', error }, context);
  }
  await insist(context, 'Create the cloud endpoint there?', 'answer y, or give the placement yourself');
}

/**
 * Asks before creating objects that nobody described.
 * @param otherwise the error if nobody can be asked
 * @throws UserError when nobody can be asked, or the answer is anything but yes
 */
export async function confirmMaking(
  what: string,
  otherwise: UserError,
  args: ConsentTo,
  context: Context,
): Promise<void> {
  if (args.yes) return;
  if (!canAsk(args, context)) {
    return leaveOpen({ what: `whether to create ${what}`, flags: '--yes', error: otherwise }, context);
  }
  await insist(context, `${otherwise.message}; create ${what}?`, otherwise.hint);
}

/**
 * Asks on a terminal before something is removed, unless --yes is given. Without a terminal, --recreate itself is the consent.
 * @throws UserError when the answer is anything but yes
 */
export async function confirmRemoval(what: string, args: Consent, context: Context): Promise<void> {
  const { ask, together } = context;
  if (args.yes || ask === undefined) return;
  await insist({ ask, together }, `--recreate removes ${what}, and its new service gets another name; continue?`);
}

/**
 * Asks before deleting what was just listed. Without a terminal, --yes is required.
 * @throws UserError when nobody can be asked, or the answer is anything but yes
 */
export function confirmDeletion(question: string, args: Consent, context: Context): Promise<void> {
  return confirmShown('delete this', question, args, context);
}

/** Asks before endpoints are moved as was just shown. @throws as `confirmDeletion` */
export function confirmMove(question: string, args: Consent, context: Context): Promise<void> {
  return confirmShown('do this', question, args, context);
}

async function confirmShown(what: string, question: string, args: Consent, context: Context): Promise<void> {
  if (args.yes) return;
  const { ask, together } = context;
  if (ask === undefined) {
    throw new UserError(`--yes is required to ${what}: this run cannot ask for confirmation; nothing was changed`, {
      hint: `run: ${againWith('--yes', context)}`,
    });
  }
  await insist({ ask, together }, question);
}
