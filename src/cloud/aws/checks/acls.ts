import type { NextCommand } from '../../../core/next-command.ts';
import { fails, holds, unknown } from '../../../core/chain/check.ts';
import { isWithinNetwork } from '../../../core/chain/network.ts';
import { atlasPorts, decide, freeNumber } from '../../../core/chain/ports.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { awsCommand } from '../command.ts';
import { type AclEntry, type AwsObservation, type ObservedAcl, awsOf } from './observation.ts';
import { networkAround } from './networks.ts';

/** The rule that every network ACL ends with and that denies everything; rules of one's own have lower numbers. */
const LAST = 32_767;

/** One way of a network ACL that is shut for clients of a network. */
interface Shut {
  readonly acl: ObservedAcl;
  readonly egress: boolean;
  readonly network: string;
  /** The number of the rule that denies it. */
  readonly number: number;
}

/** The number of the rule that denies some of Atlas's ports to an address; undefined if all are let through. */
function denyingNumber(entries: readonly AclEntry[], egress: boolean, address: string): number | undefined {
  const own = entries
    .filter((entry) => entry.egress === egress && ['-1', '6'].includes(entry.protocol))
    .filter(({ cidr }) => isWithinNetwork(address, cidr) === true)
    .map((entry) => ({ ...entry, ports: [entry] }));
  const { denied, undecided } = decide(own);
  return denied?.number ?? (undecided ? LAST : undefined);
}

/** Each way that is shut, once for each network that clients are in. */
function shutWays({ acls, clients, vpcNetworks }: AwsObservation & { readonly acls: readonly ObservedAcl[] }) {
  const ofClients = clients.map(({ address }) => address).filter((address) => address !== '');
  const asked = ofClients.length > 0 ? ofClients : vpcNetworks.map(firstAddress);
  const found = acls.flatMap((acl) =>
    [false, true].flatMap((egress) =>
      asked.flatMap((address): readonly Shut[] => {
        const number = denyingNumber(acl.entries, egress, address);
        const network = networkAround(address, vpcNetworks, clients);
        return number === undefined ? [] : [{ acl, egress, network, number }];
      }),
    ),
  );
  const byWay = Map.groupBy(found, ({ acl, egress, network }) => [acl.id, egress, network].join(' '));
  // The rule has to come before all that deny it.
  return [...byWay.values()].flatMap((same) => same.toSorted((a, b) => a.number - b.number)[0] ?? []);
}

function firstAddress(network: string): string {
  return network.split('/')[0] ?? '';
}

/** The command that adds a rule before the one that denies; undefined where no number before it is free. */
function opening({ acl, egress, network, number }: Shut, used: Set<number>, scope: AwsObservation['scope']) {
  for (const entry of acl.entries) if (entry.egress === egress) used.add(entry.number);
  const free = freeNumber(number, 1, used);
  if (free === undefined) return undefined;
  used.add(free);
  return awsCommand('ec2 create-network-acl-entry', scope, [
    '--network-acl-id',
    acl.id,
    egress ? '--egress' : '--ingress',
    '--rule-number',
    String(free),
    '--protocol',
    'tcp',
    '--port-range',
    `From=${atlasPorts.from},To=${atlasPorts.to}`,
    network.includes(':') ? '--ipv6-cidr-block' : '--cidr-block',
    network,
    '--rule-action',
    'allow',
  ]);
}

/** Answers go back to ephemeral ports, so that a network ACL has to let both ways through: it keeps no state. */
export function judgeAcls(observed: Observed) {
  const seen = awsOf(observed);
  if (seen === undefined) return [];
  const { acls, scope } = seen;
  if (isRefused(acls)) return [unknown('unreadable', { values: { reason: acls.refusal } })];
  const shut = shutWays({ ...seen, acls });
  if (shut.length === 0) return acls.length === 0 ? [] : [holds('acl-open', {}, acls[0]?.id)];
  const used = new Map<string, Set<number>>();
  return shut.map((each) => {
    const { acl, egress, network } = each;
    const way = egress ? 'out' : 'in';
    const taken = used.get(`${acl.id} ${way}`) ?? new Set<number>();
    used.set(`${acl.id} ${way}`, taken);
    const fix: NextCommand | undefined = opening(each, taken, scope);
    const values = { id: acl.id, way, network, number: each.number };
    const details = { object: acl.id, values, seen: `rule ${each.number}`, expected: 'TCP 1024-65535 both ways' };
    return fails('acl-closed', { ...details, fix });
  });
}
