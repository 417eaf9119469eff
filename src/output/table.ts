import Table from 'cli-table3';
import { escapeControl } from './escape.ts';
import type { Stream } from './stream.ts';
import type { Look, Style } from './style.ts';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '   ',
};

/** A cell that stands out, or that stays empty where others would show `<none>`. */
export interface StyledCell {
  readonly text: string;
  readonly look?: Look | undefined;
}

export type Cell = string | StyledCell | undefined;

type Cells = readonly Cell[];

/** The fewest columns to which the last cell of a line is cut. */
const NARROWEST = 20;

function draw(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[] | undefined,
): string {
  const drawn = new Table({
    head: [...heads],
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(widths === undefined ? {} : { colWidths: [...widths] }),
  });
  for (const row of rows) drawn.push([...row]);
  return `${drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

function printable(row: Cells): string[] {
  return row.map((cell) => {
    if (typeof cell === 'object') return escapeControl(cell.text);
    return cell === undefined || cell === '' ? '<none>' : escapeControl(cell);
  });
}

/** A table as kubectl prints it: upper-case headers, three spaces between columns, no borders, no padding at the end of a line. */
export function table(heads: readonly string[], rows: readonly Cells[]): string {
  return draw(heads, rows.map(printable), undefined);
}

/** A table that grows: it prints its headers once, and aligns later rows with earlier ones as long as their cells fit. */
export class LiveTable {
  readonly #stdout: Stream;
  readonly #style: Style | undefined;
  #widths: readonly number[] | undefined;

  /** @param style how cells stand out, and how wide a line may be: the last cell is cut to fit. Undefined for plain lines of any length */
  constructor(stdout: Stream, style?: Style) {
    this.#stdout = stdout;
    this.#style = style;
  }

  print(heads: readonly string[], rows: readonly Cells[], headers = true): void {
    const cells = this.#fitted(heads, rows.map(printable), headers);
    const before = this.#widths;
    const widths = heads.map((head, column) =>
      Math.max(before?.[column] ?? (headers ? head.length : 0), ...cells.map((row) => row[column]?.length ?? 0)),
    );
    this.#widths = widths;
    const painted = cells.map((row, at) => row.map((text, column) => this.#painted(text, rows[at]?.[column])));
    this.#stdout.write(draw(before === undefined && headers ? heads : [], painted, widths));
  }

  /** The cells, the last of each line cut to what the others leave of the terminal. */
  #fitted(heads: readonly string[], cells: readonly string[][], headers: boolean): readonly string[][] {
    const style = this.#style;
    if (style?.width === undefined) return cells;
    const others = heads.slice(0, -1).map((head, column) => {
      const least = this.#widths?.[column] ?? (headers ? head.length : 0);
      return Math.max(least, ...cells.map((row) => row[column]?.length ?? 0)) + noBorders.middle.length;
    });
    const left = style.width - others.reduce((sum, width) => sum + width, 0);
    return cells.map((row) => [...row.slice(0, -1), style.cut(row.at(-1) ?? '', Math.max(left, NARROWEST))]);
  }

  #painted(text: string, cell: Cell): string {
    const look = typeof cell === 'object' ? cell.look : undefined;
    return look === undefined ? text : (this.#style?.paint(look, text) ?? text);
  }
}
