import type { CloudCheck, CloudProvider, SurveyedEndpoint } from '../../../src/cloud/provider.ts';
import type { CloudEndpoint, Owner } from '../../../src/core/cloud-endpoint.ts';
import type { CloudObservation } from '../../../src/core/chain/observed/cloud.ts';
import type { FlagValues } from '../../../src/cloud/flags/flag.ts';
import type { ClusterNode, NodePlacement, PlaceOptions } from '../../../src/cloud/placement.ts';
import { isOwnedBy, ownerTags, readMadeFor } from '../../../src/cloud/tags.ts';
import { moonAttachment } from './attachment.ts';
import type { MoonPlacement } from './placement.ts';

interface Group {
  readonly id: string;
  readonly service: string;
  readonly crater: string;
  readonly tags: ReadonlyMap<string, string>;
  state: 'digging' | 'dug' | 'docked' | 'filling in';
}

const keys = { uid: 'atlas-pe-uid', endpoint: 'atlas-pe-endpoint', source: 'atlas-pe-source' };

/** All that there is on the Moon, and the ids that were asked for there, one way or another. */
export const surface = {
  groups: new Map<string, Group>(),
  asked: new Set<string>(),
  /** What Atlas does when it has been told of a group. */
  dock(id: string): void {
    const group = surface.groups.get(id);
    if (group !== undefined) group.state = 'docked';
  },
};

const readiness = { digging: 'creating', dug: 'ready', docked: 'connected', 'filling in': 'gone' } as const;

export class MoonCloud implements CloudProvider {
  readonly kind = 'MOON';
  readonly pollMs = 1_000;
  readonly acceptedState = 'docked';
  readonly #placement: MoonPlacement | undefined;

  constructor(placement: MoonPlacement | undefined) {
    this.#placement = placement;
  }

  async identity(): Promise<string | undefined> {
    return 'Moon account apollo';
  }

  async preflight(): Promise<string | undefined> {
    return this.#placement?.network;
  }

  /** Each look moves a group on: what is being dug is dug, and what is being filled in is no more. */
  async get(id: string): Promise<CloudEndpoint | undefined> {
    surface.asked.add(id);
    const group = surface.groups.get(id);
    if (group === undefined) return undefined;
    const shown = this.#shown(group, undefined);
    if (group.state === 'digging') group.state = 'dug';
    if (group.state === 'filling in') surface.groups.delete(id);
    return shown;
  }

  async find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]> {
    const all = [...surface.groups.values()].map((group) => this.#shown(group, owner));
    return all.filter((each) => each.readiness !== 'gone' && (each.ours || each.service === service));
  }

  async create(owner: Owner, service: string): Promise<CloudEndpoint> {
    const placement = this.#placement;
    if (placement === undefined) throw new Error('asked to create an endpoint without a placement');
    const id = `moon-${surface.groups.size + 1}`;
    const tags = new Map([...ownerTags(owner, keys), ...placement.tags]);
    const group: Group = { id, service, crater: placement.network, tags, state: 'digging' };
    surface.groups.set(id, group);
    return this.#shown(group, owner);
  }

  async made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]> {
    const all = [...surface.groups.values()].map((group) => this.#shown(group, owner));
    return all.filter(
      (each) => each.readiness !== 'gone' && each.madeFor !== undefined && (owner === undefined || each.ours),
    );
  }

  async remove(id: string): Promise<void> {
    surface.asked.add(id);
    const group = surface.groups.get(id);
    if (group !== undefined) group.state = 'filling in';
  }

  async checkCreation(_owner: Owner, service: string | undefined): Promise<CloudCheck> {
    return service === undefined ? 'later' : 'reads';
  }

  async checkRemoval(): Promise<CloudCheck> {
    return 'reads';
  }

  async placeFromNodes(
    [node]: readonly ClusterNode[],
    _service: string | undefined,
    _given: FlagValues,
  ): Promise<NodePlacement> {
    const crater = node?.providerId.split('/').at(-1) ?? '';
    return { flags: { crater }, reasons: [['crater', crater, `of node ${node?.name}`]] };
  }

  async placeOptions(): Promise<PlaceOptions> {
    const option = { name: 'Tycho', columns: ['crater-tycho', 'Tycho'], nodes: 0, proposed: true };
    return { options: [{ id: 'crater-tycho', ...option }] };
  }

  async survey(endpoints: readonly SurveyedEndpoint[]): Promise<readonly CloudObservation[]> {
    return endpoints.map(({ id }) => {
      const group = surface.groups.get(id);
      return {
        cloud: 'MOON',
        endpoint: group === undefined ? undefined : this.#shown(group, undefined),
        searched: 'the Moon',
        networks: [],
        addresses: [],
        nodePlaces: [],
        reachedByPeering: true,
      };
    });
  }

  #shown({ id, service, crater, tags, state }: Group, owner: Owner | undefined): CloudEndpoint {
    const endpoints = [`${id}-a`, `${id}-b`].map((name, index) => ({ name, ipAddress: `10.96.0.${index + 1}` }));
    const read = (key: string): string | undefined => tags.get(key);
    return {
      id,
      service,
      readiness: readiness[state],
      state,
      reason: undefined,
      attachment: moonAttachment({ projectId: 'apollo', groupName: id, endpoints }),
      place: crater,
      asFlags: { crater },
      ours: owner !== undefined && isOwnedBy(owner, read, keys),
      madeFor: readMadeFor(read, keys),
      removeCommand: { shell: ['moonctl', 'fill-in', id] },
    };
  }
}
