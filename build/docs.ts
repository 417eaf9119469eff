/**
 * Writes the flag tables of README.md between `<!-- flags:VERB -->` and `<!-- /flags -->`, from the same tables as --help. With --check it
 * changes nothing and fails when one is stale. A verb without a marker, and a marker without a verb, are failures too.
 * `<!-- flags:cluster -->` stands for the flags that every verb takes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clusterFlags } from '../src/cli/args/cluster-flags.ts';
import type { Flags } from '../src/cli/args/flag.ts';
import { flagRows } from '../src/cli/args/flag-rows.ts';
import { verbs } from '../src/cli/verbs.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const path = new URL('../README.md', import.meta.url).pathname;
const marked = /<!-- flags:([a-z-]+) -->\n[\s\S]*?<!-- \/flags -->/g;

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** A Markdown table of flags. */
function table(flags: Flags): string {
  const rows = flagRows(flags).map(([spelling, what]) => `| \`${spelling.trim()}\` | ${escaped(what)} |`);
  return ['| flag | what it does |', '|---|---|', ...rows].join('\n');
}

const tables = new Map<string, Flags>([['cluster', clusterFlags({})]]);
for (const { name, flags } of verbs) if (Object.keys(flags).length > 0) tables.set(name, flags);

const before = readFileSync(path, 'utf8');
const seen = new Set<string>();
const after = before.replace(marked, (_whole, name: string) => {
  const flags = tables.get(name);
  if (flags === undefined) {
    process.stderr.write(`error: README.md has a marker flags:${name}, but there is no such command\n`);
    process.exit(1);
  }
  seen.add(name);
  return `<!-- flags:${name} -->\n${table(flags)}\n<!-- /flags -->`;
});
const missing = [...tables.keys()].filter((name) => !seen.has(name));
if (missing.length > 0) {
  process.stderr.write(`error: README.md has no marker <!-- flags:… --> for: ${missing.join(', ')}\n`);
  process.exit(1);
}
if (values.check && after !== before) {
  process.stderr.write('error: the flag tables of README.md are stale; write them anew with: npm run docs\n');
  process.exit(1);
}
if (!values.check) writeFileSync(path, after);
