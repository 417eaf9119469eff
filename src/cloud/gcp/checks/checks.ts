import { checksOf, fails, holds, unknown } from '../../../core/chain/check.ts';
import { isRefused } from '../../../core/chain/observed/known.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import { isWithinNetwork } from '../../../core/chain/network.ts';
import { decide, freeName, freeNumber } from '../../../core/chain/ports.ts';
import { gcloudCommand } from '../command.ts';
import { lastPart, partOfName } from '../names.ts';
import { type GcpObservation, type ObservedClients, type ObservedFirewall, gcpOf } from './observation.ts';

/** Without global access only clients of the endpoint's own region reach it. */
function judgeAccess(observed: Observed) {
  const seen = gcpOf(observed);
  if (seen === undefined) return [];
  const { place, rules, nodeRegions, endpoint } = seen;
  const away = nodeRegions.filter((region) => region !== place.region);
  const closed = rules.filter(({ globalAccess }) => !globalAccess);
  if (closed.length === 0 || away.length === 0)
    return nodeRegions.length === 0 ? [] : [holds('reachable', { regions: nodeRegions }, endpoint?.id)];
  return closed.map(({ name }) => {
    const fix = gcloudCommand('compute forwarding-rules update', [name, '--allow-psc-global-access'], place);
    const values = { rule: name, region: place.region, regions: away };
    return fails('regional', { object: name, values, seen: 'allowPscGlobalAccess=false', expected: 'true', fix });
  });
}

/** Whether a rule is for some nodes; one for some instances only is for none that is not known. */
function isFor({ tags, accounts }: ObservedFirewall, clients: ObservedClients | undefined): boolean {
  if (tags.length + accounts.length === 0) return true;
  return (
    clients !== undefined &&
    (tags.some((tag) => clients.tags.includes(tag)) || accounts.some((account) => clients.accounts.includes(account)))
  );
}

/** The first firewall rule that decides for an address on some of Atlas's ports, if it denies them. Of two with one priority the one that denies counts. */
function denying(
  firewalls: readonly ObservedFirewall[],
  address: string,
  clients: ObservedClients | undefined,
): ObservedFirewall | undefined {
  const own = firewalls
    .filter((rule) => isFor(rule, clients))
    .filter(({ destinations }) => destinations.some((network) => isWithinNetwork(address, network) === true))
    .toSorted((a, b) => a.priority - b.priority || Number(a.allow) - Number(b.allow));
  return decide(own).denied;
}

/** The command that adds a rule before another one; undefined where no priority comes before it. */
function opening({ addresses, network, firewallNames }: GcpObservation, denied: readonly ObservedFirewall[]) {
  const priority = freeNumber(Math.min(...denied.map((rule) => rule.priority)), 0, new Set());
  if (priority === undefined) return undefined;
  const name = freeName('allow-atlas', new Set(firewallNames));
  const ranges = addresses.map((each) => `${each}/32`).join(',');
  const rule = ['--direction', 'EGRESS', '--action', 'ALLOW', '--rules', 'tcp:1024-65535'];
  const ends = ['--destination-ranges', ranges, '--priority', String(priority)];
  const project = partOfName(network, 'projects');
  return gcloudCommand('compute firewall-rules create', [name, '--network', lastPart(network), ...rule, ...ends], {
    project,
  });
}

function judgeFirewalls(observed: Observed) {
  const seen = gcpOf(observed);
  if (seen === undefined) return [];
  const { firewalls, addresses, network } = seen;
  if (isRefused(firewalls)) return [unknown('unreadable', { values: { reason: firewalls.refusal } })];
  const clients = seen.clients.length === 0 ? [undefined] : seen.clients;
  const shut = addresses.flatMap((address) =>
    clients.flatMap((some) => {
      const rule = denying(firewalls, address, some);
      return rule === undefined ? [] : [{ address, rule }];
    }),
  );
  const [first] = shut;
  const object = lastPart(network);
  if (first === undefined) return [holds('open', { network: object }, object)];
  const values = { rule: first.rule.name, address: first.address };
  const fix = opening(
    seen,
    shut.map(({ rule }) => rule),
  );
  const expected = `egress tcp:1024-65535 to ${addresses.join(', ')}`;
  return [fails('closed', { object, values, seen: `rule ${first.rule.name}`, expected, fix })];
}

/** The checks that only Google Cloud has. */
export const gcpChecks = checksOf(
  { link: 'network', restsOn: ['declared', 'cloud'], only: 'GCP' },
  { PE330: judgeAccess, PE331: judgeFirewalls },
);
