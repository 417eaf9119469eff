import { chooseLabel, refuseTwoIds } from '../../atlas/sources/choose-label.ts';
import { legacyRefused } from '../../atlas/sources/project/deprecated.ts';
import { reconcilesServerless, serverlessRetired } from '../../atlas/operator/capabilities.ts';
import { describe, refuseRemote } from '../../atlas/sources/private-endpoint/manifest.ts';
import { isSameRegion } from '../../atlas/api/region.ts';
import { type Neighbourhood, readNeighbourhood, refuseOwned, refuseRivals } from '../../atlas/projects/conflicts.ts';
import type { SourceSite } from '../../atlas/sources/source.ts';
import { type Target, findTarget } from '../../atlas/sources/lookup.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { checkCloud, checkFlags, checkLink } from '../../cloud/flags/check.ts';
import { type FlagValues, textIn } from '../../cloud/flags/flag.ts';
import { flagsFor } from '../../cloud/flags/table.ts';
import { cloudNamed } from '../../cloud/table.ts';
import { UserError } from '../../core/errors.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { VerbContext } from '../context.ts';
import { connect } from '../connect.ts';
import { onceEach } from '../warn-once.ts';
import { isRegional, placementIn, refuseStray, withoutRegions } from './regional-placement.ts';
import { type Meant, type Purpose, cloudKindOf, descriptionOf, meantBy } from './declaring-objects.ts';
import { flagsBesideNodes } from './placement-flags.ts';
import type { SubjectArguments } from './subject-arguments.ts';

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
  readonly flags: FlagValues;
  /** The deployment that was named, where its endpoints are declared by another object. */
  readonly deployment: string | undefined;
  /** What tells its lines from those of the others, where there are several. */
  readonly prefix: string | undefined;
}

/**
 * Finds what a command line is about: one endpoint, or one in each region of a dedicated cluster. Everything that can be refused
 * before anything is changed is refused here.
 * @throws UserError when it cannot be told, or when it is not possible
 */
export async function subjectsOf(
  args: SubjectArguments,
  context: VerbContext,
  purpose: Purpose,
): Promise<{ readonly client: KubeClient; readonly subjects: readonly [Subject, ...Subject[]] }> {
  const description = purpose.declares ? describe(descriptionOf(args)) : undefined;
  const flags = flagsBesideNodes(args);
  const id = textOf(args, 'id');
  checkLink(flags, id);
  checkFlags({ ...withoutRegions(flags), region: undefined }, isRegional(flags));
  const { client, namespace } = await connect(args, context);
  const command = context.hintText([{ verb: purpose.name, source: 'SOURCE', namespace }]);
  const makes = description === undefined ? undefined : 'atlasprivateendpoint';
  const [given, supported] = await Promise.all([
    findTarget(client, args.source, namespace, context.signal, { makes, command }),
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
  // Asked for by those that can have rivals, and once for all regions.
  let read: Promise<Neighbourhood> | undefined;
  const neighbourhood = (): Promise<Neighbourhood> => (read ??= readNeighbourhood(client, namespace, context.signal));
  const chosen: Subject[] = [];
  for (const each of meant) {
    const regional = several || isRegional(flags);
    const placed = regional && each.region !== undefined ? placementIn(flags, each.region) : flags;
    const asked = { id, args, several, severalClouds: clouds > 1, neighbourhood, warn };
    chosen.push(await subjectOf(client, each, placed, asked, context, purpose));
  }
  const [first, ...others] = chosen;
  if (first === undefined) throw new Error('a command line was about no endpoint');
  return { client, subjects: [first, ...others] };
}

async function subjectOf(
  client: KubeClient,
  { target, found, manifest, deployment, region }: Meant,
  given: FlagValues,
  asked: {
    readonly id: string | undefined;
    readonly ip: string | undefined;
    readonly args: SubjectArguments;
    readonly several: boolean;
    readonly severalClouds: boolean;
    readonly neighbourhood: () => Promise<Neighbourhood>;
    readonly warn: (text: string) => void;
  },
  context: VerbContext,
  purpose: Purpose,
): Promise<Subject> {
  const { id, args, several, severalClouds, neighbourhood, warn } = asked;
  const object = found ?? manifest;
  if (object === undefined) throw new Error(`${target.reference} is neither there nor to be made`);
  target.source.refuse(object);
  // Where the spec keeps no labels an id is as good a label as any.
  const named = args.endpoint ?? (target.source.unlinked === undefined ? undefined : id);
  const { label, chosen } = chooseLabel(target, object, named, purpose.declares);
  refuseTwoIds(target, object, args.endpoint ?? label, id);
  const before =
    found === undefined
      ? undefined
      : (target.source.find(object, label, id) ?? target.source.unlinked?.(object, label));
  const site = target.source.site(object, label);
  const cloud = cloudNamed(site.cloud);
  if (id !== undefined) cloud.checkId(id);
  const { legacy } = target.source;
  if (before === undefined && legacy !== undefined) {
    if (!purpose.declares || args.legacy !== true) {
      const missing = { target, label, id, verb: purpose.name, declares: purpose.declares };
      throw await legacyRefused(client, missing, legacy, context.signal);
    }
    refuseOwned(await neighbourhood(), object, site, warn);
  }
  if (target.source.resource.kind === 'AtlasPrivateEndpoint') {
    if (region === undefined) refuseRemote(object, textIn(given, 'region'), cloud);
    refuseRivals(await neighbourhood(), object, warn);
  }
  // A region that only repeats the object's is spelled as the cloud spells it; on Azure the network has it.
  const repeated = region ?? (isSourceRegion(target, site, textIn(given, 'region')) ? site.atlasRegion : undefined);
  const placed = severalClouds ? flagsFor(cloud, given) : given;
  const flags = repeated === undefined ? placed : { ...placed, region: cloud.regionFlag(repeated) };
  checkFlags(flags);
  checkCloud(cloud, target.reference, flags);
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
