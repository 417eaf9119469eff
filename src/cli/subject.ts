import { type RegionalSource, regionsMissing, sourcesOfCluster } from '../atlas/cluster-source.ts';
import { chooseLabel, refuseTwoIds } from '../atlas/label.ts';
import { legacyRefused } from '../atlas/legacy.ts';
import { reconcilesServerless, serverlessRetired } from '../atlas/operator.ts';
import {
  type Description,
  type DescriptionFlags,
  describe,
  manifestOf,
  refuseEdit,
  refuseRemote,
} from '../atlas/private-endpoint-manifest.ts';
import { isSameRegion } from '../atlas/region.ts';
import { refuseOwned, refuseRivals } from '../atlas/rivals.ts';
import type { SourceSite } from '../atlas/source.ts';
import { type FoundTarget, type Target, findTarget } from '../atlas/target.ts';
import { checkCloud, checkFlags, cloudOf } from '../cloud/clouds.ts';
import type { CloudFacts, PlacementFlags } from '../cloud/provider.ts';
import { sameId } from '../core/cloud-endpoint.ts';
import { UserError } from '../core/errors.ts';
import type { EndpointState } from '../core/phase.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeObject } from '../kube/resource.ts';
import type { Context } from './context.ts';
import { type ClusterArguments, connect } from './flags.ts';
import { flagsBesideNodes } from './from-nodes.ts';
import { onceEach } from './once-each.ts';
import { confirmMaking } from './prompt.ts';
import { isRegional, placementIn, refuseStray, withoutRegions } from './regional-placement.ts';

/** One endpoint that a command line is about. */
export interface Subject {
  readonly target: Target;
  /** As it was found; undefined where it is still to be made. */
  readonly found: KubeObject | undefined;
  /** The object as it is to be made. */
  readonly manifest: KubeObject | undefined;
  readonly label: string;
  /** Why this label, where the person named none. */
  readonly chosen: string | undefined;
  readonly before: EndpointState | undefined;
  readonly site: SourceSite;
  readonly cloud: CloudFacts;
  readonly flags: PlacementFlags;
  /** The deployment that was named, where its endpoints are declared by another object. */
  readonly deployment: string | undefined;
  /** What tells its lines from those of the others, where there are several. */
  readonly prefix: string | undefined;
}

/** What the subjects of a command line are looked up for. */
export interface Purpose {
  /** The verb's name. */
  readonly name: string;
  /** Whether an endpoint that is not there is declared. */
  readonly declares: boolean;
}

/** Whose endpoints are meant, before the endpoint of each is chosen. */
interface Meant {
  readonly target: Target;
  readonly found: KubeObject | undefined;
  readonly manifest: KubeObject | undefined;
  readonly deployment: string | undefined;
  /** The region as Atlas spells it, where the command line does not name the region of the placement. */
  readonly region: string | undefined;
}

/**
 * Finds what a command line is about: one endpoint, or one in each region of a dedicated cluster. Everything that can be refused
 * before anything is changed is refused here.
 * @throws UserError when it cannot be told, or when it is not possible
 */
export async function subjectsOf(
  args: ClusterArguments,
  context: Context,
  purpose: Purpose,
): Promise<{ readonly client: KubeClient; readonly subjects: readonly [Subject, ...Subject[]] }> {
  const description = purpose.declares ? describe(descriptionOf(args)) : undefined;
  const flags = flagsBesideNodes(args);
  const [id, ip] = [textOf(args, 'id'), textOf(args, 'ip')];
  checkFlags({ ...withoutRegions(flags), region: undefined }, id, isRegional(flags));
  const { client, namespace } = await connect(args, context);
  const command = `kubectl atlas-pe ${purpose.name} SOURCE -n ${namespace}`;
  const makes = description === undefined ? undefined : 'atlasprivateendpoint';
  const [given, supported] = await Promise.all([
    findTarget(client, String(args['source']), namespace, context.signal, { makes, command }),
    reconcilesServerless(client, context.signal),
  ]);
  const warn = onceEach((text) => context.stderr.write(`warning: ${text}\n`));
  const meant = await meantBy(client, given, description, args, context, purpose, warn);
  if (supported === false && meant.some(({ target }) => target.source.retiredWithServerless))
    throw serverlessRetired(given.target.reference);
  const several = meant.length > 1;
  if (several && id !== undefined) {
    throw new UserError(`--id names one endpoint, and ${given.target.reference} has ${meant.length} regions`, {
      hint: `choose one with --region ${meant[0]?.region ?? 'REGION'}`,
    });
  }
  const regions = meant.flatMap(({ region }) => (region === undefined ? [] : [region]));
  if (regions.length > 0) refuseStray(flags, regions);
  const clouds = new Set(several ? meant.map(cloudKindOf) : []).size;
  const chosen = [];
  for (const each of meant) {
    const regional = several || isRegional(flags);
    const placed = regional && each.region !== undefined ? placementIn(flags, each.region) : flags;
    const asked = { id, ip, args, several, severalClouds: clouds > 1, warn };
    chosen.push(await subjectOf(client, each, placed, asked, context, purpose));
  }
  return { client, subjects: chosen as unknown as [Subject, ...Subject[]] };
}

async function meantBy(
  client: KubeClient,
  given: FoundTarget,
  description: Description | undefined,
  args: ClusterArguments,
  context: Context,
  purpose: Purpose,
  warn: (text: string) => void,
): Promise<readonly Meant[]> {
  const all =
    description === undefined
      ? await sourcesOfCluster(client, given, textOf(args, 'region'), context.signal)
      : undefined;
  const parts = all === undefined ? undefined : withEndpoint(all, textOf(args, 'endpoint'));
  if (parts === undefined) {
    const { target, object: found } = given;
    const manifest = description === undefined ? undefined : manifestFor(description, target, found);
    return [{ target, found, manifest: found ?? manifest, deployment: undefined, region: description?.region }];
  }
  const missing = parts.filter(({ object }) => object === undefined);
  if (missing.length > 0) await makeMissing(client, given, missing, args, context, purpose, warn);
  return parts.map(({ target, object, manifest, region }) => ({
    target,
    found: object,
    manifest: object ?? manifest,
    deployment: given.target.reference,
    region,
  }));
}

/** The cloud of an object that is for one region. */
function cloudKindOf({ target, manifest }: Meant): string | undefined {
  return manifest === undefined ? undefined : target.source.site(manifest, '').cloud;
}

/** Only the region with the cloud endpoint that --endpoint names by its id; all of them for any other label. */
function withEndpoint(parts: readonly RegionalSource[], label: string | undefined): readonly RegionalSource[] {
  const owning = parts.filter(
    ({ target, object }) =>
      label !== undefined &&
      object !== undefined &&
      target.source.endpoints(object).some(({ declaredId }) => sameId(declaredId ?? '', label)),
  );
  return owning.length > 0 ? owning : parts;
}

/** Agrees on the objects that are to be made. @throws UserError when nobody agrees, or when the verb makes none */
async function makeMissing(
  client: KubeClient,
  given: FoundTarget,
  missing: readonly RegionalSource[],
  args: ClusterArguments,
  context: Context,
  { declares }: Purpose,
  warn: (text: string) => void,
): Promise<void> {
  const all = declares
    ? `${context.commandLine} --yes`
    : `kubectl atlas-pe create ${given.target.reference} -n ${given.target.namespace} --yes`;
  const error = regionsMissing(given, missing, all);
  if (!declares) throw error;
  for (const { manifest } of missing) await refuseRivals(client, manifest, context.signal, warn);
  await confirmMaking(
    missing.map(({ target, provider, region }) => `${target.reference} for ${provider} ${region}`).join(', '),
    error,
    args,
    context,
  );
}

async function subjectOf(
  client: KubeClient,
  { target, found, manifest, deployment, region }: Meant,
  given: PlacementFlags,
  asked: {
    readonly id: string | undefined;
    readonly ip: string | undefined;
    readonly args: ClusterArguments;
    readonly several: boolean;
    readonly severalClouds: boolean;
    readonly warn: (text: string) => void;
  },
  context: Context,
  purpose: Purpose,
): Promise<Subject> {
  const { id, ip, args, several, severalClouds, warn } = asked;
  const object = found ?? manifest;
  if (object === undefined) throw new Error(`${target.reference} is neither there nor to be made`);
  target.source.refuse(object);
  // Where the spec keeps no labels an id is as good a label as any.
  const named = textOf(args, 'endpoint') ?? (target.source.unlinked === undefined ? undefined : id);
  const { label, chosen } = chooseLabel(target, object, named, purpose.declares);
  refuseTwoIds(target, object, textOf(args, 'endpoint') ?? label, id);
  const before =
    found === undefined
      ? undefined
      : (target.source.find(object, label, id) ?? target.source.unlinked?.(object, label));
  const site = target.source.site(object, label);
  const { legacy } = target.source;
  if (before === undefined && legacy !== undefined) {
    if (!purpose.declares || args['legacy'] !== true) {
      const missing = { target, label, id, verb: purpose.name, declares: purpose.declares };
      throw await legacyRefused(client, missing, legacy, context.signal);
    }
    await refuseOwned(client, object, site, context.signal, warn);
  }
  const cloud = cloudOf(site.cloud);
  if (target.source.resource.kind === 'AtlasPrivateEndpoint') {
    if (region === undefined) refuseRemote(object, given.region, cloud);
    await refuseRivals(client, object, context.signal, warn);
  }
  // A region that only repeats the object's is spelled as the cloud spells it; on Azure the network has it.
  const repeated = region ?? (isSourceRegion(target, site, given.region) ? site.atlasRegion : undefined);
  const placed = severalClouds ? cloud.only(given) : given;
  const flags = repeated === undefined ? placed : { ...placed, region: cloud.regionFlag(repeated) };
  checkFlags(flags, id);
  checkCloud(cloud, target.reference, flags, ip);
  if (id !== undefined) cloud.checkId(id);
  return {
    target,
    found,
    manifest: found === undefined ? manifest : undefined,
    label,
    chosen,
    before,
    site,
    cloud,
    flags,
    deployment,
    prefix: several ? `${severalClouds ? `${site.cloud} ` : ''}${site.atlasRegion}` : undefined,
  };
}

/** Whether --region says no more than an object does that is for one region. */
function isSourceRegion({ source }: Target, { atlasRegion }: SourceSite, region: string | undefined): boolean {
  if (source.resource.kind !== 'AtlasPrivateEndpoint' || region === undefined) return false;
  return isSameRegion(region, atlasRegion ?? '');
}

function textOf(args: ClusterArguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}

/** The flags that describe an object which is not there yet. */
function descriptionOf(args: ClusterArguments): DescriptionFlags {
  return {
    project: textOf(args, 'project'),
    projectId: textOf(args, 'project-id'),
    connectionSecret: textOf(args, 'connection-secret'),
    provider: textOf(args, 'provider'),
    region: textOf(args, 'region'),
  };
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
