import type { ResourceOf } from '../api/custom-resource.ts';
import { deploymentResource } from '../api/deployment.ts';
import { privateEndpointResource } from '../api/private-endpoint.ts';
import { projectResource } from '../api/project.ts';

/** What a command line and its help say of a kind of object that declares endpoints. */
export interface SourceType<K extends string = string> {
  readonly resource: ResourceOf<K>;
  /** Short names that are accepted before the slash, as in `ad/NAME`; the first one is printed. */
  readonly shortNames: readonly [string, ...string[]];
  /** What an object of the kind stands for, in a few words for the help. */
  readonly meaning: string;
}

/**
 * The type of every source by its kind in lower case, in the order of the sources. What the sources do is in table.ts; a type without its
 * source does not compile there.
 */
export const sourceTypes = {
  atlasdeployment: {
    resource: deploymentResource,
    shortNames: ['ad'],
    meaning: 'all regions of a dedicated cluster, or a serverless instance',
  },
  atlasprivateendpoint: {
    resource: privateEndpointResource,
    shortNames: ['ape'],
    meaning: 'one service of a project in one region',
  },
  atlasproject: {
    resource: projectResource,
    shortNames: ['ap'],
    meaning: "a project's own list, which is deprecated",
  },
} as const satisfies Readonly<Record<string, SourceType>>;

/** A kind of object that declares endpoints. */
export type SourceKind = keyof typeof sourceTypes;

/** The names that kubectl accepts for a type (k8s.io/cli-runtime pkg/resource/builder.go, mappingFor). */
function spellings({ resource, shortNames }: SourceType): readonly string[] {
  const { singular, plural, group, version } = resource;
  const qualified = [singular, plural].flatMap((name) => [`${name}.${group}`, `${name}.${version}.${group}`]);
  return [singular, plural, ...qualified, ...shortNames];
}

/** The kind of a type in any spelling that kubectl accepts; undefined if there is none. @param type in lower case */
export function sourceKindOf(type: string): SourceKind | undefined {
  const kinds = Object.keys(sourceTypes) as SourceKind[];
  return kinds.find((kind) => spellings(sourceTypes[kind]).includes(type));
}
