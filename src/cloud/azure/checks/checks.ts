import { checksOf, fails, holds, unknown } from '../../../core/chain/check.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { azCommand } from '../command.ts';
import { parseResourceId } from '../resource-id.ts';
import { type ObservedNsg, type ObservedRule, azureOf } from './observation.ts';

const PORTS = { from: 1024, to: 65_535 };

/** Whether a rule is about anybody in the virtual network. */
function isForNetwork({ sources }: ObservedRule): boolean {
  return sources.some(
    (source) => source === '*' || source === 'VirtualNetwork' || !/^(Internet|AzureLoadBalancer)$/.test(source),
  );
}

/** The first rule that denies some of Atlas's ports before another one has let all of them in. */
function denying({ rules }: ObservedNsg): ObservedRule | undefined {
  for (const rule of rules.toSorted((a, b) => a.priority - b.priority)) {
    const touches = rule.ports.some(({ from, to }) => from <= PORTS.to && to >= PORTS.from);
    if (!touches || !isForNetwork(rule)) continue;
    if (!rule.allow) return rule;
    if (rule.ports.some(({ from, to }) => from <= PORTS.from && to >= PORTS.to)) return undefined;
  }
  return undefined;
}

/** The priority of a rule that comes before another one. */
function before({ rules }: ObservedNsg, { priority }: ObservedRule): string {
  const taken = new Set(rules.map((rule) => rule.priority));
  let free = priority - 1;
  while (taken.has(free)) free -= 1;
  return String(Math.max(100, free));
}

function judgeNsg(observed: Observed) {
  const seen = azureOf(observed);
  if (seen?.nsg === undefined) return [];
  if (isRefused(seen.nsg)) return [unknown('unreadable', { values: { reason: seen.nsg.refusal } })];
  const { nsg } = seen;
  const denied = denying(nsg);
  const object = nsg.id;
  if (denied === undefined) return [holds('open', { nsg: nsg.id }, object)];
  const { subscription, resourceGroup, names: [name = ''] = [] } = parseResourceId(nsg.id) ?? {};
  const where = ['--resource-group', resourceGroup ?? '', '--nsg-name', name, '--name', 'allow-atlas'];
  const rule = ['--priority', before(nsg, denied), '--access', 'Allow', '--direction', 'Inbound', '--protocol', 'Tcp'];
  const ends = ['--source-address-prefixes', 'VirtualNetwork', '--destination-port-ranges', '1024-65535'];
  const fix = azCommand('network nsg rule create', [...where, ...rule, ...ends], subscription);
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
