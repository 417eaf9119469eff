import { isIPv4 } from 'node:net';
import { reconcilesServerless, serverlessRetired } from '../../atlas/operator.ts';
import { type Target, chooseLabel, parseTarget, readTarget } from '../../atlas/target.ts';
import { EndpointWorld } from '../../atlas/world.ts';
import { checkCloud, checkFlags, cloudOf } from '../../cloud/clouds.ts';
import type { CloudFacts, CloudProvider } from '../../cloud/provider.ts';
import { type Applied, apply } from '../../core/apply.ts';
import { parseDuration } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import type { EndpointState } from '../../core/phase.ts';
import { type Goal, isReserved } from '../../core/plan.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { Progress } from '../../output/progress.ts';
import type { Context } from '../context.ts';
import { confirmRemoval } from '../prompt.ts';
import { type ClusterArguments, connect, placementOf, requestLog } from '../flags.ts';

export interface Advanced extends Applied {
  readonly client: KubeClient;
  readonly target: Target;
  readonly label: string;
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

/** What create, link and up share: read the source, choose the endpoint, and go on to the goal from wherever it stands. */
export async function advance(
  args: Readonly<Record<string, unknown>> & ClusterArguments,
  context: Context,
  verb: { readonly until: (placed: boolean) => Goal['until']; readonly declares: boolean },
): Promise<Advanced> {
  const timeoutMs = parseDuration('timeout', String(args['timeout']));
  const flags = placementOf(args);
  const id = typeof args['id'] === 'string' ? args['id'] : undefined;
  const ip = typeof args['ip'] === 'string' ? args['ip'] : undefined;
  checkFlags(flags, id);
  checkIp(ip, id);
  const { client, namespace } = await connect(args, context);
  const target = parseTarget(String(args['source']), namespace);
  const [object, supported] = await Promise.all([
    readTarget(client, target, context.signal),
    reconcilesServerless(client, context.signal),
  ]);
  target.source.refuse(object);
  const site = target.source.site(object);
  const cloud = cloudOf(site.cloud);
  checkCloud(cloud, target.reference, flags, ip);
  const placement = cloud.placement(flags);
  if (id !== undefined) cloud.checkId(id);
  const unseen = args['skip-cloud-check'] === true;
  if (unseen && cloud.needsIp && ip === undefined) {
    throw new UserError(`--skip-cloud-check needs --ip too on ${cloud.name}`, {
      hint: 'Atlas has to be told the private address of the endpoint, which otherwise is read from the cloud',
    });
  }
  if (supported === false) throw serverlessRetired(target.reference);
  const named = typeof args['endpoint'] === 'string' ? args['endpoint'] : undefined;
  const { label, chosen } = chooseLabel(target, object, named, verb.declares);
  const recreate = args['recreate'] === true;
  const before = target.source.endpoints(object).find((endpoint) => endpoint.label === label);
  if (!verb.declares && !recreate) mustBeReserved(target, label, before);

  const progress = new Progress(context.stderr, context);
  progress.note(
    `endpoint "${label}"${chosen === undefined ? '' : ` (${chosen})`} of ${target.reference} in namespace ${namespace}`,
  );
  if (recreate && before !== undefined)
    await confirmRemoval(`endpoint "${label}" of ${target.reference}`, args, context);
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
    id,
    ip,
    needsIp: cloud.needsIp,
    place: network ?? placement?.network,
    recreate,
    unseen,
  };
  const resume = `nothing is lost; go on with: ${context.commandLine}`;
  const onConnection = (text: string): void => progress.note(`warning: ${text}`);
  const world = new EndpointWorld({
    client,
    target,
    label,
    goal,
    time: context,
    timeoutMs,
    cloud: open,
    placementHint: cloud.placementHint,
    accountFlags: cloud.accountFlags,
    resume,
    onConnection,
  });
  try {
    const applied = await apply(world, goal, progress, {
      wait: args['wait'] !== false,
      signal: context.signal,
      resume,
    });
    if (applied.stoppedAt !== undefined) {
      progress.note(
        `not waited for (--wait=false): ${applied.stoppedAt.detail}; go on with: ${context.commandLine.replace(/ --wait=false\b/, '')}`,
      );
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

/** @throws UserError for an address that is none, or that comes without the id of its endpoint */
function checkIp(ip: string | undefined, id: string | undefined): void {
  if (ip === undefined) return;
  if (!isIPv4(ip)) {
    throw new UserError(`invalid value "${ip}" for --ip: not an IPv4 address`, {
      hint: 'it looks like --ip=10.20.1.4',
    });
  }
  if (id === undefined) {
    throw new UserError('--ip needs --id: the address belongs to one endpoint', {
      hint: 'leave both out and the endpoint is looked up',
    });
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
