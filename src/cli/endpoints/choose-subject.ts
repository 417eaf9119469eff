import { type ProjectObjects, readProjectObjects } from '../../atlas/projects/visible.ts';
import type { Run } from '../../atlas/run.ts';
import { chooseLabel, refuseTwoIds } from '../../atlas/sources/choose-label.ts';
import type { Description } from '../../atlas/sources/private-endpoint/manifest.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { checkCloud, checkFlags } from '../../cloud/flags/check.ts';
import { type FlagValues, textIn } from '../../cloud/flags/flag.ts';
import { flagsFor } from '../../cloud/flags/table.ts';
import { cloudNamed } from '../../cloud/table.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { isRegional, placementIn } from './regional-placement.ts';
import { type DeclaringObject, type Resolved, endpointsOf } from './resolve.ts';
import type { SubjectArguments } from './subject-arguments.ts';
import type { Purpose, Subject } from './subject.ts';

/** What a command line says of its endpoints, for all of them. */
export interface Wanted {
  readonly args: SubjectArguments;
  /** The placement flags as they were given. */
  readonly flags: FlagValues;
  readonly description: Description | undefined;
  readonly purpose: Purpose;
  readonly namespace: string;
}

/** What is the same for all endpoints of a command line. */
interface Shared extends Wanted {
  /** Reads what could conflict with them, once. */
  readonly others: () => Promise<ProjectObjects>;
  readonly several: boolean;
  readonly severalClouds: boolean;
  readonly deployment: string | undefined;
}

/**
 * Chooses the endpoint of each object that a command line is for.
 * @throws UserError where it cannot be chosen, or where nothing can be made of it
 */
export async function chooseSubjects(
  run: Run,
  { named, declaring }: Resolved,
  wanted: Wanted,
): Promise<readonly [Subject, ...Subject[]]> {
  let read: Promise<ProjectObjects> | undefined;
  const clouds = new Set(declaring.map(({ part }) => part?.provider));
  const shared: Shared = {
    ...wanted,
    others: () => (read ??= readProjectObjects(run, wanted.namespace)),
    several: declaring.length > 1,
    severalClouds: clouds.size > 1,
    deployment: declaring[0]?.part === undefined ? undefined : named.target.reference,
  };
  const subjects: Subject[] = [];
  for (const each of declaring) subjects.push(await chooseSubject(run, each, shared));
  const [first, ...others] = subjects;
  if (first === undefined) throw new Error('a command line was about no endpoint');
  return [first, ...others];
}

async function chooseSubject(run: Run, declaring: DeclaringObject, shared: Shared): Promise<Subject> {
  const { args, purpose, others, several, severalClouds, deployment } = shared;
  const { target, object: found } = declaring;
  const { source } = target;
  const object = objectOf(declaring, shared);
  source.refuse(object);
  const { label, chosen } = chooseLabel(target, object, nameGiven(declaring, args), purpose.declares);
  refuseTwoIds(target, object, args.endpoint ?? label, args.id);
  const before =
    found === undefined ? undefined : (source.find(object, label, args.id) ?? source.unlinked(object, label));
  const site = source.site(object, label);
  const cloud = cloudNamed(site.cloud);
  if (args.id !== undefined) cloud.checkId(args.id);
  if (before === undefined && !(purpose.declares && args.legacy === true))
    await source.refuseNew(object, { label, id: args.id, verb: purpose.name, declares: purpose.declares }, run);
  const flags = placementOf(declaring, { object, cloud }, shared);
  await source.refuseConflicts(object, { label, isNew: before === undefined, others, warn: run.warn });
  checkFlags(flags);
  checkCloud(cloud, target.reference, flags);
  return {
    target,
    object: found,
    manifest: found === undefined ? object : undefined,
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

/** The object as it is, or as it is to be made. @throws UserError for flags that describe another than the one that is there */
function objectOf({ target, object, part }: DeclaringObject, { description }: Shared): KubeObject {
  if (description !== undefined) return target.source.described(target, description, object);
  const known = object ?? part?.manifest;
  if (known === undefined) throw new Error(`${target.reference} is neither there nor to be made`);
  return known;
}

/** The label that the person gives, in a form that the source finds it by. */
function nameGiven(declaring: DeclaringObject, { endpoint, id }: SubjectArguments): string | undefined {
  const { target, label } = declaring;
  if (endpoint !== undefined) {
    const [only, second] = endpointsOf(declaring, endpoint);
    return only !== undefined && second === undefined ? only.label : endpoint;
  }
  // Where the spec keeps no labels an id is as good a label as any.
  return (target.source.identity === 'cloud-endpoint' ? id : undefined) ?? label;
}

/** The placement flags of one endpoint, its region spelled as its cloud spells it. */
function placementOf(
  { target, part }: DeclaringObject,
  { object, cloud }: { readonly object: KubeObject; readonly cloud: CloudFacts },
  { flags, several, severalClouds, description }: Shared,
): FlagValues {
  const region = part?.region ?? description?.region;
  const placed = region !== undefined && (several || isRegional(flags)) ? placementIn(flags, region) : flags;
  // A region that only repeats the object's is spelled as the cloud spells it; on Azure the network has it.
  const repeated = region ?? target.source.repeatedRegion(object, textIn(placed, 'region'), cloud);
  const own = severalClouds ? flagsFor(cloud, placed) : placed;
  return repeated === undefined ? own : { ...own, region: cloud.regionFlag(repeated) };
}
