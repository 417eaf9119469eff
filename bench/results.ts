import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = new URL('RESULTS.md', import.meta.url);

/** The sections of a page, each with its heading; the first one is what stands before all of them. */
function sectionsOf(text: string): readonly string[] {
  return text.split(/\n(?=## )/);
}

/** Writes what stands before the sections, which stay. */
export function writeHead(text: string): void {
  const [, ...others] = existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : [];
  writeFileSync(file, [text, ...others].join('\n'));
}

/** Writes a section in place of the one with the same heading, and prints it. */
export function writeSection(heading: string, lines: readonly string[]): void {
  const [head = '', ...others] = existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : [];
  const section = `## ${heading}\n\n${lines.join('\n')}\n`;
  process.stdout.write(section);
  const kept = others.filter((other) => !other.startsWith(`## ${heading}\n`));
  writeFileSync(file, [head, ...kept, section].join('\n'));
}
