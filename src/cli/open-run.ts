import type { Run } from '../atlas/run.ts';
import type { CloudFacts } from '../cloud/facts.ts';
import type { CloudProvider, CloudSettings } from '../cloud/provider.ts';
import { checkedOnly } from '../cloud/checked-only.ts';
import { parseDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { Hint } from '../core/next-command.ts';
import { Retries } from '../core/retries/retries.ts';
import { KubeClient } from '../kube/client.ts';
import { connection } from '../kube/config/kubeconfig.ts';
import { Transport, type Writes } from '../kube/http/transport.ts';
import { type ClusterArguments, clusterFlagsOf } from './args/cluster-flags.ts';
import type { DryRun } from './args/dry-run/flag.ts';
import { DEFAULT_TIMEOUT } from './args/flag-groups.ts';
import type { Context, VerbContext } from './context.ts';
import { resumeHint } from './hints.ts';
import { LeftMarks } from '../atlas/secret/refresh/left-marks.ts';
import { warnOnce } from './warn-once.ts';
import { printLine } from '../output/escape.ts';
import { troubleText, unansweredText } from './words/errors.ts';

/** The arguments of a verb that talks to a cluster; a verb that writes also has a field manager, and may have --dry-run. */
export type ClientArguments = ClusterArguments & {
  readonly 'field-manager'?: string;
  readonly 'dry-run'?: DryRun | undefined;
  /** How long it may wait, and whether it is to. */
  readonly timeout?: string | undefined;
  readonly wait?: boolean | undefined;
  readonly refresh?: boolean | undefined;
};

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
  const warn = warnOnce((text) => printLine(context.stderr, `warning: ${text}`));
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
    signal: context.signal,
  });
  const { 'field-manager': manager = '' } = args;
  const retries = retriesOf(args, context);
  const transport = new Transport(found, log, { writes: writesUnder(args['dry-run']), retries });
  const marks = new LeftMarks();
  const client = new KubeClient(transport, manager === '' ? undefined : manager, (object) => marks.see(object));
  context.atEnd?.((warn) => marks.takeOff(client, context, args['dry-run'] === undefined, warn));
  return { client, namespace: found.namespace };
}

/** What may be written to the cluster. */
function writesUnder(dryRun: DryRun | undefined): Writes | undefined {
  return dryRun === undefined ? undefined : dryRun === 'server' ? 'checked-only' : 'none';
}

/** The settings of an account that depend on the endpoint. */
interface AccountSettings extends Pick<CloudSettings, 'flags' | 'atlasRegion' | 'attachments'> {
  /** Prints a warning of one line. @param parts the same in parts, where it contains commands */
  readonly warn: (text: string, parts?: Hint) => void;
}

/** Opens a cloud account. Every verb opens its accounts here: under --dry-run they change nothing. */
export async function openAccount(
  facts: CloudFacts,
  settings: AccountSettings,
  args: ClientArguments,
  context: Context & Pick<VerbContext, 'hintText'>,
): Promise<CloudProvider> {
  const account = await facts.open({
    ...settings,
    env: context.env,
    ask: context.ask,
    warn: (warning) => settings.warn(context.hintText(warning), warning),
    log: requestLog(args, context),
    retries: retriesOf(args, context),
    changesNothing: args['dry-run'] !== undefined,
  });
  return args['dry-run'] === undefined ? account : checkedOnly(account);
}

/** How the requests of a command are sent again: until --timeout where it waits, and only for a moment where it does not. */
function retriesOf(args: ClientArguments, context: Context): Retries {
  const { timeout, wait, refresh } = args;
  const waits = args['dry-run'] === undefined && (wait === true || refresh === true);
  return new Retries({
    time: context,
    timeoutMs: waits ? parseDuration('timeout', timeout ?? DEFAULT_TIMEOUT) : undefined,
    requestMs: clusterFlagsOf(args).requestTimeoutMs,
    tell: (trouble) => printLine(context.stderr, `warning: ${troubleText(trouble)}`),
    resume: resumeHint(context),
    unanswered: unansweredText,
    random: context.random,
  });
}

/** Where requests to a cloud are logged at this verbosity, if at all. @throws UserError if -v is not a number */
function requestLog(
  args: Pick<ClusterArguments, 'v'>,
  context: Pick<Context, 'stderr'>,
): ((line: string) => void) | undefined {
  return verbosity(args) >= 6 ? (line) => printLine(context.stderr, line) : undefined;
}

/** The log level; 0 without -v. @throws UserError if it is not a number */
export function verbosity({ v: level = '' }: Pick<ClusterArguments, 'v'>): number {
  if (level === '') return 0;
  if (/^-?\d+$/.test(level)) return Number(level);
  throw new UserError(`invalid argument "${level}" for "-v, --v" flag: not a number`, { hint: 'write it like -v 6' });
}
