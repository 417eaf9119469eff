import type { Finding } from '../../../core/chain/finding.ts';
import type { Hint } from '../../../core/next-command.ts';
import { expectedText, findingText, linkTitles } from '../../words/findings.ts';

/** What the doctor found of one endpoint. */
export interface Diagnosis {
  readonly name: string;
  /** The object, such as `ape/orders-us-east-1`. */
  readonly reference: string;
  readonly namespace: string;
  /** Its cloud and region. */
  readonly place: string;
  readonly findings: readonly Finding[];
  /** The codes of checks that were not made, since they rest on what is broken. */
  readonly skippedCodes: readonly string[];
  /** The codes of what is broken and not among the findings, because the person has left it out. */
  readonly hiddenCauses: readonly string[];
}

const results = { holds: 'success', warns: 'warning', fails: 'error', unknown: 'unknown' } as const;

/**
 * What `-o json` prints: in the words of `linkerd check -o json` (success, categories, checks, result), with the code of each check, what
 * it is about and the command that fixes it.
 */
export function diagnosisView(diagnoses: readonly Diagnosis[], hintText: (hint: Hint) => string) {
  const endpoints = diagnoses.map(({ name, reference, namespace, findings, skippedCodes }) => ({
    source: reference,
    namespace,
    endpoint: name,
    success: isSound(findings),
    categories: [...Map.groupBy(findings, ({ link }) => link)].map(([link, own]) => ({
      categoryName: linkTitles[link],
      checks: own.map((finding) => checkView(finding, hintText)),
    })),
    notChecked: skippedCodes,
  }));
  return { success: endpoints.every(({ success }) => success), endpoints };
}

/** Whether nothing is broken: warnings, and what may not be read, are no failure. */
export function isSound(findings: readonly Finding[]): boolean {
  return !findings.some(({ verdict }) => verdict === 'fails');
}

function checkView(finding: Finding, hintText: (hint: Hint) => string) {
  const { code, verdict, object, seen, fix } = finding;
  const expected = expectedText(finding);
  return {
    code,
    description: findingText(finding),
    result: results[verdict],
    ...(object === undefined ? {} : { object }),
    ...(seen === undefined ? {} : { seen }),
    ...(expected === undefined ? {} : { expected }),
    ...(fix === undefined ? {} : { command: hintText([fix]) }),
  };
}
