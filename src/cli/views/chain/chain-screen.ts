import type { Chain } from '../../../core/chain/chain.ts';
import { stateChecks, stateLinks } from '../../../core/chain/checks.ts';
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

/**
 * The chains as lines: the state of each endpoint, and everything else that does not hold. What is so for all of several endpoints is said
 * once, above them.
 * @param hintText writes a command as it can be pasted
 */
export function chainText(screen: ChainScreen, style: Style, hintText: (hint: Hint) => string): string {
  const told = screen.chains.map((chain) => ({ ...chain, findings: toldOf(chain) }));
  const shared = sharedBy(told);
  const isShared = new Set(shared.map(keyOf));
  const blocks = told.map(({ name, findings, skipped }) => {
    const states = skipped.filter((link) => stateLinks.has(link));
    return [
      ...(told.length > 1 ? [style.paint('heading', escapeControl(name))] : []),
      ...linesOf(
        findings.filter((finding) => !isShared.has(keyOf(finding))),
        style,
        hintText,
      ),
      ...(states.length === 0
        ? []
        : [style.paint('dim', `   not checked, because it depends on what is above: ${states.join(', ')}`)]),
    ];
  });
  return `${[headLine(screen, style), ...linesOf(shared, style, hintText), ...blocks.flat()].join('\n')}\n`;
}

/**
 * What is to be told: what holds only of the state; and what is unknown only where no later check is about the same, because it lacks the same
 * right or is fixed by the same command.
 */
function toldOf({ findings }: Chain): readonly Finding[] {
  const kept = findings.filter(({ code, verdict }) => verdict !== 'holds' || stateChecks.has(code));
  return kept.filter((finding, at) => {
    const later = kept.slice(at + 1);
    return finding.verdict !== 'unknown' || !later.some((other) => isAboutTheSame(finding, other));
  });
}

function isAboutTheSame({ values, fix }: Finding, other: Finding): boolean {
  const reason = values?.['reason'];
  if (reason !== undefined && reason === other.values?.['reason']) return true;
  return fix !== undefined && JSON.stringify(fix) === JSON.stringify(other.fix);
}

/** What is wrong with all of several endpoints and is not of their state, such as that no operator runs. */
function sharedBy(chains: readonly NamedChain[]): readonly Finding[] {
  const [first, ...others] = chains;
  if (first === undefined || others.length === 0) return [];
  const keys = others.map(({ findings }) => new Set(findings.map(keyOf)));
  return first.findings.filter(
    (finding) => !stateLinks.has(finding.link) && keys.every((known) => known.has(keyOf(finding))),
  );
}

/** The same for what is found of several endpoints in the same words. */
function keyOf({ code, saying, object, values, fix }: Finding): string {
  return JSON.stringify([code, saying, object, values, fix]);
}

/** Findings as lines; of several of one link, the first names it. */
function linesOf(findings: readonly Finding[], style: Style, hintText: (hint: Hint) => string): readonly string[] {
  return findings.flatMap((finding, at) => {
    const repeated = findings[at - 1]?.link === finding.link;
    return findingLines(finding, repeated, style, hintText);
  });
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
