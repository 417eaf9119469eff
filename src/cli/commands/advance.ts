import { isIPv4 } from 'node:net';
import { reconcilesServerless, serverlessRetired } from '../../atlas/operator.ts';
import { sourceOfCluster } from '../../atlas/cluster-source.ts';
import { chooseLabel } from '../../atlas/label.ts';
import {
  type Description,
  type DescriptionFlags,
  describe,
  manifestOf,
  refuseEdit,
  refuseRemote,
} from '../../atlas/private-endpoint-manifest.ts';
import { refuseRivals } from '../../atlas/rivals.ts';
import { type Target, findTarget } from '../../atlas/target.ts';
import { EndpointWorld } from '../../atlas/world.ts';
import { regionOfAtlas } from '../../cloud/aws/region.ts';
import { checkCloud, checkFlags, cloudOf } from '../../cloud/clouds.ts';
import type { CloudFacts, CloudProvider, PlacementFlags } from '../../cloud/provider.ts';
import { type Applied, apply } from '../../core/apply.ts';
import { parseDuration } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import type { EndpointState } from '../../core/phase.ts';
import { type Goal, isReserved } from '../../core/plan.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { Progress } from '../../output/progress.ts';
import type { Context } from '../context.ts';
import { type ClusterArguments, connect, placementOf, requestLog } from '../flags.ts';

export interface Advanced extends Applied {
  readonly client: KubeClient;
  readonly target: Target;
  readonly label: string;
  /** The deployment that was named, where its endpoints are declared by another object. */
  readonly deployment: string | undefined;
  readonly object: KubeObject;
  /** The endpoint as it stands at the end. */
  readonly endpoint: EndpointState | undefined;
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
  verb: { readonly name: string; readonly until: (placed: boolean) => Goal['until']; readonly declares: boolean },
): Promise<Advanced> {
  const timeoutMs = parseDuration('timeout', String(args['timeout']));
  const description = verb.declares ? describe(descriptionOf(args)) : undefined;
  const flags = placedIn(placementOf(args), description);
  const id = typeof args['id'] === 'string' ? args['id'] : undefined;
  const ip = typeof args['ip'] === 'string' ? args['ip'] : undefined;
  checkFlags(flags, id);
  checkIp(ip, id);
  const { client, namespace } = await connect(args, context);
  const command = `kubectl atlas-pe ${verb.name} SOURCE -n ${namespace}`;
  const [given, supported] = await Promise.all([
    findTarget(client, String(args['source']), namespace, context.signal, {
      makes: description === undefined ? undefined : 'atlasprivateendpoint',
      command,
    }),
    reconcilesServerless(client, context.signal),
  ]);
  const { target, object: found } = await sourceOfCluster(
    client,
    given,
    typeof args['region'] === 'string' ? args['region'] : undefined,
    command,
    context.signal,
  );
  const manifest = description === undefined ? undefined : manifestFor(description, target, found);
  const object = found ?? manifest;
  if (object === undefined) throw new Error(`${target.reference} is neither there nor to be made`);
  target.source.refuse(object);
  // Where the spec keeps no labels an id is as good a label as any.
  const unlabelled = target.source.unlinked === undefined ? undefined : id;
  const named = typeof args['endpoint'] === 'string' ? args['endpoint'] : unlabelled;
  const { label, chosen } = chooseLabel(target, object, named, verb.declares);
  const before =
    found === undefined
      ? undefined
      : (target.source.find(object, label, id) ?? target.source.unlinked?.(object, label));
  if (target.source.resource.kind === 'AtlasPrivateEndpoint') {
    refuseRemote(object, flags.region);
    await refuseRivals(client, object, context.signal);
  }
  const site = target.source.site(object, label);
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
  const serverless = target.source.resource.kind === 'AtlasDeployment';
  if (supported === false && serverless) throw serverlessRetired(target.reference);
  const recreate = args['recreate'] === true;
  if (!verb.declares && !recreate) mustBeReserved(target, label, before);

  const progress = new Progress(context.stderr, context);
  progress.note(
    `endpoint "${label}"${chosen === undefined ? '' : ` (${chosen})`} of ${target.reference} in namespace ${target.namespace}`,
  );
  let opened: Promise<CloudProvider> | undefined;
  const open = (): Promise<CloudProvider> =>
    (opened ??= cloud.open({
      flags,
      env: context.env,
      atlasRegion: site.atlasRegion,
      warn: (text) => progress.note(`warning: ${text}`),
      log: requestLog(args, context),
    }));
  if (placement !== undefined && before?.declaredId === undefined) await (await open()).preflight();
  const goal: Goal = {
    until: verb.until(placement !== undefined),
    id,
    ip,
    needsIp: cloud.needsIp,
    place: placement?.network,
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
    manifest: found === undefined ? manifest : undefined,
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
    const cloudEndpoint = applied.steps.find((step) => step.name === 'cloud-endpoint')?.id;
    return {
      ...applied,
      client,
      target,
      label,
      deployment: given.target.source === target.source ? undefined : given.target.reference,
      object: world.object,
      endpoint: applied.observed.endpoint,
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

/** The flags that describe an object which is not there yet. */
function descriptionOf(args: Readonly<Record<string, unknown>>): DescriptionFlags {
  const one = (name: string): string | undefined => (typeof args[name] === 'string' ? args[name] : undefined);
  return {
    project: one('project'),
    projectId: one('project-id'),
    connectionSecret: one('connection-secret'),
    provider: one('provider'),
    region: one('region'),
  };
}

/** The placement in the region of an object that is described: its cloud spells it otherwise, and on Azure the network has it. */
function placedIn(flags: PlacementFlags, description: Description | undefined): PlacementFlags {
  if (description === undefined) return flags;
  const { region: _, ...others } = flags;
  return description.provider === 'AWS' ? { ...others, region: regionOfAtlas(description.region) } : others;
}

/** The object that is to be made. @throws UserError where the one that is there is another */
function manifestFor(description: Description, target: Target, found: KubeObject | undefined): KubeObject {
  if (target.source.resource.kind !== 'AtlasPrivateEndpoint') {
    throw new UserError(
      `--provider, --project and --connection-secret describe an AtlasPrivateEndpoint, which ${target.reference} is not`,
      {
        hint: `write ape/${target.name}, or leave them out`,
      },
    );
  }
  if (found === undefined) return manifestOf(description, target.namespace, target.name);
  refuseEdit(found, description);
  return found;
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
