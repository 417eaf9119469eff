import { escapeControl, isPrintable } from '../../output/escape.ts';
import type { Flags } from '../args/flag.ts';
import { shellQuote } from '../args/pflag.ts';
import { openClient } from '../open-run.ts';
import type { Context } from '../context.ts';
import { verbs } from '../verbs.ts';
import { type Candidate, type Candidates, directives, nothing, starting, startingPlain } from './candidates.ts';
import { flagValues } from './flag-values.ts';
import { sourceNames } from './names.ts';
import { openFlag, readTyped, typedArguments } from './typed.ts';

/** How long a completion may take: longer than that, users assume there is none. */
const LIMIT_MS = 900;
/** The same where a cloud has to be asked, whose sign-in alone takes that long. */
const CLOUD_LIMIT_MS = 2_500;

/**
 * The candidates for the last word, one per line, each followed by a tab and its description if it has one, then a line with the directive.
 * Names come live from the cluster; if it does not answer in time, there are none, and nothing is printed about it.
 * @param quoting whether the caller quotes what it inserts. kubectl's script for bash does not, and has `compgen -W` expand every candidate
 *   before that, so that a `$(…)` in a name would run: it gets only words that need no quotes.
 */
export async function complete(words: readonly string[], quoting: boolean, context: Context): Promise<string> {
  const over = new AbortController();
  const asksCloud = openFlag(readTyped(words))?.flag?.completes === 'places';
  const late = context.sleep(asksCloud ? CLOUD_LIMIT_MS : LIMIT_MS, over.signal).then(
    () => nothing,
    () => nothing,
  );
  const quiet = { ...context, stdin: {}, stderr: { write: () => true } };
  const found = await Promise.race([candidates(words, quiet).catch(() => nothing), late]);
  over.abort();
  // What a terminal would obey, or what would end the line, is never offered.
  const lines = found.words
    .filter(([word]) => (quoting ? isPrintable(word) : shellQuote(word) === word))
    .map(([word, description]) => (description === undefined ? word : `${word}\t${escapeControl(description)}`));
  return [...lines, `:${found.directive ?? directives.noFiles}`, ''].join('\n');
}

async function candidates(words: readonly string[], context: Context): Promise<Candidates> {
  const typed = readTyped(words);
  const { verb, partial, before, names } = typed;
  const open = openFlag(typed);
  if (open !== undefined) return flagValues(open, typed, context);
  if (partial.startsWith('-') && !before.includes('--')) return starting(partial, flagWords(typed.flags));
  if (typed.name === undefined)
    return starting(
      partial,
      verbs.map(({ name, description }): Candidate => [name, description]),
    );
  const [positional] = Object.values(verb?.positional ?? {});
  if (positional === undefined || (names.length > 0 && positional.repeats !== true)) return nothing;
  if (positional.choices !== undefined) return startingPlain(partial, positional.choices);
  const place = await openClient(typedArguments(before, typed), context);
  const found = await sourceNames(place, partial, positional.kind);
  return starting(
    partial,
    found.filter(([word]) => !names.includes(word)),
  );
}

function flagWords(flags: Flags): readonly Candidate[] {
  return Object.entries(flags).flatMap(([name, { alias, description }]): Candidate[] => [
    ...(alias === undefined ? [] : [[`-${alias}`, description] as const]),
    [`--${name}`, description],
  ]);
}
