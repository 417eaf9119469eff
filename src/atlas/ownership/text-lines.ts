/** The line break of a text: that of its first line. */
export function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line ends, before its line break. */
export function endOfLine(text: string, at: number): number {
  const end = text.slice(at).search(/\r?\n/);
  return end === -1 ? text.length : at + end;
}

/** Where the next line begins; the end of the text where there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Whether nothing but blanks stands before it on its line. */
export function isFirstOfLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** Lines with the indent and the line breaks of a text. */
export function padded(lines: string, column: number, text: string): string {
  return lines
    .split('\n')
    .map((line) => ' '.repeat(column) + line)
    .join(lineBreakOf(text));
}

/** How much further right than its name the items of a list stand: kubectl prints them below it, most people indent them. */
export function listIndent(text: string): number {
  return /^( *)(?:- )?[\w."'-]+:[ \t]*\r?\n\1- /m.test(text) ? 0 : indentOf(text);
}

/** The indent of a text, in blanks. */
function indentOf(text: string): number {
  return /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
}
