import { UserError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { againWith } from '../hints.ts';
import type { OpenQuestion } from './open-question.ts';

/** The questions of a run that nobody can be asked: all of them are told at once, before anything is changed. */
export class Unanswered {
  readonly #questions: OpenQuestion[] = [];

  /** Takes a question; the same one about another object is no second question. */
  add(question: OpenQuestion): void {
    if (!this.#questions.some(({ what }) => what === question.what)) this.#questions.push(question);
  }

  /** What a run without --dry-run would have to be told, line by line. */
  notes(): readonly string[] {
    return this.#questions.map(({ what, flags, otherwise = '' }) => {
      const how = flags === undefined ? otherwise : `give ${flags}`;
      return `note: without --dry-run, the command has to be told ${what} (${how})`;
    });
  }

  /** @throws UserError if there is a question */
  refuse(context: Pick<Context, 'commandLine'>): void {
    const [first, second] = this.#questions;
    if (first === undefined) return;
    if (second === undefined && first.error !== undefined) throw first.error;
    this.refuseAll(context);
  }

  /** The same for a command line for several objects, which one of the questions is not all of. @throws UserError */
  refuseAll(context: Pick<Context, 'commandLine'>): void {
    const second = this.#questions[1];
    if (this.#questions.length === 0) return;
    const lead = second === undefined ? 'an answer is' : `${this.#questions.length} answers are`;
    const all = this.#questions.map(({ what }) => what).join('; ');
    throw new UserError(`${lead} missing, and this run cannot ask: ${all}`, { hint: this.#hint(context) });
  }

  #hint(context: Pick<Context, 'commandLine'>): string {
    const words = this.#questions.flatMap(({ flags = '' }) => flags.split(' ').filter((word) => word !== ''));
    // A switch that answers several questions is given once.
    const flags = words.filter((word, at) => !word.startsWith('--') || words.indexOf(word) === at).join(' ');
    const others = [...new Set(this.#questions.flatMap(({ otherwise }) => otherwise ?? []))];
    return [...(flags === '' ? [] : [`nothing was changed; run: ${againWith(flags, context)}`]), ...others].join('; ');
  }
}
