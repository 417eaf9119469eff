/**
 * Compiled by `npm run typecheck` and never run: what must not compile stands under `@ts-expect-error`, which is itself an error where
 * the line below compiles.
 */
import type { AtlasDeployment } from '../../src/atlas/api/deployment.ts';
import type { AtlasPrivateEndpoint } from '../../src/atlas/api/private-endpoint.ts';
import { defineSource } from '../../src/atlas/sources/define.ts';
import type { Source, SourceCore, SourceExtras } from '../../src/atlas/sources/source.ts';
import { type SourceTable, sources } from '../../src/atlas/sources/table.ts';
import type { KubeObject } from '../../src/kube/resource.ts';
import { type AtlasTunnel, definition } from '../made-up-source/source.ts';

defineSource<AtlasTunnel>(definition);

type Names =
  'resource' | 'identity' | 'shortNames' | 'meaning' | 'endpoints' | 'find' | 'site' | 'clusters' | 'defaultLabel';
type OtherNames =
  'signs' | 'isSource' | 'refuse' | 'progress' | 'writes' | 'declare' | 'link' | 'remove' | 'relinkReason';

/** Each member that `defineSource` has no answer for, left out. */
declare function without<K extends Names | OtherNames = never>(name?: K): Omit<typeof definition, K>;
defineSource<AtlasTunnel>(without());
// @ts-expect-error a source has its resource
defineSource<AtlasTunnel>(without('resource'));
// @ts-expect-error a source names its identity
defineSource<AtlasTunnel>(without('identity'));
// @ts-expect-error a source has a short name
defineSource<AtlasTunnel>(without('shortNames'));
// @ts-expect-error a source says what its objects stand for
defineSource<AtlasTunnel>(without('meaning'));
// @ts-expect-error a source has endpoints
defineSource<AtlasTunnel>(without('endpoints'));
// @ts-expect-error a source finds an endpoint
defineSource<AtlasTunnel>(without('find'));
// @ts-expect-error a source says where its endpoints are made
defineSource<AtlasTunnel>(without('site'));
// @ts-expect-error a source says which clusters its endpoints serve
defineSource<AtlasTunnel>(without('clusters'));
// @ts-expect-error a source says whether there is a default label
defineSource<AtlasTunnel>(without('defaultLabel'));
// @ts-expect-error a source says which objects declare endpoints
defineSource<AtlasTunnel>(without('isSource'));
// @ts-expect-error a source refuses what it cannot do
defineSource<AtlasTunnel>(without('refuse'));
// @ts-expect-error a source says what kubectl shows of an endpoint
defineSource<AtlasTunnel>(without('signs'));
// @ts-expect-error a source reads its conditions
defineSource<AtlasTunnel>(without('progress'));
// @ts-expect-error a source says which list it writes
defineSource<AtlasTunnel>(without('writes'));
// @ts-expect-error a source declares endpoints
defineSource<AtlasTunnel>(without('declare'));
// @ts-expect-error a source links endpoints
defineSource<AtlasTunnel>(without('link'));
// @ts-expect-error a source removes endpoints
defineSource<AtlasTunnel>(without('remove'));
// @ts-expect-error a source says why another id is refused
defineSource<AtlasTunnel>(without('relinkReason'));

/** The lists above name every such member: with a new one this line does not compile until it stands there. */
export const complete: Names | OtherNames extends keyof SourceCore<KubeObject>
  ? keyof SourceCore<KubeObject> extends Names | OtherNames
    ? true
    : false
  : false = true;

/** Callers only ask: no member of a source is optional. */
type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
export const none: OptionalKeys<SourceCore<KubeObject> & SourceExtras<KubeObject>> extends never ? true : false = true;

const { atlasdeployment, atlasprivateendpoint, atlasproject } = sources;
export const whole: SourceTable = { atlasdeployment, atlasprivateendpoint, atlasproject };
// @ts-expect-error the table has an entry for every kind
export const short: SourceTable = { atlasdeployment, atlasprivateendpoint };
export const swapped: SourceTable = {
  // @ts-expect-error an entry holds the source of its own kind
  atlasdeployment: atlasproject,
  atlasprivateendpoint,
  atlasproject,
};

/** No object passes as one of another kind. */
declare const service: AtlasPrivateEndpoint;
declare const object: KubeObject;
// @ts-expect-error an AtlasPrivateEndpoint is no AtlasDeployment
export const other: AtlasDeployment = service;
// @ts-expect-error nor is any object
export const any: AtlasDeployment = object;
// @ts-expect-error a function of one kind's objects does not take all objects
export const unchecked: Source['endpoints'] = definition.endpoints;
