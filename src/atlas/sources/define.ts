import { UserError } from '../../core/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { type CustomResource, type ResourceOf, isOfKind } from '../api/custom-resource.ts';
import { cleanManifest } from '../ownership/clean-manifest.ts';
import type { Source, SourceCore, SourceExtras } from './source.ts';

/** A source of one kind of object: its members accept objects of any kind, and throw for those of another kind. */
export interface SourceOf<K extends string> extends Source {
  readonly resource: ResourceOf<K>;
}

/** What a folder defines about its source; everything but the extras is required. */
export type Definition<T extends CustomResource> = SourceCore<T> &
  Partial<SourceExtras<T>> & { readonly resource: ResourceOf<T['kind']> };

/** The defaults of the optional members. */
function extras<T extends KubeObject>(resource: ResourceOf<string>): SourceExtras<T> {
  return {
    isCluster: false,
    declaredElsewhere: () => undefined,
    stringsFollow: false,
    describable: false,
    described({ name }) {
      throw new UserError(
        `--provider, --project and --connection-secret describe an AtlasPrivateEndpoint, which ${resource.singular}/${name} is not`,
        { hint: `use ape/${name}, or omit these flags` },
      );
    },
    unlinked: () => undefined,
    spell: (_object, label) => label,
    repeatedRegion: () => undefined,
    refuseConflicts: () => Promise.resolve(),
    refuseNew: () => Promise.resolve(),
    refuseHopeless: () => undefined,
    needs: () => undefined,
    stays: () => undefined,
    unapplied: () => undefined,
    manifest: cleanManifest,
    failedHint: undefined,
    retiredWithServerless: false,
    servedSince: undefined,
  };
}

/**
 * Makes a source from the definition for one kind. The type of an object that was read over HTTP is only an assumption of the caller. It
 * is checked here, once per call, so that every definition gets objects of its own kind.
 */
export function defineSource<T extends CustomResource>(definition: Definition<T>): SourceOf<T['kind']> {
  const source = { ...extras<T>(definition.resource), ...definition };
  const own = (object: KubeObject): T => {
    if (isOfKind<T>(source.resource, object)) return object;
    throw new Error(`${object.kind ?? 'an object'} ${object.metadata.name} was taken for an ${source.resource.kind}`);
  };
  const checked =
    <A extends readonly unknown[], R>(answer: (object: T, ...rest: A) => R) =>
    (object: KubeObject, ...rest: A): R =>
      answer(own(object), ...rest);
  return {
    ...source,
    endpoints: checked(source.endpoints),
    find: checked(source.find),
    site: checked(source.site),
    clusters: checked(source.clusters),
    defaultLabel: checked(source.defaultLabel),
    isSource: checked(source.isSource),
    refuse: checked(source.refuse),
    signs: checked(source.signs),
    progress: checked(source.progress),
    writes: checked(source.writes),
    declare: checked(source.declare),
    link: checked(source.link),
    remove: checked(source.remove),
    declaredElsewhere: checked(source.declaredElsewhere),
    described: (at, description, object) =>
      source.described(at, description, object === undefined ? undefined : own(object)),
    unlinked: checked(source.unlinked),
    spell: checked(source.spell),
    repeatedRegion: checked(source.repeatedRegion),
    refuseConflicts: checked(source.refuseConflicts),
    refuseNew: checked(source.refuseNew),
    refuseHopeless: checked(source.refuseHopeless),
    needs: checked(source.needs),
    stays: checked(source.stays),
    unapplied: checked(source.unapplied),
    manifest: checked(source.manifest),
  };
}
