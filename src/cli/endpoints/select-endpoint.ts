import { type ProjectObjects, readProjectObjects } from '../../atlas/projects/visible.ts';
import type { Run } from '../../atlas/run.ts';
import { chooseLabel, refuseTwoIds, severalDeclared } from '../../atlas/sources/choose-label.ts';
import type { Target } from '../../atlas/sources/lookup.ts';
import type { SourceSite } from '../../atlas/sources/source.ts';
import type { Description } from '../../atlas/sources/private-endpoint/manifest.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { checkCloud, checkFlags } from '../../cloud/flags/check.ts';
import { type FlagValues, textIn } from '../../cloud/flags/flag.ts';
import { flagsFor } from '../../cloud/flags/table.ts';
import { cloudNamed } from '../../cloud/table.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { isRegional, placementIn } from './regional-placement.ts';
import { type DeclaringObject, type Resolved, allLabels, endpointsOf, labelInRegion } from './resolve.ts';
import type { EndpointArguments } from './endpoint-arguments.ts';
import type { CallingVerb, SelectedEndpoint } from './selected-endpoint.ts';

/** What the objects of a command line for several have in common. */
export interface Among {
  /** What the object is called among them. */
  readonly name: string;
  readonly severalRegions: boolean;
  readonly severalClouds: boolean;
}

/** What a command line says about its endpoints, for all of them. */
export interface Wanted {
  readonly args: EndpointArguments;
  /** The placement flags as they were given. */
  readonly flags: FlagValues;
  readonly description: Description | undefined;
  readonly verb: CallingVerb;
  readonly namespace: string;
  /** Undefined for the only object of a command line. */
  readonly among: Among | undefined;
}

/** What is the same for all endpoints of a command line. */
interface Shared extends Wanted {
  /** Reads the objects that could conflict with them; the first call reads, later ones reuse the result. */
  readonly others: () => Promise<ProjectObjects>;
  readonly several: boolean;
  /** Whether the placement flags are for several regions. */
  readonly regional: boolean;
  readonly severalClouds: boolean;
  readonly deployment: Target | undefined;
}

/** What is asked of one endpoint. */
interface Asked extends Shared {
  /** The endpoint's label, if it is one of several of its object and the user names none. */
  readonly label: string | undefined;
  /** The prefix of its progress lines, if several of its object are meant. */
  readonly prefix: string | undefined;
}

/**
 * Selects the endpoints of each object that a command line is for.
 * @throws UserError if it is ambiguous or cannot be used
 */
export async function selectEach(
  run: Run,
  { named, declaring }: Resolved,
  wanted: Wanted,
): Promise<readonly [SelectedEndpoint, ...SelectedEndpoint[]]> {
  let read: Promise<ProjectObjects> | undefined;
  const places = declaring.map(({ target }) => target.namespace);
  const clouds = new Set(declaring.map(({ part }) => part?.provider));
  const shared: Shared = {
    ...wanted,
    others: () => (read ??= readProjectObjects(run, wanted.namespace, places)),
    several: declaring.length > 1,
    regional: declaring.length > 1 || wanted.among?.severalRegions === true,
    severalClouds: clouds.size > 1 || wanted.among?.severalClouds === true,
    deployment: declaring[0]?.part === undefined ? undefined : named.target,
  };
  const endpoints: SelectedEndpoint[] = [];
  for (const each of declaring) {
    const labels = labelsMeant(each, wanted.args);
    for (const label of labels) {
      const asked = { ...shared, label, prefix: labels.length > 1 ? label : undefined };
      endpoints.push(await selectEndpoint(run, each, asked));
    }
  }
  const [first, ...others] = endpoints;
  if (first === undefined) throw new Error('a command line was about no endpoint');
  return [first, ...others];
}

/** The labels of the endpoints that are meant in an object; undefined for the only one, which other words of the command line choose. */
function labelsMeant(declaring: DeclaringObject, args: EndpointArguments): readonly (string | undefined)[] {
  const all = args.endpoint === undefined ? allLabels(declaring) : undefined;
  if (all === undefined) return [undefined];
  return args.id === undefined ? all : [labelFor(declaring, args.id)];
}

/** The endpoint that an id is for, of several: the one that has it, else the only one that has none. @throws AmbiguousError */
function labelFor(declaring: DeclaringObject, id: string): string {
  const declared = endpointsOf(declaring, undefined).filter((endpoint) => endpoint.declared);
  const linked = declared.find(({ declaredId }) => declaredId !== undefined && sameId(declaredId, id));
  const [open, another] = declared.filter(({ declaredId }) => declaredId === undefined);
  const meant = linked ?? (another === undefined ? open : undefined);
  if (meant === undefined) throw severalDeclared(declaring.target, declared);
  return meant.label;
}

async function selectEndpoint(run: Run, declaring: DeclaringObject, shared: Asked): Promise<SelectedEndpoint> {
  const { args, verb, others, deployment } = shared;
  const { target, object: found } = declaring;
  const { source } = target;
  const object = objectOf(declaring, shared);
  source.refuse(object);
  source.refuseHopeless(object);
  const { label } = chooseLabel(target, object, shared.label ?? nameGiven(declaring, args), verb.declares);
  refuseTwoIds(target, object, args.endpoint ?? label, args.id);
  const before =
    found === undefined ? undefined : (source.find(object, label, args.id) ?? source.unlinked(object, label));
  const site = source.site(object, label);
  const cloud = cloudNamed(site.cloud);
  if (args.id !== undefined) cloud.checkId(args.id);
  if (before === undefined) {
    const insisted = verb.declares && args.legacy === true;
    await source.refuseNew(object, { label, id: args.id, verb: verb.name, declares: verb.declares, insisted }, run);
  }
  const flags = placementOf(declaring, { object, cloud, site }, shared);
  await source.refuseConflicts(object, { label, isNew: before === undefined, others, warn: run.warn });
  checkFlags(flags);
  checkCloud(cloud, target.reference, flags);
  return {
    target,
    object: found,
    manifest: found === undefined ? object : undefined,
    label,
    before,
    attachments: source.endpoints(object).flatMap(({ attachment }) => attachment ?? []),
    site,
    cloud,
    flags,
    deployment,
    prefix: prefixOf(site, shared),
  };
}

/** What the lines of an endpoint's progress begin with; nothing for the only one. */
function prefixOf(
  { cloud, atlasRegion }: SourceSite,
  { among, several, severalClouds, prefix }: Asked,
): string | undefined {
  const own = several ? `${severalClouds ? `${cloud} ` : ''}${atlasRegion}` : prefix;
  return among === undefined ? own : [among.name, own].filter((word) => word !== undefined).join(' ');
}

/** The object as it is or as it will be created. @throws UserError for flags that contradict the existing object */
function objectOf({ target, object, part }: DeclaringObject, { description }: Shared): KubeObject {
  if (description !== undefined) return target.source.described(target, description, object);
  const known = object ?? part?.manifest;
  if (known === undefined) throw new Error(`${target.reference} is neither there nor to be made`);
  return known;
}

/** The label that the user gives, in a form by which the source finds it. */
function nameGiven(declaring: DeclaringObject, { endpoint, id }: EndpointArguments): string | undefined {
  const { target, label } = declaring;
  if (endpoint !== undefined) {
    const [only, second] = endpointsOf(declaring, endpoint);
    return only !== undefined && second === undefined ? only.label : endpoint;
  }
  // If the spec keeps no labels, the id serves as one.
  if (id !== undefined && target.source.identity === 'cloud-endpoint') return id;
  if (id !== undefined && label !== undefined) return endpointsOf(declaring, id)[0]?.label ?? label;
  return labelInRegion(declaring, true);
}

/** The placement flags of one endpoint, with the region in its cloud's spelling. */
function placementOf(
  { target, part }: DeclaringObject,
  { object, cloud, site }: { readonly object: KubeObject; readonly cloud: CloudFacts; readonly site: SourceSite },
  { flags, regional, severalClouds, description, among }: Shared,
): FlagValues {
  const region = part?.region ?? description?.region;
  const own = region ?? (among === undefined ? undefined : site.atlasRegion);
  const placed = own !== undefined && (regional || isRegional(flags)) ? placementIn(flags, own) : flags;
  // A region that only repeats the object's is put into the cloud's spelling; on Azure the network determines it.
  const repeated = region ?? target.source.repeatedRegion(object, textIn(placed, 'region'), cloud);
  const fitting = severalClouds ? flagsFor(cloud, placed) : placed;
  return repeated === undefined ? fitting : { ...fitting, region: cloud.regionFlag(repeated) };
}
