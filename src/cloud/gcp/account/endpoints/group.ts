import type { AsFlags, CloudEndpoint, Owner, Readiness } from '../../../../core/cloud-endpoint.ts';
import { gcpAttachment } from '../../attachment.ts';
import { removeCommand } from '../../command.ts';
import type { GcpDetails } from '../../details.ts';
import { isOwned, madeForOf } from '../../labels.ts';
import { type Place, lastPart, networkWords, partOfName, relativeName } from '../../names.ts';
import { attachmentsOf } from '../../service.ts';
import type { Address, ForwardingRule } from '../resources.ts';

/** An address and the forwarding rule that uses it: one of the two may be missing. */
export interface Piece {
  readonly address?: Address | undefined;
  readonly rule?: ForwardingRule | undefined;
}

/** All pieces of one endpoint: one where ports are mapped, else one for each service attachment. */
export interface Group {
  /** What Atlas knows it by. */
  readonly id: string;
  readonly place: Place;
  readonly pieces: readonly Piece[];
}

/** The service attachment that a piece connects to; undefined while it has no rule. */
function targetOf({ rule }: Piece): string | undefined {
  return rule?.target === undefined ? undefined : relativeName(rule.target);
}

/** Whether any piece bears the owner's labels. Rules get theirs a moment after they are made. */
export function isOwnedGroup(owner: Owner, { pieces }: Group): boolean {
  return pieces.some(({ address, rule }) => isOwned(owner, address?.labels) || isOwned(owner, rule?.labels));
}

/**
 * Whether a rule of the owner's still lacks its labels, which it gets by a request of their own: a run may have been killed before that.
 */
export function lacksLabels(owner: Owner, { pieces }: Group): boolean {
  return pieces.some(
    ({ address, rule }) => rule !== undefined && isOwned(owner, address?.labels) && !isOwned(owner, rule.labels),
  );
}

/** Whether all pieces connect to attachments of the service; true of a service that is not known. */
export function isForService({ pieces }: Group, service: string): boolean {
  const known = attachmentsOf(service);
  return known.length === 0 || pieces.every((piece) => known.includes(targetOf(piece) ?? ''));
}

/** The piece of each attachment, in their order; of a service that is not known those that are there. */
function piecesFor({ pieces }: Group, service: string): readonly (Piece | undefined)[] {
  const known = attachmentsOf(service);
  return known.length === 0 ? pieces : known.map((name) => pieces.find((piece) => targetOf(piece) === name));
}

/** Whether a piece is all that it has to be: its rule is made, and its address is known. */
function isMade(piece: Piece | undefined): boolean {
  return piece?.rule?.pscConnectionStatus !== undefined && piece.rule.IPAddress !== undefined;
}

/** Whether there is a finished rule for each attachment. */
export function isComplete(group: Group, service: string): boolean {
  const pieces = piecesFor(group, service);
  return pieces.length > 0 && pieces.every(isMade);
}

/** What the states of all rules come to (cloud.google.com/vpc/docs/about-accessing-vpc-hosted-services-endpoints, "Connection statuses"). */
function readinessOf(states: readonly string[], complete: boolean): Readiness {
  if (states.some((state) => state === 'REJECTED' || state === 'CLOSED')) return 'dead';
  if (!complete) return 'creating';
  return states.every((state) => state === 'ACCEPTED') ? 'connected' : 'ready';
}

/** The states in words: `PENDING`, `48 of 50 ACCEPTED`, `3 of 50 forwarding rules`. */
function stateOf(all: readonly (Piece | undefined)[], states: readonly string[]): string {
  const [first] = states;
  if (all.length === 1)
    return first ?? (all[0]?.address === undefined ? 'being created' : 'address without a forwarding rule');
  if (states.length < all.length) return `${states.length} of ${all.length} forwarding rules`;
  const odd = states.find((state) => state !== 'ACCEPTED');
  const named = odd ?? 'ACCEPTED';
  return `${states.filter((state) => state === named).length} of ${all.length} ${named}`;
}

/** A group in the words that all clouds share. */
export function cloudEndpoint(group: Group, owner: Owner | undefined, service: string): CloudEndpoint {
  const { id, place, pieces } = group;
  const wanted = piecesFor(group, service);
  const states = wanted.flatMap((piece) => piece?.rule?.pscConnectionStatus ?? []);
  const complete = isComplete(group, service);
  const readiness = readinessOf(states, complete);
  const rules = wanted.map((piece) => ({ name: piece?.rule?.name ?? '', ipAddress: piece?.rule?.IPAddress ?? '' }));
  const network = pieces.find(({ rule }) => rule?.network !== undefined)?.rule?.network;
  return {
    id,
    service:
      isForService(group, service) && service !== ''
        ? service
        : pieces.flatMap((piece) => targetOf(piece) ?? []).join(','),
    readiness,
    state: stateOf(wanted, states),
    reason: undefined,
    attachment: complete ? gcpAttachment(place.project, id, rules) : undefined,
    place: network === undefined ? subnetworkOf(group) : networkWords(network),
    asFlags: asFlags(group),
    details: detailsOf(group),
    ours: owner !== undefined && isOwnedGroup(owner, group),
    madeFor: madeForGroup(group),
    removeCommand: removeCommand(
      place,
      pieces.flatMap(({ rule }) => rule?.name ?? []),
      pieces.flatMap(({ address }) => address?.name ?? []),
    ),
  };
}

/** Where a group without any rule is, as messages name it. */
function subnetworkOf({ pieces }: Group): string {
  const link = pieces.find(({ address }) => address?.subnetwork !== undefined)?.address?.subnetwork;
  return link === undefined ? '<unknown>' : `subnetwork ${partOfName(link, 'projects')}/${lastPart(link)}`;
}

/** Whom a group was made for: addresses say it in full. */
function madeForGroup({ pieces }: Group): ReturnType<typeof madeForOf> {
  const told = pieces.map(
    ({ address, rule }) => madeForOf(address?.labels, address?.description) ?? madeForOf(rule?.labels, undefined),
  );
  return told.find((each) => each !== undefined);
}

/** What every piece has in common, as its first rule and address show it. */
function asFlags({ place, pieces }: Group): AsFlags {
  const rule = pieces.find((piece) => piece.rule !== undefined)?.rule;
  const address = pieces.find((piece) => piece.address !== undefined)?.address;
  const subnetwork = address?.subnetwork ?? rule?.subnetwork;
  return {
    'gcp-project': place.project,
    ...(subnetwork === undefined ? {} : { subnetwork: relativeName(subnetwork) }),
    ...(rule?.network === undefined ? {} : { network: relativeName(rule.network) }),
    ...(rule === undefined ? {} : { 'no-global-access': rule.allowPscGlobalAccess !== true }),
    ...(rule === undefined ? {} : { tag: Object.entries(rule.labels ?? {}).map(([key, value]) => `${key}=${value}`) }),
  };
}

function detailsOf({ place, pieces }: Group): GcpDetails | undefined {
  const whole = pieces.flatMap(({ address, rule }) =>
    address?.subnetwork === undefined || rule?.target === undefined || rule.network === undefined
      ? []
      : [
          {
            address: {
              name: address.name,
              ipAddress: address.address ?? '',
              subnetwork: relativeName(address.subnetwork),
            },
            rule: {
              name: rule.name,
              target: relativeName(rule.target),
              network: relativeName(rule.network),
              globalAccess: rule.allowPscGlobalAccess === true,
              labels: rule.labels ?? {},
            },
          },
        ],
  );
  return whole.length < pieces.length || whole.length === 0 ? undefined : { cloud: 'GCP', ...place, pieces: whole };
}
