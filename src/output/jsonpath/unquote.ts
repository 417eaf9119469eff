import { UserError } from '../../core/errors.ts';

const unquoted: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/**
 * What a quoted string says: Go's strconv.Unquote, extended to accept single quotes (client-go util/jsonpath/parser.go, UnquoteExtend).
 * @throws UserError in that parser's words
 */
export function unquote(quoted: string): string {
  const quote = quoted[0] ?? '';
  const wrong = new UserError(`unquote string ${quoted} error invalid syntax`);
  return quoted
    .slice(1, -1)
    .replace(
      /\\(x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[0-7]{3}|[\s\S]|$)/g,
      (_whole: string, escaped: string) => {
        if (/^[xuU]./.test(escaped)) {
          const point = Number.parseInt(escaped.slice(1), 16);
          // Half of a surrogate pair is no character, and nothing is beyond the last plane.
          if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw wrong;
          return String.fromCodePoint(point);
        }
        if (/^[0-7]{3}$/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8));
        if (escaped === quote) return quote;
        const character = unquoted[escaped];
        if (character === undefined) throw wrong;
        return character;
      },
    );
}
