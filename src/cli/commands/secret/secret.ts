import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import { holdsString } from '../../../atlas/secret/refresh/lack.ts';
import { ageOf, describeStaleness, describeSurplus, stalenessOf, surplusOf } from '../../../atlas/secret/staleness.ts';
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
import type { Context } from '../../context.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { lookUp } from './look-up.ts';
import { type SecretFormat, print, valueOf } from './print.ts';
import { endpointIn } from './region.ts';
import { comingLater, refreshHint } from './await-strings.ts';
import { printLine } from '../../../output/escape.ts';

const formats = ['json', 'yaml', 'env', 'export', 'pod-env', 'name', ...jsonPathFormats] as const;

export const secret = defineVerb({
  name: 'secret',
  positional: { source: optional('SOURCE') },
  description: "Print the private connection strings of a deployment's connection Secret",
  examples: [
    [`${PROGRAM} secret orders`, 'Every private connection string, decoded'],
    [`${PROGRAM} secret orders -o pod-env`, 'The env section of a container that reads it'],
    [`${PROGRAM} secret orders --key connectionStringPrivateSrv`, 'One value and nothing else'],
  ],
  flags: {
    ...endpointFlag,
    ...databaseUserFlag,
    key: text(general, 'Print only the value of this key'),
    ...allNamespacesFlag('Look for the Secret in all namespaces'),
    region: text(general, 'Region of the string, instead of --endpoint, such as US_EAST_1 or us-east-1'),
    refresh: toggle(
      general,
      'Make the operator rewrite the Secret of a dedicated cluster now; first says what that changes',
    ),
    ...flags.askedWait,
    prefix: text(general, 'With -o env or -o export, what the name of each variable begins with, such as ATLAS_'),
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    refusePrefix(args.prefix, format);
    const { found, endpoint: named, coming } = await lookUp(args, format, context);
    const { key, region } = args;
    notePlace(found, context);
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
    else await print(found, { format, endpoint, headers: !args['no-headers'], prefix: args.prefix }, context);
    const hint = lag?.hint ?? refreshHint(found, args.user);
    const surplus = surplusOf(found);
    const warnings = [
      ...(lag === undefined ? [] : [lag.text]),
      ...(surplus.length === 0 ? [] : [describeSurplus(found, surplus, ageOf(found.secret, context.now()))]),
    ];
    for (const text of warnings) printLine(context.stderr, `warning: ${text}`);
    // What --refresh has left there comes back with every further one.
    if (warnings.length > 0 && !args.refresh) printLine(context.stderr, `hint: ${context.hintText(hint)}`);
    return 0;
  },
});

/** @throws UserError for a prefix that would have no effect, or would make names that are none */
function refusePrefix(prefix: string | undefined, format: SecretFormat | undefined): void {
  if (prefix === undefined || prefix === '') return;
  if (format !== 'env' && format !== 'export') throw new UserError('--prefix requires -o env or -o export');
  if (!/^[A-Za-z_]\w*$/.test(prefix))
    throw new UserError(`invalid value "${prefix}" for --prefix: names of variables consist of letters, digits and _`, {
      hint: 'write it like --prefix ATLAS_',
    });
}

/** A Pod reads a Secret of its own namespace only. */
function notePlace({ secret: { name, namespace }, deployment }: FoundSecret, context: Context): void {
  if (deployment === undefined || namespace === deployment.metadata.namespace) return;
  printLine(context.stderr, `note: secret/${name} is in namespace ${namespace}`);
}

/**
 * Whether nothing that was requested can be printed.
 * @param endpoint the endpoint whose string is requested; undefined for all strings
 * @param missing the ids of the endpoints whose strings the Secret lacks
 */
function lacksString(found: FoundSecret, endpoint: string | undefined, missing: readonly string[]): boolean {
  if (endpoint !== undefined) return missing.some((id) => sameId(id, endpoint));
  return missing.length > 0 && !holdsString(found);
}
