import { placeByHand } from './placement.ts';
import { UserError } from '../core/errors.ts';
import type { ClusterNode } from './placement.ts';
import type { CloudFacts } from './facts.ts';

function platformOf({ providerId }: ClusterNode): string {
  return /^([a-z0-9-]+):\/\//.exec(providerId)?.[1] ?? '';
}

/**
 * Checks that all nodes run on this cloud, and returns them.
 * @throws UserError if there are none, or if some are on another platform
 */
export function nodesOn(facts: CloudFacts, nodes: readonly ClusterNode[], reference: string): readonly ClusterNode[] {
  const hint = placeByHand(facts.placementHint);
  if (nodes.length === 0) throw new UserError('the cluster has no nodes', { hint });
  const byPlatform = Map.groupBy(nodes, platformOf);
  const mine = byPlatform.get(facts.nodePlatform) ?? [];
  if (mine.length === nodes.length) return mine;
  const platforms = countedGroups([...byPlatform].map(([platform, group]) => [platform || 'no cloud', group]));
  throw new UserError(
    mine.length === 0
      ? `${reference} runs on ${facts.name}, but the cluster's nodes are on ${platforms}`
      : `the cluster's nodes are on several platforms: ${platforms}`,
    { hint },
  );
}

/** The nodes that run on this cloud. */
export function ownNodes(facts: CloudFacts, nodes: readonly ClusterNode[]): readonly ClusterNode[] {
  return nodes.filter((node) => platformOf(node) === facts.nodePlatform);
}

/** `1 node`, `2 nodes`. */
export function countOf(nodes: readonly unknown[]): string {
  return `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`;
}

/** Groups of nodes by name, with the size of each: `vpc-1 (2 nodes), vpc-2 (1 node)`. */
export function countedGroups(groups: Iterable<readonly [name: string, nodes: readonly unknown[]]>): string {
  return [...groups].map(([name, nodes]) => `${name} (${countOf(nodes)})`).join(', ');
}
