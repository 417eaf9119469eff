import type { GcpAttachment } from '../../attachment.ts';
import { groupOf } from '../../labels.ts';
import { lastPart, partOfName, relativeName } from '../../names.ts';
import type { Compute, Scope } from '../compute.ts';
import type { Group, Piece } from './group.ts';
import type { Address, ForwardingRule } from '../resources.ts';

/** What helps to tell which rules are one endpoint's. */
export interface Grouping {
  /** What specs say of endpoints: there a group may have a name that none of its rules has. */
  readonly attachments: readonly GcpAttachment[];
  /** Whether rules that somebody made by hand are one endpoint's where their names differ in a number at the end only. */
  readonly numbered: boolean;
}

/** The endpoints of a project: forwarding rules of Private Service Connect with their addresses, and our addresses that no rule uses. */
export async function readGroups(compute: Compute, scope: Scope, grouping: Grouping): Promise<readonly Group[]> {
  const [addresses, rules] = await Promise.all([compute.addresses(scope), compute.forwardingRules(scope)]);
  const grouped = Map.groupBy(piecesOf(addresses, rules), (piece) =>
    JSON.stringify([regionOf(piece), groupIdOf(piece, scope.project, grouping)]),
  );
  return [...grouped].map(([key, pieces]) => {
    const [region, id] = JSON.parse(key) as [string, string];
    return { id, place: { project: scope.project, region }, pieces };
  });
}

/** A rule with its address each, and what of ours is without a rule. */
function piecesOf(addresses: readonly Address[], rules: readonly ForwardingRule[]): readonly Piece[] {
  const connecting = rules.filter(({ target = '' }) => target.includes('/serviceAttachments/'));
  const used = connecting.map((rule) => ({ rule, address: addresses.find((address) => uses(rule, address)) }));
  const idle = addresses.filter(
    (address) => groupOf(address.labels) !== undefined && !used.some((piece) => piece.address === address),
  );
  return [...used, ...idle.map((address) => ({ address }))];
}

function uses(rule: ForwardingRule, { users = [] }: Address): boolean {
  return users.some((user) => relativeName(user) === relativeName(rule.selfLink));
}

function regionOf({ rule, address }: Piece): string {
  const link = rule?.region ?? address?.region;
  return link === undefined ? (partOfName(rule?.selfLink ?? '', 'regions') ?? '') : lastPart(link);
}

/** What the group of a piece is called: as a spec says, as our labels say, else as the rule is called. */
function groupIdOf({ rule, address }: Piece, project: string, { attachments, numbered }: Grouping): string {
  const name = rule?.name ?? address?.name ?? '';
  const declared = attachments.find(
    ({ projectId, endpoints }) =>
      rule !== undefined &&
      projectId === project &&
      endpoints.some((each) => each.name === rule.name && each.ipAddress === rule.IPAddress),
  );
  const ours = groupOf(address?.labels) ?? groupOf(rule?.labels);
  return declared?.groupName ?? ours ?? (numbered ? name.replace(/-\d+$/, '') : name);
}
