import { endsChain } from '../../../core/chain/chain.ts';
import type { Finding, Verdict } from '../../../core/chain/finding.ts';
import type { Hint } from '../../../core/next-command.ts';
import { escapeControl } from '../../../output/escape.ts';
import type { Style } from '../../../output/style.ts';
import { expectedText, findingText, linkTitles } from '../../words/findings.ts';
import { type Diagnosis, isSound } from './diagnosis-view.ts';
import { wrapped } from './wrapped.ts';

/** The columns before what was found, and before what belongs to it. */
const [INDENT, DETAIL] = [9, 16];
/** The longest line where the terminal does not say. */
const WIDTH = 100;

/** Writes findings for a terminal. */
interface Page {
  readonly style: Style;
  readonly hintText: (hint: Hint) => string;
}

/**
 * What was found: of one endpoint every check, of several one line each and the details of what is not as it should be. Endpoints with the same
 * details, such as an operator that does not run, stand together above them; those without any come first.
 */
export function doctorText(diagnoses: readonly Diagnosis[], style: Style, hintText: Page['hintText']): string {
  const page = { style, hintText };
  const [first, ...others] = diagnoses;
  const lines = first !== undefined && others.length === 0 ? whole(first, page) : grouped(diagnoses, page);
  return `${[...lines, summary(diagnoses, style)].join('\n')}\n`;
}

function whole(diagnosis: Diagnosis, page: Page): readonly string[] {
  const groups = [...Map.groupBy(diagnosis.findings, ({ link }) => link)];
  return [
    ...groups.flatMap(([link, findings]) => [
      page.style.paint('heading', linkTitles[link]),
      ...findings.flatMap((finding) => findingLines(finding, page)),
    ]),
    ...skipped(diagnosis, page.style),
  ];
}

function grouped(diagnoses: readonly Diagnosis[], page: Page): readonly string[] {
  const groups = [...Map.groupBy(diagnoses, (each) => details(each, page).join('\n'))];
  const sound = groups.filter(([text]) => text === '');
  const others = groups.filter(([text]) => text !== '');
  return [...sound, ...others].flatMap(([text, alike]) => [
    ...alike.map((each) => title(each, page.style)),
    ...(text === '' ? [] : text.split('\n')),
  ]);
}

function title({ name, reference, namespace, place, findings }: Diagnosis, style: Style): string {
  const worst: Verdict = !isSound(findings)
    ? 'fails'
    : ((findings.find(({ verdict }) => verdict === 'warns') ?? findings.find(({ verdict }) => verdict === 'unknown'))
        ?.verdict ?? 'holds');
  const words = [`${namespace}/${reference}`, ...(reference.endsWith(`/${name}`) ? [] : [name]), place].join('  ');
  return `${style.sign(worst)} ${style.paint('heading', escapeControl(words))}`;
}

/** What is not as it should be. */
function details(diagnosis: Diagnosis, page: Page): readonly string[] {
  const { findings, hiddenCauses } = diagnosis;
  return [
    ...findings
      .filter(({ verdict }) => verdict === 'fails' || verdict === 'warns')
      .flatMap((finding) => findingLines(finding, page)),
    ...(isSound(findings) && hiddenCauses.length === 0 ? [] : skipped(diagnosis, page.style)),
  ];
}

function findingLines(finding: Finding, { style, hintText }: Page): readonly string[] {
  const { code, verdict, seen, fix } = finding;
  const look = verdict === 'fails' ? 'bad' : verdict === 'holds' ? undefined : 'warning';
  const paint = (text: string): string => (look === undefined ? text : style.paint(look, text));
  const columns = (style.width ?? WIDTH) - INDENT;
  const [first = '', ...more] = wrapped(escapeControl(findingText(finding)), columns);
  const detail = (name: string, text: string | undefined): readonly string[] => {
    if (text === undefined || verdict === 'holds') return [];
    const lines = wrapped(escapeControl(text), (style.width ?? WIDTH) - DETAIL);
    return lines.map((line, at) => `${(at === 0 ? `${' '.repeat(INDENT)}${name}` : '').padEnd(DETAIL + 3)}${line}`);
  };
  return [
    ` ${style.sign(verdict)} ${style.paint('dim', code)} ${paint(first)}`,
    ...more.map((line) => `${' '.repeat(INDENT)}${paint(line)}`),
    ...detail('seen', seen),
    ...detail('expected', expectedText(finding)),
    ...(fix === undefined || verdict === 'holds'
      ? []
      : [`${`${' '.repeat(INDENT)}fix`.padEnd(DETAIL + 3)}${style.paint('command', hintText([fix]))}`]),
  ];
}

/** The checks that were not made, by their hundreds, and what they depend on. */
function skipped({ findings, skippedCodes, hiddenCauses }: Diagnosis, style: Style): readonly string[] {
  if (skippedCodes.length === 0) return [];
  const hundreds = [...new Set(skippedCodes.map((code) => `${code.slice(0, 3)}xx`))];
  const causes = [
    ...(findings.some(endsChain) ? ['what is above'] : []),
    ...(hiddenCauses.length === 0 ? [] : [`${[...new Set(hiddenCauses)].join(', ')} (not shown)`]),
  ];
  return [style.paint('dim', `Not checked, because it depends on ${causes.join(' and ')}: ${hundreds.join(', ')}`)];
}

/** Counted over all endpoints: `1 broken (PE310), 1 warning, 17 hold`; of several, the endpoints before the checks. */
function summary(diagnoses: readonly Diagnosis[], style: Style): string {
  const findings = diagnoses.flatMap((each) => each.findings);
  const of = (...verdicts: readonly Verdict[]): readonly Finding[] =>
    findings.filter(({ verdict }) => verdicts.includes(verdict));
  const [broken, warnings, unread, held] = [of('fails'), of('warns'), of('unknown'), of('holds')];
  const codes = [...new Set(broken.map(({ code }) => code))].sort().join(', ');
  const endpoints = diagnoses.filter((each) => !isSound(each.findings)).length;
  const parts = [
    ...(broken.length === 0 ? [] : [style.paint('bad', `${broken.length} broken (${codes})`)]),
    ...(warnings.length === 0 ? [] : [`${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`]),
    ...(unread.length === 0 ? [] : [`${unread.length} unknown`]),
    `${held.length} hold`,
  ].join(', ');
  return diagnoses.length === 1 ? parts : `${diagnoses.length} endpoints, ${endpoints} broken; checks: ${parts}`;
}
