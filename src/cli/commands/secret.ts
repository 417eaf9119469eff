import { isConnectionString, preferredString, privateStrings } from '../../atlas/connection-string.ts';
import { stringsOf } from '../../atlas/endpoint-strings.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../../atlas/find-secret.ts';
import { awaitComing, comingStrings } from '../../atlas/coming-strings.ts';
import { freshnessOf } from '../../atlas/freshness.ts';
import { isSameRegion } from '../../atlas/region.ts';
import { refresh } from '../../atlas/await-refresh.ts';
import { secretSource } from '../../atlas/secret-of-source.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import { parseDuration } from '../../core/duration.ts';
import type { KubeClient } from '../../kube/client.ts';
import { Progress } from '../../output/progress.ts';
import { nearest } from '../../core/nearest.ts';
import { UserError } from '../../core/errors.ts';
import { type Template, checkFormat, jsonPathFormats, toYaml } from '../../output/format.ts';
import { dotenv, jqJson, podEnv } from '../../output/secret-formats.ts';
import { stringTable } from '../../output/string-table.ts';
import type { Context } from '../context.ts';
import { onceEach } from '../once-each.ts';
import { connect, databaseUserFlag, endpointFlag, flags, noHeadersFlag, outputFlag, type Verb } from '../flags.ts';

const formats = ['json', 'yaml', 'env', 'pod-env', 'name', ...jsonPathFormats] as const;
/** How a Secret is printed. */
type SecretFormat = 'json' | 'yaml' | 'env' | 'pod-env' | 'name' | Template;

export const secret: Verb = {
  name: 'secret',
  usage: '[SOURCE]',
  description: "Print the private connection strings of a deployment's connection Secret",
  examples: [
    ['kubectl atlas-pe secret orders', 'Every private connection string, decoded'],
    ['kubectl atlas-pe secret orders -o pod-env', 'The env: part of a container that reads it'],
    ['kubectl atlas-pe secret orders --key connectionStringPrivateSrv', 'One value and nothing else'],
  ],
  flags: {
    ...endpointFlag,
    ...databaseUserFlag,
    key: { type: 'string', group: 'Flags:', description: 'Print the bare value of this key', requiresArg: true },
    'all-namespaces': {
      type: 'boolean',
      alias: 'A',
      group: 'Flags:',
      description: 'Look for the Secret in all namespaces',
    },
    region: {
      type: 'string',
      group: 'Flags:',
      description: 'Instead of --endpoint: the region of the string, such as US_EAST_1 or us-east-1',
      requiresArg: true,
    },
    refresh: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Make the operator write the Secret of a dedicated cluster now; says first what it touches',
    },
    timeout: flags.wait.timeout,
    wait: {
      ...flags.wait.wait,
      description: 'Wait for a string that the operator is about to write; --wait=false reads what is there',
    },
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
  async run(args, context) {
    const one = (name: string): string | undefined => (typeof args[name] === 'string' ? args[name] : undefined);
    const format = await checkFormat(args['output'], formats);
    if (args['refresh'] === true && args['wait'] === false) {
      throw new UserError('--refresh waits for the string, and --wait=false excludes that', {
        hint: 'leave one of them out; --timeout limits the wait',
      });
    }
    const timeoutMs = parseDuration('timeout', String(args['timeout']));
    const { client, namespace } = await connect(args, context);
    const asked = { name: one('source'), endpoint: one('endpoint') };
    const warn = onceEach((text) => context.stderr.write(`warning: ${text}\n`));
    const source = await secretSource(client, asked, namespace, context.signal, warn);
    const query = {
      name: source.name,
      namespace,
      everywhere: args['all-namespaces'] === true,
      user: one('user'),
      warn,
    };
    const first = await findConnectionSecret(client, query, context.signal);
    const key = one('key');
    const found =
      args['refresh'] === true
        ? await refreshed(client, query, first, context, timeoutMs)
        : args['wait'] === false || !needsString(first, format, key)
          ? first
          : await awaited(client, query, first, source.endpoint, context, timeoutMs);
    const region = one('region');
    const endpoint = source.endpoint ?? (region === undefined ? undefined : endpointIn(found, region));
    const fresh = freshnessOf(found, context.now());
    const hint = refreshHint(found);
    const wanted = endpoint ?? fresh.missing[0];
    const isMissing = wanted !== undefined && fresh.missing.some((id) => sameId(id, wanted));
    const strings = privateStrings(found.secret.data, found.deployment, found.endpoints).strings;
    if (isMissing && (endpoint !== undefined || strings.length === 0) && key === undefined)
      throw new UserError(fresh.text ?? '', { hint });
    if (key !== undefined) context.stdout.write(`${valueOf(found, key)}\n`);
    else await print(found, format, endpoint, context, args['no-headers'] !== true);
    if (fresh.text !== undefined) context.stderr.write(`warning: ${fresh.text}\nhint: ${hint}\n`);
    return 0;
  },
};

/** Whether what is to be printed is a private string that is not there, or may lack one. */
function needsString({ secret }: FoundSecret, format: SecretFormat | undefined, key: string | undefined): boolean {
  if (key === undefined) return format !== 'name';
  return key.startsWith('connectionStringPrivate') && !isConnectionString(secret.data[key] ?? '');
}

/** The command that makes the operator write a Secret anew. */
export function refreshHint({ deployment }: FoundSecret): string {
  const { name = 'NAME', namespace = 'NAMESPACE' } = deployment?.metadata ?? {};
  return `make the operator write it now with: kubectl atlas-pe secret ad/${name} -n ${namespace} --refresh`;
}

/** Makes the operator write the Secret, and says how that goes. */
export async function refreshed(
  client: KubeClient,
  query: SecretQuery,
  found: FoundSecret,
  context: Context,
  timeoutMs: number,
): Promise<FoundSecret> {
  const progress = new Progress(context.stderr, context);
  const step = { name: 'refresh', detail: '' };
  const { missing } = freshnessOf(found, context.now());
  // Nothing is missing as far as is known, which is not far.
  if (missing.length === 0 && found.refusal !== undefined) throw found.refusal;
  if (found.deployment === undefined) {
    throw new UserError(
      `what secret/${found.secret.name} lacks is unknown: its deployment is not there or cannot be read`,
      {
        hint: `name the deployment: kubectl atlas-pe secret ad/NAME -n ${query.namespace} --refresh`,
      },
    );
  }
  if (missing.length === 0) {
    progress.already({ ...step, detail: `secret/${found.secret.name} holds the string of every available endpoint` });
    return found;
  }
  try {
    const after = await refresh(client, query, found, context, {
      timeoutMs,
      resume: `nothing is lost; go on with: ${context.commandLine}`,
      say: (text) => progress.note(text),
      onSeen: (seen) => progress.waiting(step, seen),
    });
    progress.done(step, `secret/${after.secret.name}`);
    return after;
  } finally {
    progress.clear();
  }
}

/** Waits for the strings that the operator writes by itself, and says so; the Secret as it was found where there are none. */
async function awaited(
  client: KubeClient,
  query: SecretQuery,
  found: FoundSecret,
  endpoint: string | undefined,
  context: Context,
  timeoutMs: number,
): Promise<FoundSecret> {
  const coming = await comingStrings(client, found, endpoint, timeoutMs, context.signal);
  if (coming.length === 0) return found;
  const progress = new Progress(context.stderr, context);
  const names = coming.map(({ label }) => `"${label}"`).join(', ');
  progress.note(
    `the operator has not written the string of ${names} yet, which is available: waiting (--wait=false does not)`,
  );
  const step = { name: 'secret', detail: '' };
  try {
    const after = await awaitComing(client, query, found, coming, context, {
      timeoutMs,
      resume: `nothing is lost; go on with: ${context.commandLine}`,
      onSeen: (seen) => progress.waiting(step, seen),
    });
    progress.done(step, `secret/${after.secret.name}`);
    return after;
  } finally {
    progress.clear();
  }
}

/** The endpoint of a region. @throws UserError where there is none or several */
function endpointIn(found: FoundSecret, region: string): string {
  const { strings } = privateStrings(found.secret.data, found.deployment, found.endpoints);
  const owners = strings.flatMap(({ owners: all }) => all);
  const ids = [...new Set(owners.filter((owner) => isSameRegion(owner.region ?? '', region)).map(({ id }) => id))];
  const [only, second] = ids;
  if (only !== undefined && second === undefined) return only;
  const regions = [...new Set(owners.flatMap((owner) => owner.region ?? []))];
  throw new UserError(
    only === undefined
      ? `secret/${found.secret.name} holds no string that is known to be for the region ${region}`
      : `secret/${found.secret.name} holds the strings of ${ids.length} endpoints in ${region}: ${ids.join(', ')}`,
    {
      hint:
        only === undefined
          ? regions.length > 0
            ? `there are strings for: ${regions.join(', ')}`
            : "the deployment's status does not say which string is for which region"
          : `choose one with --endpoint ${only}`,
    },
  );
}

/** Prints a Secret; `up` ends with the same. */
export async function print(
  found: FoundSecret,
  format: SecretFormat | undefined,
  endpoint: string | undefined,
  context: Context,
  headers = true,
): Promise<void> {
  const { name, data } = found.secret;
  if (typeof format === 'object') return void context.stdout.write(format.fill(data, headers));
  switch (format) {
    case 'name':
      return void context.stdout.write(`secret/${name}\n`);
    case 'json':
      return void context.stdout.write(jqJson(data));
    case 'yaml':
      return void context.stdout.write(await toYaml(data));
    case 'env':
      return void context.stdout.write(dotenv(usable(found, context)));
    case 'pod-env': {
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
      return void context.stdout.write(await toYaml(podEnv(name, string.key)));
    }
    case undefined: {
      const strings = stringsOf(found, endpoint);
      noteDegenerate(found, context);
      context.stdout.write(stringTable(strings, headers));
    }
  }
}

function valueOf({ secret: { name, data } }: FoundSecret, key: string): string {
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
          : 'see where the endpoint stands with: kubectl atlas-pe status',
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
