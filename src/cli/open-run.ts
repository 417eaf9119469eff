import type { Run } from '../atlas/run.ts';
import { UserError } from '../core/errors.ts';
import { KubeClient } from '../kube/client.ts';
import { connection } from '../kube/config/kubeconfig.ts';
import { Transport } from '../kube/http/transport.ts';
import { type ClusterArguments, clusterFlagsOf } from './args/cluster-flags.ts';
import type { Context } from './context.ts';
import { warnOnce } from './warn-once.ts';

/** The arguments of a verb that talks to a cluster; a verb that writes also has a field manager. */
export type ClientArguments = ClusterArguments & { readonly 'field-manager'?: string };

/**
 * What a verb needs to talk to the cluster: the client that the flags choose, the clock, and where to print warnings, each of them
 * once.
 * @throws UserError if kubectl would refuse the flags
 */
export async function openRun(
  args: ClientArguments,
  context: Context,
): Promise<{ readonly run: Run; readonly namespace: string }> {
  const { client, namespace } = await openClient(args, context);
  const warn = warnOnce((text) => context.stderr.write(`warning: ${text}\n`));
  return { run: { client, time: context, warn }, namespace };
}

/** The client and namespace that the flags choose. @throws UserError if kubectl would refuse them */
export async function openClient(
  args: ClientArguments,
  context: Context,
): Promise<{ readonly client: KubeClient; readonly namespace: string }> {
  const write = requestLog(args, context);
  const log = write === undefined ? undefined : { level: verbosity(args), write };
  const found = await connection(clusterFlagsOf(args), {
    env: context.env,
    now: context.now,
    interactive: context.stdin.isTTY === true,
  });
  const { 'field-manager': manager = '' } = args;
  const client = new KubeClient(new Transport(found, log), manager === '' ? undefined : manager);
  return { client, namespace: found.namespace };
}

/** Where requests to a cloud are logged at this verbosity, if at all. @throws UserError if -v is not a number */
export function requestLog(
  args: Pick<ClusterArguments, 'v'>,
  context: Pick<Context, 'stderr'>,
): ((line: string) => void) | undefined {
  return verbosity(args) >= 6 ? (line) => context.stderr.write(`${line}\n`) : undefined;
}

/** The log level; 0 without -v. @throws UserError if it is not a number */
export function verbosity({ v: level = '' }: Pick<ClusterArguments, 'v'>): number {
  if (level === '') return 0;
  if (/^-?\d+$/.test(level)) return Number(level);
  throw new UserError(`invalid argument "${level}" for "-v, --v" flag: not a number`, { hint: 'write it like -v 6' });
}
