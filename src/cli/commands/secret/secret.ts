import type { FoundSecret } from '../../../atlas/secret/find.ts';
import { holdsString } from '../../../atlas/secret/refresh/lack.ts';
import { ageOf, describeStaleness, stalenessOf } from '../../../atlas/secret/staleness.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { checkFormat, jsonPathFormats } from '../../../output/format.ts';
import { text, toggle } from '../../args/flag.ts';
import {
  allNamespacesFlag,
  databaseUserFlag,
  endpointFlag,
  flags,
  general,
  noHeadersFlag,
  outputFlag,
} from '../../args/flag-groups.ts';
import { optional } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { lookUp } from './look-up.ts';
import { print, valueOf } from './print.ts';
import { endpointIn } from './region.ts';
import { comingLater, refreshHint } from './waits.ts';

const formats = ['json', 'yaml', 'env', 'pod-env', 'name', ...jsonPathFormats] as const;

export const secret = defineVerb({
  name: 'secret',
  positional: { source: optional('SOURCE') },
  description: "Print the private connection strings of a deployment's connection Secret",
  examples: [
    [`${PROGRAM} secret orders`, 'Every private connection string, decoded'],
    [`${PROGRAM} secret orders -o pod-env`, 'The env: part of a container that reads it'],
    [`${PROGRAM} secret orders --key connectionStringPrivateSrv`, 'One value and nothing else'],
  ],
  flags: {
    ...endpointFlag,
    ...databaseUserFlag,
    key: text(general, 'Print the bare value of this key'),
    ...allNamespacesFlag('Look for the Secret in all namespaces'),
    region: text(general, 'Instead of --endpoint: the region of the string, such as US_EAST_1 or us-east-1'),
    refresh: toggle(
      general,
      'Make the operator write the Secret of a dedicated cluster now; says first what it touches',
    ),
    ...flags.askedWait,
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    const { found, endpoint: named, coming } = await lookUp(args, format, context);
    const { key, region } = args;
    const later = coming.length === 0 ? undefined : comingLater(found, coming, { user: args.user, context });
    if (later !== undefined && (key !== undefined || named !== undefined || !holdsString(found)))
      throw new UserError(later.text, { hint: later.hint });
    const endpoint = named ?? (region === undefined ? undefined : endpointIn(found, region));
    const staleness = stalenessOf(found);
    const stale = staleness && describeStaleness(found.secret, staleness, ageOf(found.secret, context.now()));
    const lag = later ?? (stale === undefined ? undefined : { text: stale, hint: refreshHint(found, args.user) });
    if (lag !== undefined && key === undefined && lacksString(found, endpoint, staleness?.missing ?? []))
      throw new UserError(lag.text, { hint: lag.hint });
    if (key !== undefined) context.stdout.write(`${valueOf(found, key)}\n`);
    else await print(found, { format, endpoint, headers: !args['no-headers'] }, context);
    if (lag !== undefined) context.stderr.write(`warning: ${lag.text}\nhint: ${context.hintText(lag.hint)}\n`);
    return 0;
  },
});

/**
 * Whether nothing can be printed of what is asked for.
 * @param endpoint the only one whose string is asked for; all strings when undefined
 * @param missing the ids of the endpoints whose strings the Secret lacks
 */
function lacksString(found: FoundSecret, endpoint: string | undefined, missing: readonly string[]): boolean {
  if (endpoint !== undefined) return missing.some((id) => sameId(id, endpoint));
  return missing.length > 0 && !holdsString(found);
}
