import { styleText } from 'node:util';
import type { Stream } from './stream.ts';
import { beginningOf, widthOf } from './width.ts';

/** When output is colored: `auto` means on a terminal that can show it. */
export const colorModes = ['auto', 'always', 'never'] as const;

export type ColorMode = (typeof colorModes)[number];

/** How a piece of text stands out. */
const looks = {
  dim: 'dim',
  good: 'green',
  running: 'cyan',
  warning: 'yellow',
  bad: 'red',
  command: 'bold',
  heading: 'bold',
} as const satisfies Readonly<Record<string, Parameters<typeof styleText>[0]>>;

export type Look = keyof typeof looks;

/** The signs that a line can begin with; the second form is for locales other than UTF-8. */
const signs = {
  /** Was so before this run. */
  held: { sign: '✓', ascii: '+', look: 'dim' },
  /** Done by this run. */
  done: { sign: '✓', ascii: '+', look: 'good' },
  holds: { sign: '✓', ascii: '+', look: 'good' },
  runs: { sign: '●', ascii: '*', look: 'running' },
  /** Takes turns with `runs` while something is waited for, so that it is seen to live. */
  runsOn: { sign: '○', ascii: 'o', look: 'running' },
  warns: { sign: '!', ascii: '!', look: 'warning' },
  fails: { sign: '✗', ascii: 'x', look: 'bad' },
  unknown: { sign: '?', ascii: '?', look: 'warning' },
} as const satisfies Readonly<Record<string, { readonly sign: string; readonly ascii: string; readonly look: Look }>>;

export type Sign = keyof typeof signs;

/** What a stream can show: colors, signs beyond ASCII, and how wide a line may be. */
export class Style {
  readonly #colored: boolean;
  readonly #unicode: boolean;
  /** The columns of the terminal; undefined if the stream is not one, so that nothing is cut. */
  readonly width: number | undefined;

  /** @param env the locale, TERM and NO_COLOR */
  constructor(stream: Stream, env: NodeJS.ProcessEnv, mode: ColorMode) {
    this.#colored = mode === 'always' || (mode === 'auto' && allowsColor(stream, env));
    this.#unicode = isUtf8(env);
    this.width = stream.isTTY === true ? stream.columns : undefined;
  }

  /** The text in color; unchanged where there is none. Paint only what is already safe to print, and measure it before. */
  paint(look: Look, text: string): string {
    return this.#colored && text !== '' ? styleText(looks[look], text, { validateStream: false }) : text;
  }

  /** A sign of one column. */
  sign(name: Sign): string {
    return this.paint(signs[name].look, this.plainSign(name));
  }

  /** The same without its color, to be painted later. */
  plainSign(name: Sign): string {
    const { sign, ascii } = signs[name];
    return this.#unicode ? sign : ascii;
  }

  /** The text cut to a number of columns, with a mark where something is missing. */
  cut(text: string, columns: number): string {
    if (widthOf(text) <= columns) return text;
    const mark = this.#unicode ? '…' : '...';
    return `${beginningOf(text, columns - mark.length).trimEnd()}${mark}`;
  }
}

/** kubectl's rule: a terminal that is not dumb, and no NO_COLOR, whatever its value (cli-runtime pkg/printers/terminal.go, AllowsColorOutput). */
function allowsColor({ isTTY }: Stream, env: NodeJS.ProcessEnv): boolean {
  return isTTY === true && env['TERM'] !== 'dumb' && env['NO_COLOR'] === undefined;
}

/** Whether the locale is UTF-8; the first variable that is set decides (POSIX, "Environment Variables", 8.2). Windows has none of them. */
function isUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale === undefined ? env['OS'] === 'Windows_NT' : /utf-?8/i.test(locale);
}
