import { readFileSync } from 'node:fs';

/** A section of the README, without its heading, up to the next one. @throws Error where there is none */
export function readmeSection(heading: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section] = readme.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`the README has no section "${heading}"`);
  return section.split(/\n#+ /)[0] ?? '';
}
