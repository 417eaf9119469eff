import { isOfShell } from './shell-variables.ts';

/**
 * How variables are written: `env` for `docker --env-file` and dotenv, `export` for a POSIX shell. No line means the same to both: docker takes
 * quotes as part of the value, a shell needs them.
 */
export type Dialect = 'env' | 'export';

/** A key of a Secret, and why it cannot be written. */
interface Unwritable {
  readonly key: string;
  readonly reason: string;
}

/** A Secret as environment variables. */
export interface Environment {
  /** One line for each variable; of `export` a value may continue on further lines. */
  readonly text: string;
  /** What cannot be said in the dialect: the text is incomplete then. */
  readonly unwritable: readonly Unwritable[];
  /** What is left out because its variable is one of the shell's own; a prefix makes it another. */
  readonly ofShell: readonly { readonly key: string; readonly variable: string }[];
}

/** Bytes of a line from which on docker refuses the file (bufio.MaxScanTokenSize, in docker/cli pkg/kvfile). */
const LONGEST_LINE = 64 * 1024 - 1;

/** `connectionStringPrivateSrv1` as an environment variable: `CONNECTION_STRING_PRIVATE_SRV1`. */
export function variableName(key: string, prefix = ''): string {
  const name = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toUpperCase();
  return `${prefix}${name}`;
}

/** Writes a Secret's data as variables. @param prefix what every variable's name begins with */
export function environment(
  data: Readonly<Record<string, string>>,
  { dialect, prefix }: { readonly dialect: Dialect; readonly prefix: string },
): Environment {
  const entries = Object.entries(data).map(([key, value]) => ({ key, value, variable: variableName(key, prefix) }));
  const owners = Map.groupBy(entries, ({ variable }) => variable);
  const isLeftOut = (variable: string): boolean => dialect === 'export' && isOfShell(variable);
  const written = entries.filter(({ variable }) => !isLeftOut(variable));
  const line = dialect === 'env' ? plainLine : exportLine;
  const unwritable = written.flatMap(({ key, value, variable }): Unwritable[] => {
    const twin = owners.get(variable)?.find((other) => other.key !== key);
    if (twin !== undefined) return [{ key, reason: `it is ${variable} just as ${twin.key}` }];
    if (!/^[A-Z_a-z]\w*$/.test(variable)) return [{ key, reason: `${variable} is not a valid variable name` }];
    const reason = dialect === 'env' ? plainProblem(value, variable) : shellProblem(value);
    return reason === undefined ? [] : [{ key, reason }];
  });
  const left = new Set(unwritable.map(({ key }) => key));
  const text = written.filter(({ key }) => !left.has(key)).map(({ variable, value }) => line(variable, value));
  const ofShell = entries.flatMap(({ key, variable }) => (isLeftOut(variable) ? [{ key, variable }] : []));
  return { text: text.join(''), unwritable, ofShell };
}

/** docker takes all after the equals sign as it is (docs.docker.com/reference/cli/docker/container/run, "env-file"). */
function plainLine(variable: string, value: string): string {
  return `${variable}=${value}\n`;
}

/** Why docker and dotenv do not read the same value; undefined if they do. */
function plainProblem(value: string, variable: string): string | undefined {
  const problems: readonly (readonly [RegExp, string])[] = [
    [/\0/, 'it has a NUL, which no variable can hold'],
    [/[\n\r\u2028\u2029]/, 'it has a line break'],
    [/#/, 'it has a #, which dotenv reads as a comment'],
    [/^["'`]/, 'it begins with a quotation mark, which dotenv strips'],
    [/^[\s\ufeff]|[\s\ufeff]$/, 'it begins or ends with a space, which dotenv strips'],
  ];
  const found = problems.find(([pattern]) => pattern.test(value))?.[1];
  if (found !== undefined) return found;
  return Buffer.byteLength(plainLine(variable, value)) > LONGEST_LINE ? 'it is longer than docker reads' : undefined;
}

function exportLine(variable: string, value: string): string {
  return `export ${variable}=${shellWord(value)}\n`;
}

function shellProblem(value: string): string | undefined {
  return value.includes('\0') ? 'it has a NUL, which no variable can hold' : undefined;
}

/**
 * A value as every shell reads it back: in single quotes, with apostrophes and backslashes in double quotes. fish takes a backslash before those
 * two for an escape even within single quotes, and zsh with RC_QUOTES takes two apostrophes for one.
 */
function shellWord(value: string): string {
  const parts = value.match(/'+|\\+|[^'\\]+/g) ?? [];
  if (parts.length === 0) return "''";
  return parts
    .map((part) => {
      if (part.startsWith("'")) return `"${part}"`;
      return part.startsWith('\\') ? `"${part.replaceAll('\\', '\\\\')}"` : `'${part}'`;
    })
    .join('');
}
