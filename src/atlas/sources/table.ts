import type { SourceOf } from './define.ts';
import { dedicated } from './private-endpoint/source.ts';
import { project } from './project/source.ts';
import { serverless } from './serverless/source.ts';
import type { Source } from './source.ts';
import type { SourceKind, sourceTypes } from './types.ts';

/** Every source by its kind in lower case, as kubectl names it. A missing source, or one of another kind, does not compile. */
export type SourceTable = { readonly [K in SourceKind]: SourceOf<(typeof sourceTypes)[K]['resource']['kind']> };

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
