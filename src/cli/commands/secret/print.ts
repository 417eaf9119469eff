import { isConnectionString, preferredString, privateStrings } from '../../../atlas/secret/connection-string.ts';
import { stringsOf } from '../../../atlas/secret/endpoint-strings.ts';
import { type FoundSecret } from '../../../atlas/secret/find.ts';
import { surplusOf } from '../../../atlas/secret/staleness.ts';
import { nearest } from '../../../core/did-you-mean.ts';
import { UserError } from '../../../core/errors.ts';
import { type Template, toYaml } from '../../../output/format.ts';
import { dotenv, jqJson, podEnv } from '../../views/secret-formats.ts';
import { stringTable } from '../../views/string-table.ts';
import type { Context } from '../../context.ts';

/** How a Secret is printed. */
export type SecretFormat = 'json' | 'yaml' | 'env' | 'pod-env' | 'name' | Template;

/** What of a Secret is printed. */
interface SecretStyle {
  /** The table of its private strings when undefined. */
  readonly format: SecretFormat | undefined;
  /** The label or the id of the only endpoint whose strings are meant. */
  readonly endpoint: string | undefined;
  readonly headers: boolean;
}

/** Prints a Secret; `up` ends with the same. @throws UserError where it lacks what is to be printed */
export async function print(found: FoundSecret, style: SecretStyle, context: Context): Promise<void> {
  context.stdout.write(await secretText(found, style, context));
}

async function secretText(
  found: FoundSecret,
  { format, endpoint, headers }: SecretStyle,
  context: Context,
): Promise<string> {
  const { name, data } = found.secret;
  if (typeof format === 'object') return format.fill(data, headers);
  switch (format) {
    case 'name':
      return `secret/${name}\n`;
    case 'json':
      return jqJson(data);
    case 'yaml':
      return toYaml(data);
    case 'env':
      return dotenv(usable(found, context));
    case 'pod-env':
      return toYaml(podEnv(name, keyForPod(found, endpoint, context)));
    case undefined: {
      const strings = stringsOf(found, endpoint);
      noteDegenerate(found, context);
      return stringTable(strings, surplusOf(found), headers);
    }
  }
}

/** The key that a Pod reads. @throws UserError where the strings are those of several endpoints */
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
    context.stderr.write(
      `note: which key holds this string (now ${string.key}) can change when an endpoint or a peering comes or goes: run this again after such a change\n`,
    );
  }
  return string.key;
}

/** The bare value of a key. @throws UserError where there is none, or where it is no connection string */
export function valueOf({ secret: { name, data } }: FoundSecret, key: string): string {
  const value = data[key];
  if (value === undefined) {
    const meant = nearest(key, Object.keys(data));
    throw new UserError(`secret/${name} has no key "${key}"`, {
      hint: meant === undefined ? `it has: ${Object.keys(data).join(', ')}` : `did you mean --key ${meant}?`,
    });
  }
  if (key.startsWith('connectionString') && !isConnectionString(value)) {
    const others = Object.keys(data).filter(
      (other) => other.startsWith('connectionStringPrivate') && isConnectionString(data[other] ?? ''),
    );
    throw new UserError(`key "${key}" of secret/${name} ${value === '' ? 'is empty' : 'holds no connection string'}`, {
      hint:
        others.length > 0
          ? `these hold one: ${others.join(', ')}`
          : ['see where the endpoint stands with: ', { verb: 'status' }],
    });
  }
  return value;
}

/** The data without the keys that should hold a connection string and don't. */
function usable(found: FoundSecret, context: Context): Record<string, string> {
  noteDegenerate(found, context);
  return Object.fromEntries(
    Object.entries(found.secret.data).filter(
      ([key, value]) => !key.startsWith('connectionString') || isConnectionString(value),
    ),
  );
}

function noteDegenerate(found: FoundSecret, context: Context): void {
  const { degenerate } = privateStrings(found.secret.data, found.deployment, found.endpoints);
  for (const reason of ['empty', 'not a connection string'] as const) {
    const keys = degenerate.filter((item) => item.reason === reason).map(({ key }) => key);
    if (keys.length > 0) context.stderr.write(`note: left out, ${reason}: ${keys.join(', ')}\n`);
  }
}
