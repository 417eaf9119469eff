import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import { holdsString } from '../../../atlas/secret/refresh/lack.ts';
import { ageOf, describeStaleness, describeSurplus, stalenessOf, surplusOf } from '../../../atlas/secret/staleness.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import { checkFormat } from '../../../output/format.ts';
import type { Context, VerbContext } from '../../context.ts';
import type { LookedUp } from './look-up.ts';
import { type SecretFormat, print, valueOf } from './print.ts';
import { endpointIn } from './region.ts';
import { comingLater, refreshHint } from './await-strings.ts';
import { lookUpUsers, printUsers } from './users.ts';
import { printLine } from '../../../output/escape.ts';
import { type SecretArguments, formats } from './facts.ts';

export async function secret(args: SecretArguments, context: VerbContext): Promise<number> {
  const format = await checkFormat(args.output, formats);
  checkVariable(args.name, format);
  refusePrefix(args.prefix, format);
  const secrets = await lookUpUsers(args, format, context);
  for (const { found } of secrets) notePlace(found, context);
  const all = secrets.map((looked) => {
    const user = secrets.length > 1 ? looked.found.secret.user : args.user;
    return assess(looked, { ...args, user }, context);
  });
  const [first, second] = all;
  if (first === undefined) throw new Error('a command line was about no Secret');
  if (second !== undefined) await printUsers(all, !args['no-headers'], context);
  else if (first.lacking !== undefined) throw first.lacking;
  else if (args.key !== undefined) context.stdout.write(`${valueOf(first.found, args.key)}\n`);
  else {
    const { name: variable, prefix } = args;
    await print(first.found, { ...first, format, headers: !args['no-headers'], variable, prefix }, context);
  }
  for (const { warnings, hint } of all) {
    for (const text of warnings) printLine(context.stderr, `warning: ${text}`);
    // What --refresh has left there comes back with every further one.
    if (warnings.length > 0 && !args.refresh) printLine(context.stderr, `hint: ${context.hintText(hint)}`);
  }
  return 0;
}

/** A Secret, what of it is to be printed, and what has to be said of it. */
interface Assessed {
  readonly found: FoundSecret;
  /** The endpoint whose strings are printed; undefined for all. */
  readonly endpoint: string | undefined;
  /** Why nothing of what is requested can be printed. */
  readonly lacking: UserError | undefined;
  readonly warnings: readonly string[];
  /** What to do about the warnings. */
  readonly hint: Hint;
}

/** What a command line says of the string it wants. */
interface Wanted {
  readonly key: string | undefined;
  readonly region: string | undefined;
  /** The database user that hints name. */
  readonly user: string | undefined;
}

function assess(
  { found, endpoint: named, coming }: LookedUp,
  { key, region, user }: Wanted,
  context: Context,
): Assessed {
  const later = coming.length === 0 ? undefined : comingLater(found, coming, { user, context });
  const refused = later !== undefined && (key !== undefined || named !== undefined || !holdsString(found));
  const endpoint = refused ? named : (named ?? (region === undefined ? undefined : endpointIn(found, region)));
  const staleness = stalenessOf(found);
  const stale = staleness && describeStaleness(found.secret, staleness, ageOf(found.secret, context.now()));
  const lag = later ?? (stale === undefined ? undefined : { text: stale, hint: refreshHint(found, user) });
  const lacks = refused || (key === undefined && lacksString(found, endpoint, staleness?.missing ?? []));
  const surplus = surplusOf(found);
  return {
    found,
    endpoint,
    lacking: lag !== undefined && lacks ? new UserError(lag.text, { hint: lag.hint }) : undefined,
    warnings: [
      ...(lag === undefined ? [] : [lag.text]),
      ...(surplus.length === 0 ? [] : [describeSurplus(found, surplus, ageOf(found.secret, context.now()))]),
    ],
    hint: lag?.hint ?? refreshHint(found, user),
  };
}

/** @throws UserError for a variable that the format has not, or that no container can have (apimachinery, IsEnvVarName) */
function checkVariable(name: string | undefined, format: unknown): void {
  if (name === undefined) return;
  if (format !== 'pod-env')
    throw new UserError('--name is the name of the variable in -o pod-env, so it needs that format', {
      hint: `add -o pod-env, or omit --name`,
    });
  if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) return;
  throw new UserError(`invalid value "${name}" for --name: not the name of an environment variable`, {
    hint: 'write it like --name MONGODB_URI',
  });
}

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
