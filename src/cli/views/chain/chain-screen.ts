import type { Chain } from '../../../core/chain/chain.ts';
import type { Finding } from '../../../core/chain/finding.ts';
import type { Hint } from '../../../core/next-command.ts';
import { escapeControl } from '../../../output/escape.ts';
import type { Style } from '../../../output/style.ts';
import { wrapped } from './wrapped.ts';
import { findingText } from '../../words/findings.ts';

/** The column in which what was seen begins. */
const INDENT = 14;
/** The longest line where the terminal does not say. */
const WIDTH = 100;

/** One endpoint's chain, and how it is called among several. */
export interface NamedChain extends Chain {
  readonly name: string;
}

/** What is shown of an object: itself, and the chain of each of its endpoints. */
export interface ChainScreen {
  /** The object, such as `ad/orders`. */
  readonly reference: string;
  /** What it is and where, such as `dedicated, AWS us-east-1`. */
  readonly about: string;
  readonly operator: string;
  readonly chains: readonly NamedChain[];
}

/** The chains as lines. @param hintText writes a command as it can be pasted */
export function chainText(screen: ChainScreen, style: Style, hintText: (hint: Hint) => string): string {
  const { chains } = screen;
  const blocks = chains.map((chain) => [
    ...(chains.length > 1 ? [style.paint('heading', escapeControl(chain.name))] : []),
    ...chain.findings.flatMap((finding, index) => {
      const repeated = chain.findings[index - 1]?.link === finding.link;
      return findingLines(finding, repeated, style, hintText);
    }),
    ...(chain.skipped.length === 0
      ? []
      : [style.paint('dim', `   not checked, because it depends on what is above: ${chain.skipped.join(', ')}`)]),
  ]);
  return `${[headLine(screen, style), ...blocks.flat()].join('\n')}\n`;
}

/** The object on the left, the operator on the right, where there is room for both. */
function headLine({ reference, about, operator }: ChainScreen, style: Style): string {
  const right = `operator ${operator}`;
  const left = escapeControl(`${reference}  ${about}`);
  const room = Math.min(style.width ?? WIDTH, WIDTH) - left.length - right.length;
  const rest = escapeControl(`  ${about}`);
  const head = `${style.paint('heading', escapeControl(reference))}${rest}`;
  return room < 2 ? `${head}\n${style.paint('dim', right)}` : `${head}${' '.repeat(room)}${style.paint('dim', right)}`;
}

function findingLines(
  finding: Finding,
  repeated: boolean,
  style: Style,
  hintText: (hint: Hint) => string,
): readonly string[] {
  const { link, verdict, fix } = finding;
  const look = verdict === 'fails' ? 'bad' : verdict === 'holds' ? undefined : 'warning';
  const [first = '', ...more] = wrapped(escapeControl(findingText(finding)), (style.width ?? WIDTH) - INDENT);
  const paint = (text: string): string => (look === undefined ? text : style.paint(look, text));
  const indent = ' '.repeat(INDENT);
  return [
    ` ${style.sign(verdict)} ${(repeated ? '' : link).padEnd(INDENT - 3)}${paint(first)}`,
    ...more.map((line) => `${indent}${paint(line)}`),
    ...(fix === undefined ? [] : [`${indent}${style.paint('command', hintText([fix]))}`]),
  ];
}
