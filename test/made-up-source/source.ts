import { awsAttachment } from '../../src/cloud/aws/attachment.ts';
import { isAttachmentOf } from '../../src/cloud/kind.ts';
import { UserError } from '../../src/core/errors.ts';
import type { EndpointState } from '../../src/core/endpoint.ts';
import { progressOf } from '../../src/atlas/api/conditions.ts';
import { type CustomResource, atlasResource } from '../../src/atlas/api/custom-resource.ts';
import { type Definition, defineSource } from '../../src/atlas/sources/define.ts';
import type { PatchOperation } from '../../src/kube/resource.ts';

/** A kind that no operator has: named endpoints of one deployment, each with a service of its own. */
export interface AtlasTunnel extends CustomResource<'AtlasTunnel'> {
  readonly spec?: {
    readonly deployment?: string;
    readonly region?: string;
    readonly doors?: readonly { readonly name: string; readonly endpoint?: string }[];
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

function stateOf({ spec, status }: AtlasTunnel, name: string): EndpointState {
  const item = spec?.doors?.find((door) => door.name === name);
  const entry = status?.doors?.find((door) => door.name === name);
  const linking = item?.endpoint === undefined ? 'Reserved' : 'Linking';
  return {
    label: name,
    declared: item !== undefined,
    phase: entry === undefined ? 'Declared' : entry.state === 'AVAILABLE' ? 'Available' : linking,
    state: entry?.state,
    service: entry?.service,
    declaredId: item?.endpoint,
    attachment: item?.endpoint === undefined ? undefined : awsAttachment(item.endpoint),
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
  resource: atlasResource('AtlasTunnel', 'atlastunnels'),
  identity: 'label',
  shortNames: ['at'],
  endpoints,
  find: (object, label) => endpoints(object).find((endpoint) => endpoint.label === label),
  site: ({ spec }) => ({ cloud: 'AWS', atlasRegion: spec?.region }),
  clusters: ({ spec }) => ({ deployment: spec?.deployment ?? '' }),
  stringsFollow: true,
  defaultLabel: ({ metadata }) => `${metadata.name}-door`,
  isSource: () => true,
  refuse({ metadata, spec }) {
    if (spec?.deployment === undefined) throw new UserError(`atlastunnel/${metadata.name} leads to no deployment`);
  },
  writes: () => ({ path: ['spec', 'doors'], key: undefined }),
  progress: (object) => progressOf(object, new Set()),
  declare({ spec }, name): readonly PatchOperation[] {
    return spec?.doors === undefined
      ? [{ op: 'add', path: '/spec/doors', value: [{ name }] }]
      : [{ op: 'add', path: '/spec/doors/-', value: { name } }];
  },
  link(object, label, attachment) {
    if (!isAttachmentOf('AWS', attachment)) throw new Error(`a door was to be linked on ${attachment.cloud}`);
    return [{ op: 'add', path: `${pathOf(object, label)}/endpoint`, value: attachment.id }];
  },
  remove: (object, label) => [{ op: 'remove', path: pathOf(object, label) }],
  relinkReason: 'nobody knows what would happen',
} satisfies Definition<AtlasTunnel>;

export const tunnel = defineSource<AtlasTunnel>(definition);
