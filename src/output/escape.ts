import type { Stream } from './stream.ts';

/**
 * What a terminal would obey, or show as something else than it is: control characters (Cc), marks that turn the direction of a text or have
 * no width (Cf), separators of lines and paragraphs (Zl, Zp), and halves of a surrogate pair (Cs).
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text from a cluster or a cloud, made safe for a terminal: what it would obey is shown instead. ASCII control characters are shown as
 * kubectl shows them, such as `^[` (cli-runtime pkg/printers/terminal.go, WriteEscaped), all others as `\u202e`. Tabs and line breaks become
 * spaces, so that a row stays a row.
 */
export function escapeControl(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unprintable, shown);
}

/** Whether a terminal shows a text as it is. */
export function isPrintable(text: string): boolean {
  return text.search(unprintable) < 0;
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Prints one line. Whatever the text holds, it stays one line, and the terminal obeys nothing in it. */
export function printLine(stream: Stream, text: string): void {
  stream.write(`${escapeControl(text)}\n`);
}
