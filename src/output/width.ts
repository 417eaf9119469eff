import stringWidth from 'string-width';

const ascii = /^[\x20-\x7e]*$/;

/** The columns that a text takes on a terminal: two for each character of Chinese, Japanese or Korean. Its color takes none. */
export function widthOf(text: string): number {
  return ascii.test(text) ? text.length : stringWidth(text);
}

/** As much of the beginning of a text as fits into a number of columns. */
export function beginningOf(text: string, columns: number): string {
  if (ascii.test(text)) return text.slice(0, Math.max(0, columns));
  let beginning = '';
  for (const character of text) {
    if (widthOf(beginning + character) > columns) break;
    beginning += character;
  }
  return beginning;
}
