import type { Stream } from './stream.ts';

/** The narrowest and the widest that text for reading is laid out. */
const NARROWEST = 80;
const WIDEST = 120;
/** The last column in which descriptions may begin; a longer flag gets a line of its own. */
const LAST_INDENT = 34;

/** How wide text for reading may be on a stream: as its terminal is, within bounds; the narrowest where there is none. */
export function readableWidth({ isTTY, columns }: Stream): number {
  if (isTTY !== true || columns === undefined) return NARROWEST;
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}

/** Pairs in two columns, the second one wrapped. */
export function twoColumns(rows: readonly (readonly [string, string])[], width: number): readonly string[] {
  const indent = Math.min(LAST_INDENT, Math.max(...rows.map(([left]) => left.length)) + 4);
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrapped(right, { indent, width });
    if (left.length + 4 > indent) return [`  ${left}`, first, ...more];
    return [`  ${left}`.padEnd(indent) + first.slice(indent), ...more];
  });
}

/** How a text is wrapped. */
interface Wrapping {
  /** The column in which every line begins. */
  readonly indent: number;
  readonly width: number;
  /** What every line but the first begins with, and every line but the last ends with. */
  readonly again?: string;
  readonly continued?: string;
}

/** A text in lines of whole words; a word that is longer than a line is left whole. */
export function wrapped(text: string, { indent, width, again = '', continued = '' }: Wrapping): readonly string[] {
  const lines: string[] = [];
  const [first = '', ...words] = text.split(' ');
  let line = first;
  for (const [at, word] of words.entries()) {
    const end = at === words.length - 1 ? '' : continued;
    if (indent + `${line} ${word}${end}`.length > width) {
      lines.push(line + continued);
      line = again + word;
    } else line += ` ${word}`;
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`);
}
