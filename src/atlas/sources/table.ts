import { dedicated } from './private-endpoint/source.ts';
import { project } from './project/source.ts';
import { serverless } from './serverless/source.ts';
import type { Source, SourceKind } from './source.ts';

/** Every source; a kind without one does not compile. */
export const sources = {
  atlasdeployment: serverless,
  atlasprivateendpoint: dedicated,
  atlasproject: project,
} satisfies Record<SourceKind, Source<never>>;

/** They all, for what is done with every kind. */
export const allSources = Object.values(sources) as unknown as readonly Source[];
