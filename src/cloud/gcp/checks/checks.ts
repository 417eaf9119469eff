import { checksOf, fails, holds, unknown } from '../../../core/chain/check.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { isWithinNetwork } from '../../../core/chain/network.ts';
import { gcloudCommand } from '../command.ts';
import { lastPart, partOfName } from '../names.ts';
import { type ObservedFirewall, gcpOf } from './observation.ts';

const PORTS = { from: 1024, to: 65_535 };

/** Without global access only clients of the endpoint's own region reach it. */
function judgeAccess(observed: Observed) {
  const seen = gcpOf(observed);
  if (seen === undefined) return [];
  const { place, rules, nodeRegions, endpoint } = seen;
  const away = nodeRegions.filter((region) => region !== place.region);
  const closed = rules.filter(({ globalAccess }) => !globalAccess);
  const [first] = closed;
  if (first === undefined || away.length === 0)
    return nodeRegions.length === 0 ? [] : [holds('reachable', { regions: nodeRegions }, endpoint?.id)];
  const fix = gcloudCommand('compute forwarding-rules update', [first.name, '--allow-psc-global-access'], place);
  const values = { rule: first.name, region: place.region, regions: away };
  return [fails('regional', { object: first.name, values, seen: 'allowPscGlobalAccess=false', expected: 'true', fix })];
}

/** The first firewall rule that decides for an address on some of Atlas's ports, if it denies them. */
function denying(firewalls: readonly ObservedFirewall[], address: string): ObservedFirewall | undefined {
  const own = firewalls
    .filter(
      ({ destinations, partial }) =>
        !partial && destinations.some((network) => isWithinNetwork(address, network) === true),
    )
    .toSorted((a, b) => a.priority - b.priority || Number(a.allow) - Number(b.allow));
  for (const rule of own) {
    if (!rule.ports.some(({ from, to }) => from <= PORTS.to && to >= PORTS.from)) continue;
    if (!rule.allow) return rule;
    if (rule.ports.some(({ from, to }) => from <= PORTS.from && to >= PORTS.to)) return undefined;
  }
  return undefined;
}

function judgeFirewalls(observed: Observed) {
  const seen = gcpOf(observed);
  if (seen === undefined) return [];
  const { firewalls, addresses, network } = seen;
  if (isRefused(firewalls)) return [unknown('unreadable', { values: { reason: firewalls.refusal } })];
  const [address, denied] =
    addresses.map((each) => [each, denying(firewalls, each)] as const).find(([, rule]) => rule !== undefined) ?? [];
  const object = lastPart(network);
  if (denied === undefined) return [holds('open', { network: object }, object)];
  const ranges = addresses.map((each) => `${each}/32`).join(',');
  const fix = gcloudCommand(
    'compute firewall-rules create',
    [
      'allow-atlas',
      '--network',
      object,
      '--direction',
      'EGRESS',
      '--action',
      'ALLOW',
      '--rules',
      'tcp:1024-65535',
      '--destination-ranges',
      ranges,
      '--priority',
      String(Math.max(0, denied.priority - 1)),
    ],
    { project: partOfName(network, 'projects') },
  );
  const values = { rule: denied.name, address };
  return [
    fails('closed', {
      object,
      values,
      seen: `rule ${denied.name}`,
      expected: `egress tcp:1024-65535 to ${ranges}`,
      fix,
    }),
  ];
}

/** The checks that only Google Cloud has. */
export const gcpChecks = checksOf(
  { link: 'network', restsOn: ['declared', 'cloud'], only: 'GCP' },
  { PE330: judgeAccess, PE331: judgeFirewalls },
);
