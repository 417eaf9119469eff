/**
 * `npm run docs` writes what is generated in README.md and in docs/: the tables of flags between `<!-- flags:VERB -->` and
 * `<!-- /flags -->`, from the same tables as --help; what each command of a console fence prints, from a run in the sandbox with a clock
 * that stands still (test/readme/screens.ts); the pictures; and a first page for a verb that has none. With --check it changes nothing and
 * fails where something is stale.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { clusterFlags } from '../src/cli/args/cluster-flags.ts';
import type { Flags } from '../src/cli/args/flag.ts';
import { flagRows } from '../src/cli/args/flag-rows.ts';
import { PROGRAM } from '../src/cli/program.ts';
import type { Verb } from '../src/cli/verb.ts';
import { verbs } from '../src/cli/verbs.ts';
import { see, withScreens } from '../test/readme/screens.ts';
import { inPageWorld } from '../test/readme/worlds.ts';
import { palettes, picture } from './picture.ts';

import { checksPage } from './checks-page.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const root = new URL('..', import.meta.url).pathname;
const stale: string[] = [];

/** Writes a file, or notes that it is not what it should be. */
function put(file: string, text: string): void {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  stale.push(file);
  if (values.check) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function fail(why: string): never {
  process.stderr.write(`error: ${why}\n`);
  process.exit(1);
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** A Markdown table of flags. */
function table(flags: Flags): string {
  const rows = flagRows(flags).map(([spelling, what]) => `| \`${spelling.trim()}\` | ${escaped(what)} |`);
  return rows.length === 0
    ? 'It has no flags of its own.'
    : ['| flag | what it does |', '|---|---|', ...rows].join('\n');
}

const tables: ReadonlyMap<string, Flags> = new Map([
  ['cluster', clusterFlags({})],
  ...verbs.map(({ name, flags }): [string, Flags] => [name, flags]),
]);

/** A page with the tables of flags as they are now. */
function withFlags(file: string, page: string): string {
  return page.replace(/<!-- flags:([a-z-]+) -->\n[^]*?<!-- \/flags -->/g, (_whole, name: string) => {
    const flags = tables.get(name);
    if (flags === undefined) fail(`${file} has a marker flags:${name}, but there is no such command`);
    return `<!-- flags:${name} -->\n${table(flags)}\n<!-- /flags -->`;
  });
}

/** The page of a verb for which nobody has written one. */
function firstPage({ name, usage, description, examples }: Verb): string {
  const shown = examples.map(([command, meaning]) => `# ${meaning}\n${command}`).join('\n\n');
  return `# ${name}

${description}.

\`\`\`
${PROGRAM} ${name}${usage === '' ? '' : ` ${usage}`} [flags]
\`\`\`

<!-- each: connected -->
\`\`\`sh
${shown}
\`\`\`

## Flags

<!-- flags:${name} -->
<!-- /flags -->

Every command also takes the flags that choose the cluster, the namespace and the user: [options](options.md).
`;
}

/** The first minutes with the plugin, in a light and a dark picture. */
async function drawPictures(): Promise<void> {
  let screen = '';
  await inPageWorld('dedicated', async (world) => {
    for (const command of ['up orders --from-nodes --refresh --yes', 'status orders', 'secret orders -o pod-env']) {
      const { shown } = await see(world, `$ ${PROGRAM} ${command} --color always`);
      screen += `\u001b[1m$ ${PROGRAM} ${command}\u001b[0m\n${shown}\n`;
    }
  });
  for (const [name, palette] of Object.entries(palettes)) put(`docs/images/up-${name}.svg`, picture(screen, palette));
}

put('docs/checks.md', checksPage());
const pageOf = (name: string): string => `docs/commands/${name}.md`;
for (const verb of verbs) if (!existsSync(join(root, pageOf(verb.name)))) put(pageOf(verb.name), firstPage(verb));
for (const file of ['README.md', ...globSync('docs/**/*.md', { cwd: root }).sort()]) {
  const page = readFileSync(join(root, file), 'utf8');
  put(file, await withScreens(withFlags(file, page)));
}
for (const { name } of verbs)
  if (
    existsSync(join(root, pageOf(name))) &&
    !readFileSync(join(root, pageOf(name)), 'utf8').includes(`<!-- flags:${name} -->`)
  )
    fail(`${pageOf(name)} has no marker <!-- flags:${name} -->`);
await drawPictures();
if (values.check && stale.length > 0) fail(`stale: ${stale.join(', ')}; write them anew with: npm run docs`);
process.stdout.write(
  values.check ? 'README.md and docs/ are up to date\n' : stale.map((file) => `wrote ${file}\n`).join(''),
);
