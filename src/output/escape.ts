import type { Stream } from './stream.ts';
import type { Look, Style } from './style.ts';

/**
 * What a terminal would obey, or show as something else than it is: control characters (Cc), marks that turn the direction of a text or have
 * no width (Cf), separators of lines and paragraphs (Zl, Zp), and halves of a surrogate pair (Cs).
 */
function unprintable(): RegExp {
  // Made where a text has such characters, if any: to look up their classes takes V8 longer than all that a start reads.
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
}

/** A text of which every character is shown as it is; so are most. */
const plain = /^[\x20-\x7e]*$/;

/**
 * Text from a cluster or a cloud, made safe for a terminal: what it would obey is shown instead. ASCII control characters are shown as
 * kubectl shows them, such as `^[` (cli-runtime pkg/printers/terminal.go, WriteEscaped), all others as `\u202e`. Tabs and line breaks become
 * spaces, so that a row stays a row.
 */
export function escapeControl(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(/[\t\r\n]+/g, ' ').replace(unprintable(), shown);
}

/** Whether a terminal shows a text as it is. */
export function isPrintable(text: string): boolean {
  return plain.test(text) || text.search(unprintable()) < 0;
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/**
 * User and password of any URL in a text: of a server or a proxy up to the last `@` before the path; of a connection string up to the last one
 * of all, because an unescaped password may have slashes.
 */
const userinfo = /(:\/\/)[^\s/"'<>]*@|(mongodb(?:\+srv)?:\/\/)[^\s"'<>]*@/g;

/** A text for people: safe for a terminal, and without what stands before the host of a URL. */
export function forPeople(text: string): string {
  return escapeControl(text.replace(userinfo, '$1$2…@'));
}

/** Prints one line. Whatever the text holds, it stays one line, the terminal obeys nothing in it, and no URL shows its password. */
export function printLine(stream: Stream, text: string): void {
  stream.write(`${forPeople(text)}\n`);
}

/** Prints several lines that belong together, and that nothing comes between. */
export function printBlock(stream: Stream, lines: readonly string[]): void {
  stream.write(lines.map((line) => `${forPeople(line)}\n`).join(''));
}

/** A piece of a line, and how it stands out. */
export interface Piece {
  readonly text: string;
  readonly look?: Look;
}

/** Prints one line of pieces, each of them safe for a terminal before it is painted. */
export function printPieces(stream: Stream, style: Style, pieces: readonly Piece[]): void {
  const painted = pieces.map(({ text, look }) => {
    const shown = forPeople(text);
    return look === undefined ? shown : style.paint(look, shown);
  });
  stream.write(`${painted.join('')}\n`);
}
