import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import { printBlock, printLine } from '../../../output/escape.ts';
import { agreesBelow, agreesToAll } from '../../ask.ts';
import type { Context, VerbContext } from '../../context.ts';
import type { OpenQuestion } from '../../questions/open-question.ts';
import { Unanswered } from '../../questions/unanswered.ts';

/** The questions about several objects, which are asked once, before the first change to any of them. */
export class Questions {
  readonly #context: VerbContext;
  readonly #manner: 'asked' | 'told';
  /** What is to be confirmed, with what else a person may do. */
  readonly #toConfirm = new Map<string, Hint | undefined>();
  /** What is proposed, and whether the person agrees. */
  readonly #offered = new Map<string, boolean>();
  readonly #unanswered = new Unanswered();
  readonly #answers = new Map<string, Promise<string>>();
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param context the command's own
   * @param manner whether a run needs the answers, or only tells the questions because it changes nothing
   */
  constructor(context: VerbContext, manner: 'asked' | 'told' = 'asked') {
    this.#context = context;
    this.#manner = manner;
  }

  /** The part of an object's context that has to do with questions. */
  get asking(): Pick<Context, 'ask' | 'together' | 'unanswered'> {
    const { ask } = this.#context;
    const unanswered = { add: (question: OpenQuestion): void => this.#unanswered.add(question) };
    if (ask === undefined) return { ask, unanswered };
    return {
      ask: (question) => this.#askOnce(question, ask),
      together: {
        add: (question, hint) => void this.#toConfirm.set(question, hint),
        offer: (question) => {
          this.#offered.set(question, false);
          return () => this.#offered.get(question) === true;
        },
      },
      unanswered,
    };
  }

  /**
   * A question that is not confirmed with the others is asked at once; the same one of another object has the same answer. Its last line
   * is the question, and those before it belong to it.
   */
  #askOnce(question: string, ask: NonNullable<Context['ask']>): Promise<string> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const lines = question.split('\n');
    const asked = this.#last.then(() => {
      printBlock(this.#context.stderr, lines.slice(0, -1));
      return ask(lines.at(-1) ?? '');
    });
    this.#last = asked.catch(() => undefined);
    this.#answers.set(question, asked);
    return asked;
  }

  /** @throws UserError for questions that nobody can be asked */
  refuse(): void {
    if (this.#manner === 'asked') return this.#unanswered.refuseAll(this.#context);
    for (const note of this.#unanswered.notes()) printLine(this.#context.stderr, note);
  }

  /**
   * Asks for everything that is to be confirmed, in one question, and then for what is proposed.
   * @returns true
   * @throws UserError for any answer but yes to the first; NoAnswer
   */
  async confirm(): Promise<true> {
    const { ask, stderr } = this.#context;
    if (ask === undefined) return true;
    await this.#confirmAll(ask);
    for (const question of this.#offered.keys())
      this.#offered.set(question, await agreesBelow([], question, { ask, stderr }));
    return true;
  }

  async #confirmAll(ask: NonNullable<Context['ask']>): Promise<void> {
    const questions = [...this.#toConfirm];
    const [only, another] = questions;
    if (only === undefined) return;
    if (another !== undefined) {
      printLine(this.#context.stderr, 'to be confirmed:');
      for (const [question] of questions) printLine(this.#context.stderr, `  ${question}`);
    }
    const [question, hint] = another === undefined ? only : (['Yes to all of them?', undefined] as const);
    if (await agreesToAll(question, { ask })) return;
    throw new UserError('not confirmed; nothing was changed', {
      hint: hint ?? 'answer y, or give the flags that answer: --yes, a placement',
    });
  }
}
