import { type RegionalSource, sourcesOfCluster } from '../../atlas/projects/cluster-regions.ts';
import type { Run } from '../../atlas/run.ts';
import { isSameRegion } from '../../atlas/api/region.ts';
import { endpointsNamed, severalDeclared } from '../../atlas/sources/choose-label.ts';
import { type FoundTarget, type Target, type TargetQuery, findTarget } from '../../atlas/sources/lookup.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** What a command line says about the endpoints that it is for. Every verb that takes a SOURCE says it with this. */
export interface EndpointQuery extends TargetQuery {
  /** One of a dedicated cluster's regions, in any spelling. */
  readonly region: string | undefined;
  /** The endpoint, by its label or any other handle. */
  readonly endpoint: string | undefined;
}

/** An object that declares endpoints which a command line is for. */
export interface DeclaringObject {
  readonly target: Target;
  /** Undefined where it is still to be made. */
  readonly object: KubeObject | undefined;
  /** Which of the object's endpoints they are, where the person did not name one and the object declares others too. */
  readonly label: string | undefined;
  /** The part of a dedicated cluster that they are for. */
  readonly part: RegionalSource | undefined;
}

/** Whose endpoints a command line is for. */
export interface Resolved {
  /** The object that the person named. */
  readonly named: FoundTarget;
  /** One for each region of a dedicated cluster; the named object itself otherwise. */
  readonly declaring: readonly DeclaringObject[];
}

/**
 * Finds whose endpoints a command line is for: those of the object that is named, or, for a dedicated cluster, those that other objects
 * declare for its regions. Where an endpoint is named that one of them has, only that one is meant.
 * @throws UserError when there is no such object, when several kinds have one, or when the cluster has no such region
 */
export async function resolve(run: Run, query: EndpointQuery): Promise<Resolved> {
  const named = await findTarget(run, query);
  const parts = query.described ? undefined : await sourcesOfCluster(run, named, query.region);
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
 * The endpoints of an object that a command line is for, as spec and status have them.
 * @param name the label or handle that the person gives; all that the cluster's region has when undefined
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

function isOfPart(
  { cloud, atlasRegion }: ReturnType<Target['source']['site']>,
  { provider, region }: RegionalSource,
): boolean {
  return cloud === provider && isSameRegion(atlasRegion ?? '', region);
}
