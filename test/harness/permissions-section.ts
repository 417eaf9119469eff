import { readFileSync } from 'node:fs';

/** A section of docs/permissions.md, without its heading, up to the next one. @throws Error where there is none */
export function permissionsSection(heading: string): string {
  const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
  const [, section] = page.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`docs/permissions.md has no section "${heading}"`);
  return section.split(/\n#+ /)[0] ?? '';
}
