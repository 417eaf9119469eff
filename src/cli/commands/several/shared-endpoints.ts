import type { OfSomeProject } from '../../../atlas/diagnosis/project.ts';
import type { SourceSite } from '../../../atlas/sources/source.ts';
import { flagsBesideNodes } from '../../endpoints/placement-flags.ts';
import { refuseOtherRegions } from '../../endpoints/regional-placement.ts';
import type { DeclaringObject } from '../../endpoints/resolve.ts';
import type { Among } from '../../endpoints/select-endpoint.ts';
import type { ConnectArguments } from '../connect/request.ts';
import type { ResolvedName } from './resolve-all.ts';

/**
 * What the endpoints of several objects have in common, which decides how placement flags are read.
 * @throws UserError for a flag whose value is for none of the regions
 */
export function amongAll(all: readonly ResolvedName[], args: ConnectArguments): Omit<Among, 'name'> {
  const sites = all.flatMap(({ resolved: { declaring } }) => declaring.map(siteOf));
  const regions = new Set(sites.flatMap(({ atlasRegion }) => atlasRegion ?? []));
  if (regions.size > 0) refuseOtherRegions(flagsBesideNodes(args), [...regions]);
  const places = new Set(sites.map(({ cloud, atlasRegion }) => `${cloud} ${atlasRegion}`));
  const clouds = new Set(sites.map(({ cloud }) => cloud));
  return { severalRegions: places.size > 1, severalClouds: clouds.size > 1 };
}

/** Where the endpoints of an object are, as far as that is known without choosing one. */
export function siteOf({ target: { source }, object, part }: DeclaringObject): SourceSite {
  if (part !== undefined) return { cloud: part.provider, atlasRegion: part.region };
  if (object === undefined) throw new Error('an object is neither there nor part of a cluster');
  const [first] = source.endpoints(object);
  return source.site(object, source.defaultLabel(object) ?? first?.label ?? '');
}

/**
 * The same objects, of which those that lack an AtlasPrivateEndpoint for the same region of the same project are to share one: each would
 * make its own otherwise, and Atlas has one service for all of them.
 */
export function sharingMissing(all: readonly ResolvedName[]): readonly ResolvedName[] {
  const made = new Map<string, DeclaringObject>();
  const share = (each: DeclaringObject): DeclaringObject => {
    const { part, object } = each;
    if (part === undefined || object !== undefined) return each;
    const { projectRef, externalProjectRef } = (part.manifest as OfSomeProject).spec ?? {};
    const project = externalProjectRef?.id ?? [projectRef?.namespace ?? each.target.namespace, projectRef?.name];
    const key = JSON.stringify([project, part.provider, part.region]);
    const first = made.get(key) ?? each;
    made.set(key, first);
    if (first.part === undefined) return each;
    return { ...each, target: first.target, part: { ...part, target: first.target, manifest: first.part.manifest } };
  };
  return all.map(({ name, resolved }) => ({
    name,
    resolved: { ...resolved, declaring: resolved.declaring.map(share) },
  }));
}
