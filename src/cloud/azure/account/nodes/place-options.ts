import type { VirtualNetwork } from '@azure/arm-network';
import { sameId } from '../../../../core/cloud-endpoint.ts';
import { isFailure } from '../../../../core/errors.ts';
import { causeOf } from '../../../account/errors.ts';
import type { ClusterNode, PlaceOption } from '../../../placement.ts';
import { networkOf, parseResourceId } from '../../resource-id.ts';
import type { Arm } from '../arm.ts';
import { isForbidden } from '../errors.ts';
import { populatedSubnets } from './from-nodes.ts';

type Populated = Awaited<ReturnType<typeof populatedSubnets>>;

/** The subnets of a subscription's networks that can hold a private endpoint, those of the nodes and of their networks first. */
export async function placeOptions(
  arm: Arm,
  subscription: string,
  nodes: readonly ClusterNode[],
): Promise<readonly PlaceOption[]> {
  const populated = await populatedSubnets(arm, nodes).catch((error: unknown): Populated => {
    if (!isFailure(error)) throw error;
    return [];
  });
  const inside = (id: string): number => populated.find((each) => sameId(each.id, id))?.nodes.length ?? 0;
  const isNear = (id: string): boolean => populated.some((each) => sameId(networkOf(each.id), networkOf(id)));
  const options = (await networksOf(arm, subscription, populated)).flatMap(({ location = '', subnets = [] }) =>
    subnets.flatMap(({ id, delegations = [], addressPrefix, addressPrefixes = [] }) => {
      const { resourceGroup, names } = parseResourceId(id ?? '') ?? { resourceGroup: '', names: [] };
      const [network = '', name = ''] = names;
      if (id === undefined || delegations.length > 0) return [];
      const addresses = addressPrefix ?? addressPrefixes[0] ?? '';
      return [{ id, name, columns: [resourceGroup, network, name, location, addresses], nodes: inside(id) }];
    }),
  );
  const text = ({ columns: [group, network, name] }: (typeof options)[number]): string => `${group} ${network} ${name}`;
  const sorted = options.sort(
    (a, b) => b.nodes - a.nodes || Number(isNear(b.id)) - Number(isNear(a.id)) || (text(a) < text(b) ? -1 : 1),
  );
  return sorted.map((each, at) => ({ ...each, proposed: at === 0 && (each.nodes > 0 || sorted.length === 1) }));
}

/** The networks of a subscription; to who may not list them, those of the nodes. */
async function networksOf(
  arm: Arm,
  subscription: string,
  populated: Populated,
): Promise<readonly Pick<VirtualNetwork, 'location' | 'subnets'>[]> {
  try {
    return await arm.listVirtualNetworks(subscription);
  } catch (error) {
    if (!isForbidden(causeOf(error)) || populated.length === 0) throw error;
    const ids = [...new Set(populated.map(({ id }) => networkOf(id)))];
    return (await Promise.all(ids.map((id) => arm.getVirtualNetwork(id)))).flatMap((network) => network ?? []);
  }
}
