import type { Target } from '../../atlas/sources/lookup.ts';
import { EndpointWorld } from '../../atlas/connect/runner.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { isGiven } from '../../cloud/flags/flag.ts';
import { accountHint } from '../../cloud/flags/table.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import { type Outcome, apply } from '../../core/reconcile.ts';
import { parseDuration } from '../../core/duration.ts';
import { InterruptedError, UserError } from '../../core/errors.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { type Step, isReserved } from '../../core/plan.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Template } from '../../output/format.ts';
import { Progress } from '../../output/progress.ts';
import type { Context } from '../context.ts';
import { placeFromNodes } from '../endpoints/from-nodes.ts';
import { type ClusterArguments, requestLog, textOf } from '../args/flag-groups.ts';
import { confirmRemoval } from '../ask.ts';
import type { Purpose } from '../endpoints/declaring-objects.ts';
import { notWaited, resumeHint } from '../hints.ts';
import { type Subject, subjectsOf } from '../endpoints/resolve.ts';
import type { Goal, Observed } from '../../core/observed.ts';

export interface Advanced extends Outcome<Observed, Step> {
  readonly client: KubeClient;
  readonly target: Target;
  readonly label: string;
  /** The deployment that was named, where its endpoints are declared by another object. */
  readonly deployment: string | undefined;
  readonly object: KubeObject;
  /** The endpoint as it stands at the end. */
  readonly endpoint: EndpointState;
  /** The cloud endpoint that the plan is about, where one is known. */
  readonly cloudEndpoint: string | undefined;
  readonly cloud: CloudFacts;
  readonly progress: Progress;
  readonly timeoutMs: number;
  /** The hint that says how to go on. */
  readonly resume: string;
}

/** A verb that goes towards a usable endpoint, and how far. */
export interface Towards extends Purpose {
  readonly until: (placed: boolean) => Goal['until'];
}

/**
 * What create, link and up share: read the source, choose the endpoint, and go on to the goal from wherever it stands. For a
 * dedicated cluster of several regions that is done for each of them, at the same time.
 * @param format of the output, for --from-nodes --dry-run
 * @returns how each went; undefined after --dry-run, which ends before anything is done
 * @throws UserError, TimeoutError, InterruptedError; of several the first, when the others have ended
 */
export async function advance(
  args: ClusterArguments,
  context: Context,
  verb: Towards,
  format?: string | Template,
): Promise<readonly [Advanced, ...Advanced[]] | undefined> {
  const timeoutMs = parseDuration('timeout', String(args['timeout']));
  const { client, subjects } = await subjectsOf(args, context, verb);
  const placed = await placeFromNodes(args, format, context, client, subjects);
  if (placed === undefined) return undefined;
  const ready = placed.map((subject) => prepare(subject, args, context, verb));
  for (const { subject, progress } of ready) {
    if (args['recreate'] !== true || subject.before === undefined) continue;
    progress.clear();
    await confirmRemoval(`endpoint "${subject.label}" of ${subject.target.reference}`, args, context);
  }
  const runs = await Promise.allSettled(
    ready.map((each) => telling(each, go(client, each, timeoutMs, args, context, verb))),
  );
  const failures = runs.flatMap((run, index) =>
    run.status === 'rejected' ? [{ reason: run.reason as unknown, where: ready[index]?.subject.prefix }] : [],
  );
  if (failures.length > 0) throw failureOf(failures, runs.length, context.commandLine);
  const [first, ...others] = runs.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
  if (first === undefined) throw new Error('a command line was about no endpoint');
  return [first, ...others];
}

/**
 * The error that a run ends with. Of several regions each has told its own when it failed: this one says which are not done.
 * @param all how many regions there are
 */
function failureOf(
  failures: readonly { readonly reason: unknown; readonly where: string | undefined }[],
  all: number,
  commandLine: string,
): unknown {
  const bug = failures.find(({ reason }) => !(reason instanceof UserError) || reason instanceof InterruptedError);
  const [first] = bug === undefined ? failures : [bug];
  if (bug !== undefined || all === 1 || !(first?.reason instanceof UserError)) return first?.reason;
  const { exitCode } = first.reason;
  const regions = failures.map(({ where }) => where).join(', ');
  const left = all - failures.length;
  return new UserError(
    `${failures.length} of ${all} regions ${failures.length === 1 ? 'is' : 'are'} not done: ${regions}`,
    {
      hint: `${left === 0 ? '' : 'the rest is done and stays; '}mend what is said of each above, then go on with: ${commandLine}`,
      exitCode,
    },
  );
}

/** A subject that nothing stands in the way of, and its lines. */
interface Ready {
  readonly subject: Subject;
  readonly progress: Progress;
}

/** @throws UserError for what can be refused before anything is done */
function prepare(subject: Subject, args: ClusterArguments, context: Context, verb: Towards): Ready {
  const { target, label, chosen, before, cloud, flags, prefix } = subject;
  const lacking = Object.entries(cloud.attachmentFlags).find(([name]) => !isGiven(flags, name));
  if (args['skip-cloud-check'] === true && lacking !== undefined) {
    const [name, { unseenHint: hint }] = lacking;
    throw new UserError(`--skip-cloud-check needs --${name} too on ${cloud.name}`, { hint });
  }
  if (!verb.declares && args['recreate'] !== true) mustBeReserved(target, label, before);
  const progress = new Progress(context.stderr, context, prefix);
  progress.note(
    `endpoint "${label}"${chosen === undefined ? '' : ` (${chosen})`} of ${target.reference} in namespace ${target.namespace}`,
  );
  return { subject, progress };
}

/** Of several regions each tells at once that it failed: the others may go on for long. */
async function telling({ subject, progress }: Ready, run: Promise<Advanced>): Promise<Advanced> {
  try {
    return await run;
  } catch (error) {
    if (subject.prefix !== undefined && error instanceof UserError && !(error instanceof InterruptedError)) {
      progress.note(`error: ${error.message}`);
      if (error.hint !== undefined) progress.note(`hint: ${error.hint}`);
    }
    throw error;
  }
}

async function go(
  client: KubeClient,
  { subject, progress }: Ready,
  timeoutMs: number,
  args: ClusterArguments,
  context: Context,
  verb: Towards,
): Promise<Advanced> {
  const { target, label, before, site, cloud, flags, manifest, deployment } = subject;
  const placement = cloud.placement(flags);
  let opened: Promise<CloudProvider> | undefined;
  const open = (): Promise<CloudProvider> =>
    (opened ??= cloud.open({
      flags,
      env: context.env,
      atlasRegion: site.atlasRegion,
      warn: (text) => progress.note(`warning: ${text}`),
      log: requestLog(args, context),
    }));
  const network =
    placement !== undefined && before?.declaredId === undefined
      ? await (await open()).preflight(!isReserved(before))
      : undefined;
  const goal: Goal = {
    until: verb.until(placement !== undefined),
    id: textOf(args, 'id'),
    attachment: cloud.attachmentOf(flags),
    place: network ?? placement?.network,
    recreate: args['recreate'] === true,
    unseen: args['skip-cloud-check'] === true,
  };
  const resume = resumeHint(context);
  const world = new EndpointWorld({
    client,
    target,
    label,
    goal,
    manifest,
    time: context,
    timeoutMs,
    cloud: open,
    placementHint: cloud.placementHint,
    accountFlags: accountHint(cloud),
    describeAttachment: (attachment) => cloud.describeAttachment(attachment),
    resume,
    onConnection: (text) => progress.note(`warning: ${text}`),
  });
  try {
    const applied = await apply(world, progress, {
      wait: args['wait'] !== false,
      signal: context.signal,
      resume,
    });
    if (applied.stoppedAt !== undefined) {
      progress.note(notWaited(applied.stoppedAt, context));
    }
    const { endpoint } = applied.observed;
    if (endpoint === undefined)
      throw new UserError(`${target.reference} has lost the endpoint again`, { hint: context.commandLine });
    const cloudEndpoint = applied.steps.find((step) => step.name === 'cloud-endpoint')?.id;
    return {
      ...applied,
      client,
      target,
      label,
      deployment,
      object: world.object,
      endpoint,
      cloudEndpoint,
      cloud,
      progress,
      timeoutMs,
      resume,
    };
  } finally {
    progress.clear();
  }
}

/** `link` only links: it neither declares nor waits for a reservation that nobody asked for. */
function mustBeReserved(target: Target, label: string, endpoint: EndpointState | undefined): void {
  const name = `endpoint "${label}" of ${target.reference}`;
  const create = `kubectl atlas-pe create ${target.reference} -n ${target.namespace} --endpoint ${label}`;
  if (endpoint?.declared === false) {
    throw new UserError(`${name} is not in the spec any more; Atlas shows it as ${endpoint.state ?? 'unknown'}`, {
      hint: `declare it again with: ${create}`,
    });
  }
  if (endpoint?.phase === 'Failed' || isReserved(endpoint)) return;
  throw new UserError(
    `the service of ${name} is not reserved yet; last seen: ${endpoint?.state ?? 'not in the status yet'}`,
    {
      hint: `wait for it with: ${create}`,
    },
  );
}
