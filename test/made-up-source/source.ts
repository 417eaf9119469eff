import { UserError } from '../../src/core/errors.ts';
import type { EndpointState } from '../../src/core/endpoint.ts';
import { progressOf } from '../../src/atlas/api/conditions.ts';
import type { CustomResource } from '../../src/atlas/api/custom-resource.ts';
import { itemsWith, stateSign } from '../../src/atlas/sources/signs.ts';
import { type Definition, defineSource } from '../../src/atlas/sources/define.ts';
import type { PatchOperation } from '../../src/kube/resource.ts';
import { type Door, declaredBy, fieldsFor } from './item-forms.ts';
import { tunnelType } from './type.ts';

/** A kind that no operator has: named endpoints of one deployment, each with a service of its own. */
export interface AtlasTunnel extends CustomResource<'AtlasTunnel'> {
  readonly spec?: {
    readonly deployment?: string;
    /** AWS where it is left out. */
    readonly provider?: string;
    readonly region?: string;
    readonly doors?: readonly (Door & { readonly name: string })[];
  };
  readonly status?: CustomResource['status'] & {
    readonly doors?: readonly {
      readonly name: string;
      readonly service?: string;
      readonly endpoint?: string;
      readonly state: 'RESERVED' | 'AVAILABLE';
    }[];
  };
}

function providerOf({ spec }: AtlasTunnel): string {
  return spec?.provider ?? 'AWS';
}

function stateOf(tunnel: AtlasTunnel, name: string): EndpointState {
  const { spec, status } = tunnel;
  const item = spec?.doors?.find((door) => door.name === name);
  const { id, attachment } = declaredBy(item ?? {}, providerOf(tunnel));
  const entry = status?.doors?.find((door) => door.name === name);
  const linking = id === undefined ? 'Reserved' : 'Linking';
  return {
    label: name,
    declared: item !== undefined,
    phase: entry === undefined ? 'Declared' : entry.state === 'AVAILABLE' ? 'Available' : linking,
    state: entry?.state,
    service: entry?.service,
    declaredId: id,
    attachment,
    linkedId: entry?.endpoint,
    error: undefined,
  };
}

function endpoints(tunnel: AtlasTunnel): readonly EndpointState[] {
  const names = [...(tunnel.spec?.doors ?? []), ...(tunnel.status?.doors ?? [])].map(({ name }) => name);
  return [...new Set(names)].map((name) => stateOf(tunnel, name));
}

/** Where a door stands. The resourceVersion that every patch tests keeps it there. */
function pathOf({ spec }: AtlasTunnel, name: string): string {
  return `/spec/doors/${(spec?.doors ?? []).findIndex((door) => door.name === name)}`;
}

/** What is particular to it; what it does not say, `defineSource` says for it. */
export const definition = {
  ...tunnelType,
  identity: 'label',
  endpoints,
  find: (object, label) => endpoints(object).find((endpoint) => endpoint.label === label),
  site: (tunnel) => ({ cloud: providerOf(tunnel), atlasRegion: tunnel.spec?.region }),
  clusters: ({ spec }) => ({ deployment: spec?.deployment ?? '' }),
  stringsFollow: true,
  defaultLabel: ({ metadata }) => `${metadata.name}-door`,
  isSource: () => true,
  refuse({ metadata, spec }) {
    if (spec?.deployment === undefined) throw new UserError(`atlastunnel/${metadata.name} leads to no deployment`);
  },
  writes: () => ({ path: ['spec', 'doors'], key: undefined }),
  signs: (_object, label) => {
    const field = itemsWith('.status.doors', 'name', label);
    const inState = (until: string) => [stateSign(field('state'), field('error'), { until: [until], never: [] })];
    return {
      service: { output: `jsonpath={${field('service')}}`, several: false },
      reserved: inState('RESERVED'),
      connected: () => inState('AVAILABLE'),
      released: () => inState(''),
    };
  },
  progress: (object) => progressOf(object, new Set()),
  declare({ spec }, name): readonly PatchOperation[] {
    return spec?.doors === undefined
      ? [{ op: 'add', path: '/spec/doors', value: [{ name }] }]
      : [{ op: 'add', path: '/spec/doors/-', value: { name } }];
  },
  link(object, label, attachment) {
    const path = pathOf(object, label);
    return Object.entries(fieldsFor(attachment)).map(([field, value]) => ({
      op: 'add',
      path: `${path}/${field}`,
      value,
    }));
  },
  remove: (object, label) => [{ op: 'remove', path: pathOf(object, label) }],
  relinkReason: 'nobody knows what would happen',
} satisfies Definition<AtlasTunnel>;

export const tunnel = defineSource<AtlasTunnel>(definition);
