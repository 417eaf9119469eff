import { isConnectionString } from '../../../atlas/secret/connection-string.ts';
import type { Run } from '../../../atlas/run.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../../../atlas/secret/find.ts';
import { NothingNamed } from '../../../atlas/secret/not-found.ts';
import { type SecretSource, secretSource } from '../../../atlas/secret/of-source.ts';
import { findTarget } from '../../../atlas/sources/lookup.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { parseDuration } from '../../../core/duration.ts';
import { UserError } from '../../../core/errors.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { allNamespacesFlag, databaseUserFlag, endpointFlag, flags } from '../../args/flag-groups.ts';
import { openRun } from '../../connect.ts';
import type { Context } from '../../context.ts';
import { endpointsOf, resolve } from '../../endpoints/resolve.ts';
import type { SecretFormat } from './print.ts';
import { awaited, refreshed } from './waits.ts';

/** What a command line says about the Secret that it is for, and about waiting for what it lacks. */
type LookUpArguments = ClusterArguments &
  Arguments<typeof endpointFlag & typeof databaseUserFlag & typeof flags.wait> &
  Arguments<ReturnType<typeof allNamespacesFlag>> & {
    readonly source: string | undefined;
    readonly key: string | undefined;
    readonly refresh: boolean;
  };

/**
 * Finds the Secret, and waits for a string that it lacks and is to be printed.
 * @returns with the endpoint that is asked for, where one is
 * @throws UserError, TimeoutError, InterruptedError
 */
export async function lookUp(
  args: LookUpArguments,
  format: SecretFormat | undefined,
  context: Context,
): Promise<{ readonly found: FoundSecret; readonly endpoint: string | undefined }> {
  if (args.refresh && !args.wait) {
    throw new UserError('--refresh waits for the string, and --wait=false excludes that', {
      hint: 'leave one of them out; --timeout limits the wait',
    });
  }
  const timeoutMs = parseDuration('timeout', args.timeout);
  const { run, namespace } = await openRun(args, context);
  const asked = { name: args.source, endpoint: args.endpoint };
  const wanted = { namespace, everywhere: args['all-namespaces'], user: args.user };
  const { found, query, endpoint } = await findOfAnyKind(run, asked, wanted);
  const look = { run, query, found, timeoutMs };
  if (args.refresh) return { found: await refreshed(look, context), endpoint };
  if (!args.wait || !needsString(found, format, args.key)) return { found, endpoint };
  return { found: await awaited(look, endpoint, context), endpoint };
}

/** A Secret, how it was found, and the endpoint that is asked for, as its strings know it. */
interface Found {
  readonly found: FoundSecret;
  readonly query: SecretQuery;
  readonly endpoint: string | undefined;
}

/**
 * The Secret of a deployment, of a Secret's own name, or of what declares endpoints. A bare name is first taken for one of the two that
 * Secrets belong to: only where neither has it are the other kinds asked for.
 * @throws UserError where there is none of the name, or no such endpoint
 */
async function findOfAnyKind(run: Run, asked: SecretSource, wanted: Omit<SecretQuery, 'name'>): Promise<Found> {
  const source = await secretSource(run, asked, wanted.namespace);
  const query = { ...wanted, name: source.name };
  try {
    const found = await findConnectionSecret(run, query);
    return { found, query, endpoint: await idNamed(run, found, source.endpoint) };
  } catch (error) {
    if (!(error instanceof NothingNamed) || asked.name?.includes('/') !== false) throw error;
    const named = await declaringKind(run, asked.name, wanted.namespace);
    if (named === undefined) throw error;
    return findOfAnyKind(run, { ...asked, name: named }, wanted);
  }
}

/** TYPE/NAME of what declares endpoints under a bare name; undefined where nothing does. */
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

/** The id of the endpoint that a handle names which the Secret's own endpoints don't have, such as the name of an AtlasPrivateEndpoint. */
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

/** Whether what is to be printed is a private string that is not there, or may lack one. */
function needsString({ secret }: FoundSecret, format: SecretFormat | undefined, key: string | undefined): boolean {
  if (key === undefined) return format !== 'name';
  return key.startsWith('connectionStringPrivate') && !isConnectionString(secret.data[key] ?? '');
}
