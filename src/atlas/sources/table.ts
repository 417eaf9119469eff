import type { AtlasDeployment } from '../api/deployment.ts';
import type { AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import type { SourceOf } from './define.ts';
import { dedicated } from './private-endpoint/source.ts';
import { project } from './project/source.ts';
import { serverless } from './serverless/source.ts';
import type { Source } from './source.ts';

/** The kinds of object that can declare an endpoint. Everything else about the table is derived from them. */
type DeclaringObject = AtlasDeployment | AtlasPrivateEndpoint | AtlasProject;

/** Every source by its kind in lower case, as kubectl names it. A missing source, or one of another kind, does not compile. */
export type SourceTable = { readonly [K in DeclaringObject['kind'] as Lowercase<K>]: SourceOf<K> };

/** Every source. Bare names are looked up, and kinds listed, in this order. */
export const sources = {
  atlasdeployment: serverless,
  atlasprivateendpoint: dedicated,
  atlasproject: project,
} satisfies SourceTable;

/** All sources, in the same order. */
export function allSources(): readonly [Source, ...Source[]] {
  const { atlasdeployment, ...others } = sources;
  return [atlasdeployment, ...Object.values(others)];
}
