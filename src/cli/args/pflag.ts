import type { Word } from '../../core/next-command.ts';
import { anyOf } from '../../core/any-of.ts';
import { isPrintable } from '../../output/escape.ts';
import { PROGRAM } from '../program.ts';
import type { ChoiceOfWords } from './flag.ts';

/** The known flags, by long name and by letter, and whether they take a value. */
export type KnownFlags = ReadonlyMap<string, 'value' | 'switch' | ChoiceOfWords>;

/** A command line as pflag reads it. */
export interface ReadArgv {
  /** The same in the one spelling that yargs and pflag read alike: `--flag=value`, `-f=value`. */
  readonly words: readonly string[];
  /** The words before any `--` that are neither a flag nor a flag's value. */
  readonly names: readonly string[];
  /** The first error, in pflag's words. */
  readonly problem: Problem | undefined;
}

/** Why a flag cannot be read: in pflag's words, and as a code for the program to act on. */
export interface Problem {
  readonly code: 'unknown-flag' | 'value-missing' | 'value-invalid';
  readonly message: string;
  /** The name of the flag, if it is unknown. */
  readonly unknown?: string;
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
]);

/**
 * Reads flags in every spelling that pflag accepts, of which yargs knows only some: `-ojson`, `-nfoo`, `-o=json`, `-Aojson`, `--wait=0`, a value
 * that begins with a dash, an empty value. Nothing after `--` is touched.
 */
export function readArgv(argv: readonly string[], known: KnownFlags): ReadArgv {
  const words: string[] = [];
  const names: string[] = [];
  let problem: Problem | undefined;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') {
      words.push(...argv.slice(at));
      break;
    }
    if (!/^-./.test(word)) {
      names.push(word);
      words.push(word);
      continue;
    }
    const next = argv[at + 1];
    const read = word.startsWith('--') ? readLong(word, next, known) : readShort(word, next, known);
    words.push(...read.words);
    problem ??= read.problem;
    if (read.tookNext) at += 1;
  }
  return { words, names, problem };
}

interface ReadWord {
  readonly words: readonly string[];
  readonly tookNext?: boolean;
  readonly problem?: Problem | undefined;
}

function readLong(word: string, next: string | undefined, known: KnownFlags): ReadWord {
  const equals = word.indexOf('=');
  const [flag, value] = equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  const kind = known.get(flag.slice(2));
  if (kind === undefined)
    return {
      words: [word],
      problem: { code: 'unknown-flag', unknown: flag.slice(2), message: `unknown flag: ${flag}` },
    };
  if (kind === 'switch') return toggled([], flag, value ?? 'true');
  if (typeof kind === 'object') return chosen(flag, value ?? kind.bare, kind);
  if (value !== undefined) return { words: [word] };
  if (next === undefined)
    return { words: [word], problem: { code: 'value-missing', message: `flag needs an argument: ${flag}` } };
  return { words: [`${flag}=${next}`], tookNext: true };
}

function readShort(word: string, next: string | undefined, known: KnownFlags): ReadWord {
  const words: string[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const rest = word.slice(at + 1);
    const kind = known.get(letter);
    if (kind === undefined) {
      const message = `unknown shorthand flag: '${letter}' in -${word.slice(at)}`;
      return { words: [word], problem: { code: 'unknown-flag', unknown: letter, message } };
    }
    if (kind === 'switch' && !rest.startsWith('=')) {
      words.push(`-${letter}=true`);
      continue;
    }
    const value = rest.replace(/^=/, '');
    if (kind === 'switch') return toggled(words, `-${letter}`, value);
    if (rest !== '') return { words: [...words, `-${letter}=${value}`] };
    if (next === undefined) {
      const message = `flag needs an argument: '${letter}' in -${word.slice(at)}`;
      return { words: [word], problem: { code: 'value-missing', message } };
    }
    return { words: [...words, `-${letter}=${next}`], tookNext: true };
  }
  return { words };
}

function chosen(flag: string, value: string, { words, bare }: ChoiceOfWords): ReadWord {
  if (words.includes(value)) return { words: [`${flag}=${value}`] };
  const message = `invalid argument "${value}" for "${flag}" flag: not ${anyOf(words)}`;
  return { words: [`${flag}=${bare}`], problem: { code: 'value-invalid', message } };
}

function toggled(before: readonly string[], flag: string, value: string): ReadWord {
  const truth = truths.get(value);
  const words = [...before, `${flag}=${truth ?? true}`];
  if (truth !== undefined) return { words };
  const message = `invalid argument "${value}" for "${flag}" flag: not true or false`;
  return { words, problem: { code: 'value-invalid', message } };
}

/**
 * One word as a POSIX shell reads it back. What a terminal would obey is written out in `$'…'` (POSIX.1-2024, 2.2.4, Dollar-Single-Quotes;
 * bash, zsh and ksh have long had it). zsh takes a word that begins with `=` for the path of a command.
 */
export function shellQuote(word: string): string {
  if (!isPrintable(word)) return `$'${Array.from(word, escaped).join('')}'`;
  return /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A character within `$'…'`: its bytes as three octal digits each, which no digit that follows can lengthen. */
function escaped(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (isPrintable(character)) return character;
  return Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** The command as it was typed, to be printed as the way to continue; without the token, which does not belong in any log. */
export function commandLineOf(argv: readonly string[]): string {
  const words = maskedWords(argv).map((word) => (typeof word === 'string' ? shellQuote(word) : word.placeholder));
  return [PROGRAM, ...words].join(' ');
}

/** What becomes of a flag with this name and value: its value, or undefined if it is left out. */
export type KeepFlag = (name: string, value: string) => string | undefined;

/** A command line with one operand in place of all that it has, and with those of its flags that are kept. */
export function withOneOperand(
  argv: readonly string[],
  known: KnownFlags,
  operand: string,
  keep: KeepFlag,
): readonly string[] {
  const { words, names } = readArgv(argv, known);
  const end = words.indexOf('--');
  const flags = (end < 0 ? words : words.slice(0, end)).filter((word) => /^-./.test(word));
  const kept = flags.flatMap((word) => {
    const [, dashes = '', name = '', value = ''] = /^(--?)([^=]*)=(.*)$/s.exec(word) ?? [];
    const now = keep(name, value);
    return now === undefined ? [] : asTyped(`${dashes}${name}=${now}`, known);
  });
  return [...names.slice(0, 1), operand, ...kept];
}

/** A flag in the form in which people type it. */
function asTyped(word: string, known: KnownFlags): readonly string[] {
  const [, dashes = '', name = '', value = ''] = /^(--?)([^=]*)=(.*)$/s.exec(word) ?? [];
  const kind = known.get(name);
  if (kind === 'switch') return [value === 'true' ? `${dashes}${name}` : word];
  if (typeof kind === 'object') return [value === kind.bare ? `${dashes}${name}` : word];
  // A value that begins with a dash, or that is empty, is only read as one behind the equals sign.
  return value === '' || value.startsWith('-') ? [word] : [`${dashes}${name}`, value];
}

/** The words of a command line; what stands for the token has to be filled in. */
export function maskedWords(argv: readonly string[]): readonly Word[] {
  return argv.map((word, at) => {
    if (argv[at - 1] === '--token') return { placeholder: '…' };
    return word.startsWith('--token=') ? { placeholder: '--token=…' } : word;
  });
}
