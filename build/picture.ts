import { stripVTControlCharacters } from 'node:util';

/** The colors of a picture. */
interface Palette {
  readonly paper: string;
  readonly frame: string;
  readonly ink: string;
  readonly dim: string;
  readonly green: string;
  readonly cyan: string;
  readonly yellow: string;
  readonly red: string;
}

/** GitHub's own colors, so that a picture looks at home on its pages. */
export const palettes = {
  light: {
    paper: '#f6f8fa',
    frame: '#d1d9e0',
    ink: '#1f2328',
    dim: '#59636e',
    green: '#1a7f37',
    cyan: '#0969da',
    yellow: '#9a6700',
    red: '#d1242f',
  },
  dark: {
    paper: '#151b23',
    frame: '#3d444d',
    ink: '#f0f6fc',
    dim: '#9198a1',
    green: '#3fb950',
    cyan: '#4493f8',
    yellow: '#d29922',
    red: '#f85149',
  },
} as const satisfies Readonly<Record<string, Palette>>;

const COLUMNS = 112;
const [CHAR, LINE, MARGIN] = [8.43, 20, 20];

/** What an escape sequence begins (node:util, styleText). */
const looks: Readonly<Record<string, keyof Palette | 'bold'>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  36: 'cyan',
};

/** A terminal's screen as SVG. @param screen with escape sequences for colors; longer lines are cut */
export function picture(screen: string, palette: Palette): string {
  const lines = screen.trimEnd().split('\n').map(cut);
  const [width, height] = [Math.ceil(COLUMNS * CHAR + 2 * MARGIN), lines.length * LINE + 2 * MARGIN];
  const rows = lines.map(
    (line, at) => `<text x="${MARGIN}" y="${MARGIN + (at + 0.75) * LINE}">${spans(line, palette)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(stripVTControlCharacters(lines[0] ?? ''))}">
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${palette.paper}" stroke="${palette.frame}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${palette.ink}" xml:space="preserve" style="white-space: pre">
${rows.join('\n')}
</g>
</svg>
`;
}

function cut(line: string): string {
  if (stripVTControlCharacters(line).length <= COLUMNS) return line;
  // What is cut this far to the right is never colored.
  return `${stripVTControlCharacters(line).slice(0, COLUMNS - 1)}…`;
}

/** A line in pieces of one look each. */
function spans(line: string, palette: Palette): string {
  let [attributes, text] = ['', ''];
  // eslint-disable-next-line no-control-regex -- escape sequences are what this reads
  for (const piece of line.split(/(\u001b\[\d+m)/)) {
    // eslint-disable-next-line no-control-regex -- likewise
    const code = /^\u001b\[(\d+)m$/.exec(piece)?.[1];
    if (code === undefined && piece !== '')
      text += attributes === '' ? escaped(piece) : `<tspan${attributes}>${escaped(piece)}</tspan>`;
    else if (code !== undefined) attributes = attributesOf(looks[code], palette);
  }
  return text;
}

function attributesOf(look: keyof Palette | 'bold' | undefined, palette: Palette): string {
  if (look === undefined) return '';
  return look === 'bold' ? ' font-weight="bold"' : ` fill="${palette[look]}"`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
