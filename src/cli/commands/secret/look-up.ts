import { isConnectionString } from '../../../atlas/secret/connection-string.ts';
import type { Run } from '../../../atlas/run.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../../../atlas/secret/find/find.ts';
import { NothingNamed } from '../../../atlas/secret/find/not-found.ts';
import { pendingStrings } from '../../../atlas/secret/pending-strings.ts';
import { type SecretSource, secretSource } from '../../../atlas/secret/of-source.ts';
import { findTarget } from '../../../atlas/sources/lookup.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { parseDuration } from '../../../core/duration.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import {
  DEFAULT_TIMEOUT,
  type allNamespacesFlag,
  type databaseUserFlag,
  type endpointFlag,
  type flags,
} from '../../args/flag-groups.ts';
import { openRun } from '../../open-run.ts';
import type { VerbContext } from '../../context.ts';
import { endpointsOf, resolve } from '../../endpoints/resolve.ts';
import { knownEndpoint } from './known-endpoint.ts';
import type { SecretFormat } from './print.ts';
import { awaitMissingStrings, awaitedSecret, orSayHowToWait, refreshSecret } from './await-strings.ts';
import { ownValue } from '../../../core/outside-values.ts';

/** What a command line says about its Secret, and about waiting for a string that the Secret lacks. */
export type LookUpArguments = ClusterArguments &
  Arguments<typeof endpointFlag & typeof databaseUserFlag & typeof flags.askedWait> &
  Arguments<ReturnType<typeof allNamespacesFlag>> & {
    readonly source: string | undefined;
    readonly key: string | undefined;
    readonly refresh: boolean;
  };

/** The Secret that a command line is for, and what of it is asked for. */
export interface LookedUp {
  readonly found: FoundSecret;
  /** The endpoint that is asked for, where one is. */
  readonly endpoint: string | undefined;
  /** The endpoints whose strings are to be printed and that the operator is about to write; none where they were waited for. */
  readonly coming: readonly EndpointState[];
}

/**
 * Finds the Secret. It waits for a missing string that is to be printed only if that is requested: reading does not wait.
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function lookUp(
  args: LookUpArguments,
  format: SecretFormat | undefined,
  context: VerbContext,
): Promise<LookedUp> {
  if (args.refresh && args.wait === false) {
    throw new UserError('--refresh waits for the string, so it cannot be combined with --wait=false', {
      hint: 'omit one of them; --timeout limits the wait',
    });
  }
  const timeoutMs = parseDuration('timeout', args.timeout ?? DEFAULT_TIMEOUT);
  const { run, namespace } = await openRun(args, context);
  if (args.timeout !== undefined && args.wait !== true && !args.refresh)
    run.warn('--timeout has no effect without --wait or --refresh: reading does not wait');
  const asked = { name: args.source, endpoint: args.endpoint, namespace };
  const finder = args.wait === true ? awaitedSecret(timeoutMs, context) : findConnectionSecret;
  const wanted = { namespace, everywhere: args['all-namespaces'], user: args.user };
  const { found, query, endpoint } = await orSayHowToWait(findOfAnyKind(run, asked, wanted, finder), args, context);
  const look = { run, query, found, timeoutMs };
  if (args.refresh) return { found: await refreshSecret(look, context), endpoint, coming: [] };
  const coming = needsString(found, format, args.key)
    ? await pendingStrings({ ...run, timeoutMs }, found, endpoint)
    : [];
  if (args.wait !== true || coming.length === 0) return { found, endpoint, coming };
  return { found: await awaitMissingStrings(look, coming, context), endpoint, coming: [] };
}

/** A Secret, how it was found, and the requested endpoint, by the name that its strings have for it. */
interface Found {
  readonly found: FoundSecret;
  readonly query: SecretQuery;
  readonly endpoint: string | undefined;
}

/**
 * The Secret of a deployment, of a Secret's own name, or of an object that declares endpoints. A bare name is first looked up among the two that
 * Secrets belong to; only if neither has it are the other kinds searched.
 * @throws UserError if nothing has the name, or if there is no such endpoint
 */
async function findOfAnyKind(
  run: Run,
  asked: SecretSource,
  wanted: Omit<SecretQuery, 'name'>,
  find: typeof findConnectionSecret,
): Promise<Found> {
  const source = await secretSource(run, asked);
  const query = { ...wanted, name: source.name, namespace: source.namespace };
  try {
    const found = await find(run, query);
    // An endpoint that only follows from the source's name is no reason to refuse what cannot be told apart.
    const endpoint =
      asked.endpoint === undefined
        ? knownEndpoint(found, source.endpoint, run.warn)
        : await idNamed(run, found, source.endpoint);
    return { found, query, endpoint };
  } catch (error) {
    if (!(error instanceof NothingNamed) || asked.name?.includes('/') !== false) throw error;
    const named = await declaringKind(run, asked.name, wanted.namespace);
    if (named === undefined) throw error;
    return findOfAnyKind(run, { ...asked, name: named }, wanted, find);
  }
}

/** TYPE/NAME of the object that declares endpoints under a bare name; undefined if there is none. */
async function declaringKind(run: Run, text: string, namespace: string): Promise<string | undefined> {
  try {
    const { target } = await findTarget(run, { text, namespace, described: false, command: commandIn(namespace) });
    return target.source.isCluster ? undefined : target.reference;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The command for a source of a namespace. */
function commandIn(namespace: string): (source: string) => OwnCommand {
  return (source) => ({ verb: 'secret', source, namespace });
}

/** The id of the endpoint behind a name that the Secret's own endpoints don't have, such as that of an AtlasPrivateEndpoint. */
async function idNamed(run: Run, found: FoundSecret, endpoint: string | undefined): Promise<string | undefined> {
  const { deployment, endpoints } = found;
  const isKnown = endpoints.some(
    ({ label, declaredId = '', linkedId = '' }) =>
      endpoint === undefined || label === endpoint || sameId(declaredId, endpoint) || sameId(linkedId, endpoint),
  );
  if (endpoint === undefined || isKnown || deployment === undefined) return endpoint;
  const { name, namespace = '' } = deployment.metadata;
  const scope = { namespace, described: false, command: commandIn(namespace), region: undefined };
  const query = { ...scope, text: `ad/${name}`, endpoint };
  const { declaring } = await resolve(run, query);
  const [only, second] = declaring.flatMap((each) => endpointsOf(each, endpoint));
  return second === undefined ? (only?.declaredId ?? endpoint) : endpoint;
}

/** Whether a private string that may be missing is to be printed. */
function needsString({ secret }: FoundSecret, format: SecretFormat | undefined, key: string | undefined): boolean {
  if (key === undefined) return format !== 'name';
  return key.startsWith('connectionStringPrivate') && !isConnectionString(ownValue(secret.data, key) ?? '');
}
