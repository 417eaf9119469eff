import type { NextCommand } from '../../../core/next-command.ts';
import { checksOf, fails, holds, unknown } from '../../../core/chain/check.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { isWithinNetwork } from '../../../core/chain/network.ts';
import { decide, freeName, freeNumber } from '../../../core/chain/ports.ts';
import { azCommand } from '../command.ts';
import { parseResourceId } from '../resource-id.ts';
import { type ObservedNsg, type ObservedRule, azureOf } from './observation.ts';

/** Whether a rule is about anybody in the virtual network. */
function isFromNetwork({ sources }: ObservedRule): boolean {
  return sources.some((source) => !/^(Internet|AzureLoadBalancer)$/i.test(source));
}

/** Whether a rule is for the endpoint: by a network that has one of its addresses, or by Azure's name for a network that it is in. */
function isToEndpoint({ destinations }: ObservedRule, addresses: readonly string[]): boolean {
  if (destinations.length === 0 || addresses.length === 0) return true;
  return destinations.some(
    (destination) =>
      /^(\*|Any|VirtualNetwork)$/i.test(destination) ||
      addresses.some((address) => isWithinNetwork(address, destination) === true),
  );
}

/** The first rule that denies some of Atlas's ports before others have let all of them in. */
function denying({ rules }: ObservedNsg, addresses: readonly string[]): ObservedRule | undefined {
  const own = rules.filter((rule) => isFromNetwork(rule) && isToEndpoint(rule, addresses));
  return decide(own.toSorted((a, b) => a.priority - b.priority)).denied;
}

/** The lowest priority that a rule of one's own may have (learn.microsoft.com/azure/virtual-network/network-security-groups-overview). */
const LOWEST = 100;

/** The command that adds a rule before another one; undefined where no priority before it is free. */
function opening(nsg: ObservedNsg, denied: ObservedRule): NextCommand | undefined {
  const priority = freeNumber(denied.priority, LOWEST, new Set(nsg.priorities));
  if (priority === undefined) return undefined;
  // A rule of that name would be replaced; Azure takes no notice of case.
  const used = new Set(nsg.names.map((name) => name.toLowerCase()));
  const { subscription, resourceGroup, names: [name = ''] = [] } = parseResourceId(nsg.id) ?? {};
  const group = ['--resource-group', resourceGroup ?? '', '--nsg-name', name];
  const rule = ['--name', freeName('allow-atlas', used), '--priority', String(priority)];
  const what = ['--access', 'Allow', '--direction', 'Inbound', '--protocol', 'Tcp'];
  const ends = ['--source-address-prefixes', 'VirtualNetwork', '--destination-port-ranges', '1024-65535'];
  return azCommand('network nsg rule create', [...group, ...rule, ...what, ...ends], subscription);
}

function judgeNsg(observed: Observed) {
  const seen = azureOf(observed);
  if (seen?.nsg === undefined) return [];
  if (isRefused(seen.nsg)) return [unknown('unreadable', { values: { reason: seen.nsg.refusal } })];
  const { nsg } = seen;
  const denied = denying(nsg, seen.addresses);
  const object = nsg.id;
  if (denied === undefined) return [holds('open', { nsg: nsg.id }, object)];
  const fix = opening(nsg, denied);
  const values = { nsg: nsg.id, rule: denied.name };
  return [
    fails('closed', {
      object,
      values,
      seen: `rule ${denied.name}`,
      expected: 'TCP 1024-65535 from VirtualNetwork',
      fix,
    }),
  ];
}

/** The checks that only Azure has. */
export const azureChecks = checksOf(
  { link: 'network', restsOn: ['declared', 'cloud'], only: 'AZURE' },
  { PE320: judgeNsg },
);
