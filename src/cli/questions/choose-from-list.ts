import { widthOf } from '../../output/width.ts';
import { ATTEMPTS, askBelow, lastUnusable } from '../ask.ts';
import type { Context } from '../context.ts';
import { NoAnswer } from './no-answer.ts';

/** Something to choose. */
export interface ListItem {
  readonly id: string;
  readonly name: string;
  /** What is shown of it. */
  readonly columns: readonly string[];
  /** Whether Enter takes it. */
  readonly proposed: boolean;
  /** Only one can be taken of those that have this in common. */
  readonly onlyOneOf?: string | undefined;
}

/** What is to be chosen. */
export interface List {
  /** What each of them is, such as `subnet`. */
  readonly what: string;
  readonly items: readonly ListItem[];
  /** Whether several may be taken. */
  readonly several: boolean;
  /** As it reads after "one", such as `in each zone`, where `onlyOneOf` says something. */
  readonly onlyOne?: string | undefined;
  /** What is to be read before it. */
  readonly above: readonly string[];
}

/**
 * Shows a numbered list, and asks which of it; Enter takes what is proposed. An answer is numbers, ids or names, separated by commas.
 * @returns the ids
 * @throws NoAnswer, also when no answer can be used
 */
export async function chooseFromList(
  list: List,
  context: Pick<Context, 'together' | 'stderr'> & { readonly ask: NonNullable<Context['ask']> },
): Promise<readonly string[]> {
  const { what, items } = list;
  const example = exampleOf(list);
  const proposed = numbersOf(items.flatMap((item, at) => (item.proposed ? [at] : [])));
  const ways = example === undefined ? `${what}?` : `${what}s? Several like ${example}`;
  const question = `Which ${ways} (${proposed === '' ? range(items) : proposed}): `;
  let [above, problem] = [[...list.above, ...linesOf(list)], ''];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await askBelow(above, question, context);
    const chosen = read(answer === '' ? proposed : answer, list);
    if (typeof chosen !== 'string') return chosen;
    problem = chosen;
    above = [problem];
  }
  throw new NoAnswer(`${problem}; ${lastUnusable}; nothing was changed`);
}

/** How several that can be taken together are written; undefined if only one can be taken. */
function exampleOf({ items, several }: List): string | undefined {
  const [first] = items;
  const other = items.findIndex(
    ({ onlyOneOf }, at) => at > 0 && (onlyOneOf === undefined || onlyOneOf !== first?.onlyOneOf),
  );
  return several && other > 0 ? numbersOf([0, other]) : undefined;
}

/** What can be answered, for who answered something else. */
function answersTo(list: List): string {
  const { length } = list.items;
  const example = exampleOf(list);
  if (length === 1) return 'answer with 1';
  return example === undefined
    ? `answer with one of 1 to ${length}`
    : `answer with some of 1 to ${length}, such as ${example}`;
}

function numbersOf(places: readonly number[]): string {
  return places.map((at) => at + 1).join(',');
}

function range({ length }: readonly unknown[]): string {
  return length === 1 ? '1' : `1-${length}`;
}

function linesOf({ what, items, several, onlyOne }: List): readonly string[] {
  const limits =
    several && items.length > 1 && onlyOne !== undefined && items.some(({ onlyOneOf }) => onlyOneOf !== undefined);
  const rows = items.map(({ columns }, at) => [String(at + 1), ...columns]);
  const most = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: most }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .filter((_, column) => widths[column] !== 0)
      .join('  ')
      .trimEnd(),
  );
  return [`${what}s${limits ? `, one ${onlyOne}` : ''}:`, ...lines.map((line) => `  ${line}`)];
}

/** The ids that an answer means, or why it means none. */
function read(answer: string, list: List): readonly string[] | string {
  const { what, items, several, onlyOne = '' } = list;
  const words = answer.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return `no ${what} was chosen, and none is proposed`;
  const chosen: ListItem[] = [];
  for (const word of words) {
    const named = items.filter(({ id, name }, at) => [String(at + 1), id, name].includes(word));
    const [item, another] = named;
    if (item === undefined) return `"${word}" is none of them; ${answersTo(list)}`;
    if (another !== undefined) return `several are called "${word}"; ${answersTo(list)}`;
    if (!chosen.includes(item)) chosen.push(item);
  }
  if (!several && chosen.length > 1) return `only one ${what} can be taken`;
  for (const [at, { id, onlyOneOf }] of chosen.entries()) {
    const same = chosen.slice(0, at).find((each) => onlyOneOf !== undefined && each.onlyOneOf === onlyOneOf);
    if (same !== undefined) return `${same.id} and ${id} cannot both be taken: one ${what} ${onlyOne}`;
  }
  return chosen.map(({ id }) => id);
}
