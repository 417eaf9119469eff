import { links } from '../src/core/chain/finding.ts';
import { allChecks, checkWords } from '../src/cli/words/checks/all.ts';
import { linkTitles } from '../src/cli/words/findings.ts';
import { notChecked } from './not-checked.ts';

const intro = `# The checks of \`kubectl atlas-pe doctor\`

Made by \`npm run docs\` from the tables of the checks; do not edit it.

The checks follow the chain from the API server to the Pod. A check that depends on something broken is skipped, so the first broken line is the cause. No check changes anything. \`✓\` holds, \`!\` deserves
thought or is on its way, \`✗\` is broken, \`?\` could not be read. The exit code is 1 if something is broken, else 0. \`--only PE3\` and \`--skip PE144\` choose by the beginning of the codes, which never change.
`;

/** What a sentence says, with the names of its values. */
function sentence(text: string): string {
  return text.replaceAll(/\{(\w+)(?:\|\w+)?\}/g, '_$1_');
}

function section(code: string): string {
  const words = checkWords[code];
  if (words === undefined) throw new Error(`${code} has no words`);
  const says = Object.values<string>(words.says).map((text) => `- ${sentence(text)}`);
  return [
    `### ${code}`,
    `**${words.title}.**`,
    `Why it may not hold: ${words.why}`,
    `How to fix it: ${words.fix}`,
    `What it says:\n\n${[...new Set(says)].join('\n')}`,
  ].join('\n\n');
}

/** docs/checks.md: a heading for each code, and what is not checked. */
export function checksPage(): string {
  const codes = Object.keys(allChecks);
  const parts = links.flatMap((link) => {
    const own = codes.filter((code) => allChecks[code]?.link === link);
    return own.length === 0 ? [] : [`## ${linkTitles[link]}`, ...own.map(section)];
  });
  const rows = notChecked.map(([what, reason]) => `| ${what} | ${reason} |`);
  const rest = ['## Not checked', ['| what | why not |', '|---|---|', ...rows].join('\n')];
  return `${[intro.trimEnd(), ...parts, ...rest].join('\n\n')}\n`;
}
