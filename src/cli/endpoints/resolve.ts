import { type RegionalSource, sourcesOfCluster } from '../../atlas/projects/cluster-regions.ts';
import type { Run } from '../../atlas/run.ts';
import { nameOneRegion } from '../../cloud/same-region.ts';
import { endpointsNamed, severalDeclared } from '../../atlas/sources/choose-label.ts';
import { type FoundTarget, type Target, type TargetQuery, findTarget } from '../../atlas/sources/lookup.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** What a command line says about its endpoints. Every verb that takes a SOURCE uses it. */
export interface EndpointQuery extends TargetQuery {
  /** One of a dedicated cluster's regions, in any spelling. */
  readonly region: string | undefined;
  /** The endpoint, by its label or any other of its names. */
  readonly endpoint: string | undefined;
  /** The flags of the clouds, where objects may be made that they describe. */
  readonly flags?: FlagValues;
}

/** An object that declares endpoints of a command line. */
export interface DeclaringObject {
  readonly target: Target;
  /** Undefined if it does not exist yet. */
  readonly object: KubeObject | undefined;
  /** Which of the object's endpoints it is, if the user named none and the object declares others too. */
  readonly label: string | undefined;
  /** The region of a dedicated cluster that the endpoints are for. */
  readonly part: RegionalSource | undefined;
}

/** The objects whose endpoints a command line is for. */
export interface Resolved {
  /** The object that the user named. */
  readonly named: FoundTarget;
  /** One for each region of a dedicated cluster; for anything else the named object itself. */
  readonly declaring: readonly DeclaringObject[];
}

/**
 * Finds the endpoints that a command line is for: those of the named object or, for a dedicated cluster, those that other objects
 * declare for its regions. If an endpoint is named and some of the objects have it, only those objects count.
 * @throws UserError if there is no such object, if several kinds have one, or if the cluster has no such region
 */
export async function resolve(run: Run, query: EndpointQuery): Promise<Resolved> {
  const named = await findTarget(run, query);
  const parts = query.described ? undefined : await sourcesOfCluster(run, named, query);
  if (parts === undefined) {
    const { target, object } = named;
    return { named, declaring: [{ target, object, label: undefined, part: undefined }] };
  }
  const all = parts.map((part) => ({ target: part.target, object: part.object, label: part.label, part }));
  const { endpoint } = query;
  const having = endpoint === undefined ? [] : all.filter((each) => endpointsOf(each, endpoint).length > 0);
  return { named, declaring: having.length > 0 ? having : all };
}

/**
 * The endpoints of an object that a command line is for, as spec and status show them.
 * @param name the label or other name that the user gives; undefined for all endpoints of the cluster's region
 */
export function endpointsOf(
  { target, object, label, part }: DeclaringObject,
  name: string | undefined,
): readonly EndpointState[] {
  if (object === undefined) return [];
  const all = name === undefined ? target.source.endpoints(object) : endpointsNamed(target, object, name);
  if (part === undefined || label === undefined) return all;
  return all.filter((endpoint) => isOfPart(target.source.site(object, endpoint.label), part));
}

/**
 * The endpoint of a cluster's region, in an object that declares those of several; undefined in any other object.
 * @param prefersOpen whether one that is still to be linked is meant before those that are
 * @throws AmbiguousError where the region has several
 */
export function labelInRegion(declaring: DeclaringObject, prefersOpen: boolean): string | undefined {
  const { target, label } = declaring;
  if (label === undefined) return undefined;
  const declared = endpointsOf(declaring, undefined).filter((endpoint) => endpoint.declared);
  const isOpen = prefersOpen && declared.some(({ declaredId }) => declaredId === undefined);
  if (declared.length > 1 && !isOpen) throw severalDeclared(target, declared);
  return label;
}

/**
 * The labels of all endpoints that an object declares, if the user names none of them and it declares several, each with a service of its
 * own; undefined otherwise.
 */
export function allLabels({ target, object, part }: DeclaringObject): readonly [string, ...string[]] | undefined {
  if (object === undefined || part !== undefined || target.source.identity !== 'label') return undefined;
  const [first, second, ...others] = target.source
    .endpoints(object)
    .flatMap(({ declared, label }) => (declared ? [label] : []));
  return first === undefined || second === undefined ? undefined : [first, second, ...others];
}

function isOfPart(
  { cloud, atlasRegion }: ReturnType<Target['source']['site']>,
  { provider, region }: RegionalSource,
): boolean {
  return cloud === provider && nameOneRegion(atlasRegion ?? '', region, provider);
}
