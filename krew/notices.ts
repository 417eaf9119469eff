import { readFileSync, readdirSync } from 'node:fs';
import type { BundledPackage } from './bundled-packages.ts';

const rule = `${'='.repeat(100)}\n`;
const isNotice = /^(licen[cs]e|copying|notice)/i;

/** The licence and notice files of a package, one after the other. */
function texts(folder: string): string {
  const files = readdirSync(folder)
    .filter((file) => isNotice.test(file))
    .sort();
  return files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/**
 * The notices of everything in a binary that others wrote. Packages that share a text, to the letter, share a chapter.
 * @param nodeLicense the licences of Node and what is built into it; without it, for a form that brings no Node
 */
export function notices(packages: readonly BundledPackage[], nodeLicense?: string): string {
  const chapters = new Map<string, string[]>();
  for (const { name, version, license, folder } of packages) {
    const text = texts(folder) || `Licence: ${license} (the package carries no file of it)`;
    chapters.set(text, [...(chapters.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...chapters].map(([text, names]) => `${rule}${names.join('\n')}\n${rule}\n${text}\n`);
  if (nodeLicense !== undefined) parts.push(`${rule}Node.js\n${rule}\n${nodeLicense.trim()}\n`);
  return `This software contains the following works of others, each under its own licence.\n\n${parts.join('\n')}`;
}
