import { isConnectionString, preferredString, privateStrings } from '../../../atlas/secret/connection-string.ts';
import { stringsOf } from '../../../atlas/secret/endpoint-strings.ts';
import { type FoundSecret } from '../../../atlas/secret/find/find.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import { UserError } from '../../../core/errors.ts';
import { type Template, toYaml } from '../../../output/format.ts';
import { shellQuote } from '../../args/pflag.ts';
import { type Dialect, environment } from '../../views/environment.ts';
import { jqJson, podEnv } from '../../views/secret-formats.ts';
import { stringTable } from '../../views/string-table.ts';
import type { Context, VerbContext } from '../../context.ts';
import { escapeControl, printLine } from '../../../output/escape.ts';
import { ownValue } from '../../../core/outside-values.ts';

/** The formats in which a Secret is printed. */
export type SecretFormat = 'json' | 'yaml' | Dialect | 'pod-env' | 'name' | Template;

/** What to print of a Secret, and how. */
interface SecretStyle {
  /** Undefined for the table of its private strings. */
  readonly format: SecretFormat | undefined;
  /** The label or the id of the endpoint whose strings are printed; undefined for all endpoints. */
  readonly endpoint: string | undefined;
  readonly headers: boolean;
  /** The name of the environment variable in `pod-env`. */
  readonly variable?: string | undefined;
  /** What the names of environment variables begin with; nothing by default. */
  readonly prefix?: string | undefined;
}

/** Prints a Secret; `up` ends with this too. @throws UserError if it lacks what is to be printed */
export async function print(found: FoundSecret, style: SecretStyle, context: VerbContext): Promise<void> {
  context.stdout.write(await secretText(found, style, context));
}

async function secretText(
  found: FoundSecret,
  { format, endpoint, headers, variable, prefix = '' }: SecretStyle,
  context: VerbContext,
): Promise<string> {
  const { name, data } = found.secret;
  if (typeof format === 'object') return format.fill(data, headers);
  switch (format) {
    case 'name':
      return `secret/${escapeControl(name)}\n`;
    case 'json':
      return jqJson(data);
    case 'yaml':
      return toYaml(data);
    case 'env':
    case 'export':
      return variables(found, { dialect: format, prefix }, context);
    case 'pod-env':
      return podPart(found, { endpoint, variable }, context);
    case undefined: {
      const strings = stringsOf(found, endpoint);
      noteDegenerate(found, context);
      return stringTable([{ found, strings }], { headers, users: false });
    }
  }
}

/** What a container's manifest needs, and how a workload that runs already gets the same key. */
async function podPart(
  found: FoundSecret,
  { endpoint, variable }: Pick<SecretStyle, 'endpoint' | 'variable'>,
  context: VerbContext,
): Promise<string> {
  const { name, namespace } = found.secret;
  const key = keyForPod(found, endpoint, context);
  const command = ['set', 'env', { placeholder: 'deploy/NAME' }, `--from=secret/${name}`, `--keys=${key}`];
  // kubectl names the variable after the key (kubectl pkg/cmd/set/set_env.go, keyToEnvName).
  const text = `for a workload that already runs, as the variable ${key.toUpperCase()}: `;
  printLine(context.stderr, context.hintText([text, { kubectl: [...command, '-n', namespace] }]));
  return toYaml(podEnv(name, key, variable));
}

/** The Secret as environment variables. @throws UserError, before anything is printed, for what the dialect cannot say */
function variables(
  found: FoundSecret,
  style: { readonly dialect: Dialect; readonly prefix: string },
  context: Context,
): string {
  const { text, unwritable, ofShell } = environment(usable(found, context), style);
  const [first] = unwritable;
  if (first !== undefined) {
    const reasons = unwritable.map(({ key, reason }) => `${key}: ${reason}`).join('; ');
    throw new UserError(`-o ${style.dialect} cannot hold all of secret/${found.secret.name}: ${reasons}`, {
      hint: `use -o ${style.dialect === 'env' ? 'export for a shell, or -o json' : 'json'}; --key ${shellQuote(first.key)} prints one value`,
    });
  }
  for (const { key, variable } of ofShell)
    printLine(
      context.stderr,
      `warning: left out ${key}: ${variable} is a variable of the shell's own; --prefix gives it another name`,
    );
  return text;
}

/** The key that a Pod reads. @throws UserError if the strings belong to several endpoints */
function keyForPod(found: FoundSecret, endpoint: string | undefined, context: Context): string {
  const { name, data } = found.secret;
  const strings = stringsOf(found, endpoint);
  const numbers = new Set(strings.map(({ index }) => index));
  const string = preferredString(strings);
  if (numbers.size > 1 || string === undefined) {
    throw new UserError(`secret/${name} holds the strings of ${numbers.size} endpoints`, {
      hint: 'choose one with --endpoint LABEL',
    });
  }
  const all = new Set(privateStrings(data, found.deployment, found.endpoints).strings.map(({ index }) => index));
  if (all.size > 1 || string.index > 0) {
    printLine(
      context.stderr,
      `note: the key of this string (now ${string.key}) can change when an endpoint or a peering is added or removed; run this again after such a change`,
    );
  }
  return string.key;
}

/** The value of a key. @throws UserError if there is none, or if it is not a connection string */
export function valueOf({ secret: { name, data } }: FoundSecret, key: string): string {
  const value = ownValue(data, key);
  if (value === undefined) {
    const suggestion = nearest(key, Object.keys(data));
    throw new UserError(`secret/${name} has no key "${key}"`, {
      hint: suggestion === undefined ? `it has: ${Object.keys(data).join(', ')}` : `did you mean --key ${suggestion}?`,
    });
  }
  if (key.startsWith('connectionString') && !isConnectionString(value)) {
    const others = Object.keys(data).filter(
      (other) => other.startsWith('connectionStringPrivate') && isConnectionString(data[other] ?? ''),
    );
    throw new UserError(`key "${key}" of secret/${name} ${value === '' ? 'is empty' : 'holds no connection string'}`, {
      hint:
        others.length > 0
          ? `these keys hold one: ${others.join(', ')}`
          : ['see the state of the endpoint with: ', { verb: 'status' }],
    });
  }
  return value;
}

/** The data without the keys that should hold a connection string but don't. */
function usable(found: FoundSecret, context: Context): Record<string, string> {
  noteDegenerate(found, context);
  return Object.fromEntries(
    Object.entries(found.secret.data).filter(
      ([key, value]) => !key.startsWith('connectionString') || isConnectionString(value),
    ),
  );
}

/** Says which keys hold no connection string. */
export function noteDegenerate(found: FoundSecret, context: Context): void {
  const { degenerate } = privateStrings(found.secret.data, found.deployment, found.endpoints);
  for (const [reason, skipped] of [
    ['empty', 'empty keys'],
    ['not a connection string', 'keys that hold no connection string'],
  ] as const) {
    const keys = degenerate.filter((item) => item.reason === reason).map(({ key }) => key);
    if (keys.length > 0) printLine(context.stderr, `note: skipped ${skipped}: ${keys.join(', ')}`);
  }
}
