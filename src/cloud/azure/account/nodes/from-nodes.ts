import { placeByHand } from '../../../placement.ts';
import { placementHint } from '../../flags.ts';
import { UserError } from '../../../../core/errors.ts';
import { countOf, countedGroups } from '../../../nodes.ts';
import type { Arm } from '../arm.ts';
import { networkName, networkOf, parseResourceId } from '../../resource-id.ts';
import type { ClusterNode, NodePlacement } from '../../../placement.ts';

const hint = placeByHand(placementHint);

/** The resource id of a node's machine. */
function machineOf({ providerId }: ClusterNode): string {
  return providerId.replace(/^azure:\/\//, '');
}

/** The scale set of an instance, all of whose instances are in the same subnets; else the machine itself. */
function setOf(machine: string): string {
  return machine.replace(/(\/virtualMachineScaleSets\/[^/]+)\/virtualMachines\/[^/]+$/i, '$1').toLowerCase();
}

/** A subnet with the nodes in it. */
interface Populated {
  readonly id: string;
  readonly nodes: ClusterNode[];
}

/** The subnets that nodes are in. @throws UserError where Azure does not tell, or cannot be asked */
export async function populatedSubnets(arm: Arm, nodes: readonly ClusterNode[]): Promise<readonly Populated[]> {
  const sets = Map.groupBy(nodes, (node) => setOf(machineOf(node)));
  const bySubnet = new Map<string, Populated>();
  for (const members of sets.values()) {
    const [sample] = members;
    const subnetId = await firstSubnet(arm, members);
    if (subnetId === undefined) {
      throw new UserError(`Azure does not say which subnet the node ${sample?.name} is in`, { hint });
    }
    const known = bySubnet.get(subnetId.toLowerCase()) ?? { id: subnetId, nodes: [] };
    known.nodes.push(...members);
    bySubnet.set(subnetId.toLowerCase(), known);
  }
  return [...bySubnet.values()];
}

/**
 * Chooses a placement next to the nodes: the subnet that most of them are in.
 * @throws UserError if they are in several virtual networks, or cannot be looked up
 */
export async function placeFromNodes(arm: Arm, nodes: readonly ClusterNode[]): Promise<NodePlacement> {
  const all = await populatedSubnets(arm, nodes);
  const found = [...all].sort((a, b) => b.nodes.length - a.nodes.length || (a.id < b.id ? -1 : 1));
  const networks = Map.groupBy(found, ({ id }) => networkOf(id).toLowerCase());
  if (networks.size > 1) {
    const groups = [...networks.values()].map(
      (subnets) => [networkName(subnets[0]?.id ?? ''), subnets.flatMap((subnet) => subnet.nodes)] as const,
    );
    throw new UserError(`the nodes are in several virtual networks: ${countedGroups(groups)}`, { hint });
  }
  const [best, ...others] = found;
  return {
    flags: best === undefined ? {} : { subnet: best.id },
    reasons: [
      ['subnet', best?.id ?? '', `of ${countOf(best?.nodes ?? [])}`],
      ...others.map(
        ({ id, nodes: inside }) => ['left out', id, `of ${countOf(inside)}: an endpoint takes one subnet`] as const,
      ),
    ],
  };
}

/** The subnets that nodes are in, as far as Azure tells. */
export async function subnetsOfNodes(arm: Arm, nodes: readonly ClusterNode[]): Promise<readonly string[]> {
  const sets = Map.groupBy(nodes, (node) => setOf(machineOf(node)));
  const found = await Promise.all([...sets.values()].map((members) => firstSubnet(arm, members)));
  return found.filter((id) => id !== undefined);
}

/** How many nodes of a scale set are looked up before its subnet counts as unknown: a node that was scaled in has no machine any more. */
const SAMPLES = 3;

async function firstSubnet(arm: Arm, members: readonly ClusterNode[]): Promise<string | undefined> {
  for (const member of members.slice(0, SAMPLES)) {
    const subnetId = await subnetOf(arm, machineOf(member));
    if (subnetId !== undefined) return subnetId;
  }
  return undefined;
}

/** The subnet of a machine's primary network interface. */
async function subnetOf(arm: Arm, machine: string): Promise<string | undefined> {
  const parsed = parseResourceId(machine);
  if (parsed === undefined) return undefined;
  const interfaces = await arm.listMachineInterfaces(machine, parsed);
  const nic = interfaces.find(({ primary }) => primary === true) ?? interfaces[0];
  const ip = nic?.ipConfigurations?.find(({ primary }) => primary === true) ?? nic?.ipConfigurations?.[0];
  return ip?.subnet?.id;
}
