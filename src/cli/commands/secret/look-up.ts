import { isConnectionString } from '../../../atlas/secret/connection-string.ts';
import { type FoundSecret, findConnectionSecret } from '../../../atlas/secret/find.ts';
import { secretSource } from '../../../atlas/secret/of-source.ts';
import { parseDuration } from '../../../core/duration.ts';
import { UserError } from '../../../core/errors.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { allNamespacesFlag, databaseUserFlag, endpointFlag, flags } from '../../args/flag-groups.ts';
import { openRun } from '../../connect.ts';
import type { Context } from '../../context.ts';
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
  const { name, endpoint } = await secretSource(run, asked, namespace);
  const query = { name, namespace, everywhere: args['all-namespaces'], user: args.user };
  const found = await findConnectionSecret(run, query);
  const look = { run, query, found, timeoutMs };
  if (args.refresh) return { found: await refreshed(look, context), endpoint };
  if (!args.wait || !needsString(found, format, args.key)) return { found, endpoint };
  return { found: await awaited(look, endpoint, context), endpoint };
}

/** Whether what is to be printed is a private string that is not there, or may lack one. */
function needsString({ secret }: FoundSecret, format: SecretFormat | undefined, key: string | undefined): boolean {
  if (key === undefined) return format !== 'name';
  return key.startsWith('connectionStringPrivate') && !isConnectionString(secret.data[key] ?? '');
}
