import { isConnectionString, privateStrings } from '../../../atlas/secret/connection-string.ts';
import { type FoundSecret, findConnectionSecret } from '../../../atlas/secret/find.ts';
import { ageOf, describeStaleness, stalenessOf } from '../../../atlas/secret/staleness.ts';
import type { Run } from '../../../atlas/run.ts';
import { isSameRegion } from '../../../atlas/api/region.ts';
import { secretSource } from '../../../atlas/secret/of-source.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { parseDuration } from '../../../core/duration.ts';
import { UserError } from '../../../core/errors.ts';
import { checkFormat, jsonPathFormats } from '../../../output/format.ts';
import { onceEach } from '../../warn-once.ts';
import {
  connect,
  databaseUserFlag,
  endpointFlag,
  flags,
  noHeadersFlag,
  outputFlag,
  type Verb,
  textOf,
} from '../../args/flag-groups.ts';
import { type SecretFormat, print, valueOf } from './print.ts';
import { awaited, refreshHint, refreshed } from './waits.ts';

const formats = ['json', 'yaml', 'env', 'pod-env', 'name', ...jsonPathFormats] as const;
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
    const one = (name: string): string | undefined => textOf(args, name);
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
    const run: Run = { client, time: context, warn };
    const source = await secretSource(run, asked, namespace);
    const query = {
      name: source.name,
      namespace,
      everywhere: args['all-namespaces'] === true,
      user: one('user'),
    };
    const first = await findConnectionSecret(run, query);
    const key = one('key');
    const found =
      args['refresh'] === true
        ? await refreshed(run, query, first, context, timeoutMs)
        : args['wait'] === false || !needsString(first, format, key)
          ? first
          : await awaited(run, query, first, source.endpoint, context, timeoutMs);
    const region = one('region');
    const endpoint = source.endpoint ?? (region === undefined ? undefined : endpointIn(found, region));
    const staleness = stalenessOf(found);
    const missing = staleness?.missing ?? [];
    const stale = staleness && describeStaleness(found.secret, staleness, ageOf(found.secret, context.now()));
    const hint = refreshHint(found);
    const wanted = endpoint ?? missing[0];
    const isMissing = wanted !== undefined && missing.some((id) => sameId(id, wanted));
    const strings = privateStrings(found.secret.data, found.deployment, found.endpoints).strings;
    if (isMissing && (endpoint !== undefined || strings.length === 0) && key === undefined)
      throw new UserError(stale ?? '', { hint });
    if (key !== undefined) context.stdout.write(`${valueOf(found, key)}\n`);
    else await print(found, format, endpoint, context, args['no-headers'] !== true);
    if (stale !== undefined) context.stderr.write(`warning: ${stale}\nhint: ${hint}\n`);
    return 0;
  },
};

/** Whether what is to be printed is a private string that is not there, or may lack one. */
function needsString({ secret }: FoundSecret, format: SecretFormat | undefined, key: string | undefined): boolean {
  if (key === undefined) return format !== 'name';
  return key.startsWith('connectionStringPrivate') && !isConnectionString(secret.data[key] ?? '');
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
