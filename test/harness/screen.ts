/* eslint-disable no-control-regex -- obeying escape sequences is what this is for */

/** What a terminal shows in the end, and how many of its lines were ever drawn anew. */
export interface Screen {
  readonly lines: readonly string[];
  /** The most lines that were drawn anew at a time. */
  readonly redrawn: number;
}

/** Obeys the few sequences that this program writes: to a line's beginning, some lines up, and erasing from there. Colors are left out. */
export function screenOf(text: string): Screen {
  const lines = [''];
  let [row, redrawn] = [0, 0];
  const parts = text.match(/\r|\n|\u001b\[\d*[A-Za-z]|[^\r\n\u001b]+/g) ?? [];
  let column = 0;
  for (const part of parts) {
    const [, count = '', letter] = /^\u001b\[(\d*)([A-Za-z])$/.exec(part) ?? [];
    if (part === '\r') column = 0;
    else if (part === '\n') {
      row += 1;
      column = 0;
      lines[row] ??= '';
    } else if (letter === 'A') {
      row -= Number(count);
      redrawn = Math.max(redrawn, Number(count) + 1);
      if (row < 0) throw new Error('the cursor left the upper edge of the screen');
    } else if (letter === 'J') lines.splice(row, Infinity, (lines[row] ?? '').slice(0, column));
    else if (letter === 'K') lines[row] = (lines[row] ?? '').slice(0, column);
    else if (letter === undefined) {
      lines[row] = `${(lines[row] ?? '').slice(0, column)}${part}${(lines[row] ?? '').slice(column + part.length)}`;
      column += part.length;
    }
  }
  return { lines, redrawn };
}
