import { isWithinNetwork } from '../network.ts';
import { type PortRange, atlasPorts } from '../ports.ts';
import { checksOf, each, fails, holds, unknown, warns } from '../check.ts';
import type { NextCommand } from '../../next-command.ts';
import type { Observed } from '../observed.ts';
import { isRefused, told } from '../observed/known.ts';
import type { EgressPolicy, EgressRule, ObservedWorkload } from '../observed/workloads.ts';

function using({ workloads }: Observed): readonly ObservedWorkload[] {
  return told(workloads)?.using ?? [];
}

function judgeUse({ workloads }: Observed) {
  if (workloads === undefined) return [];
  if (isRefused(workloads)) return [unknown('unreadable', { values: { reason: workloads.refusal } })];
  const { using: all, seen } = workloads;
  const used = all.map(({ reference }) => reference);
  return used.length === 0 ? [holds('unused', { seen })] : [holds('used', { used })];
}

const privateKey = /^connectionStringPrivate/;
const publicKey = /^connectionStringStandard/;

function judgeKey(observed: Observed) {
  return each(using(observed), (workload) => {
    const { reference: object, uses } = workload;
    const keys = uses.flatMap(({ key }) => key ?? []);
    const bad = keys.find((key) => publicKey.test(key));
    const good = keys.find((key) => privateKey.test(key));
    if (bad !== undefined && good === undefined) {
      const [use] = uses.filter(({ key }) => key === bad);
      const values = {
        workload: object,
        key: bad,
        container: use?.container,
        variable: use?.variable,
        secret: use?.secret,
      };
      return [fails('public-key', { object, values, seen: bad, expected: bad.replace('Standard', 'Private') })];
    }
    return good === undefined ? [] : [holds('private-key', { workload: object, key: good }, object)];
  });
}

/** A Pod reads an environment variable once: what the Secret has got since is not in it. */
function judgeAge(observed: Observed) {
  return each(using(observed), (workload) => {
    const { reference: object, namespace, startedMsAgo, uses } = workload;
    if (startedMsAgo === undefined) return [];
    return each(observed.secrets, ({ name, writtenMsAgo }) => {
      const fixed = uses.some((use) => use.secret === name && use.fixedAtStart);
      if (!fixed || writtenMsAgo === undefined) return [];
      const values = { workload: object, secret: name, writtenMsAgo, startedMsAgo };
      if (writtenMsAgo >= startedMsAgo) return [holds('fresh', values, object)];
      const fix: NextCommand | undefined = workload.restartable
        ? { kubectl: ['rollout', 'restart', object.replace(/^deploy\//, 'deployment/'), '-n', namespace] }
        : undefined;
      return [workload.reloads ? warns('reloads', { object, values }) : fails('older', { object, values, fix })];
    });
  });
}

function judgeOtherKey(observed: Observed) {
  const wanted = new Map((observed.secrets ?? []).map(({ name, strings }) => [name, strings.map(({ key }) => key)]));
  return using(observed).flatMap(({ reference: object, uses }) => {
    const keys = uses.filter(({ key = '', secret }) => privateKey.test(key) && (wanted.get(secret)?.length ?? 0) > 0);
    const [first] = keys;
    if (first === undefined || keys.some(({ key = '', secret }) => wanted.get(secret)?.includes(key))) return [];
    const expected = wanted.get(first.secret)?.join(' or ') ?? '';
    return [
      warns('other-key', { object, values: { workload: object, key: first.key, expected }, seen: first.key, expected }),
    ];
  });
}

function judgeHostNetwork(observed: Observed) {
  return using(observed).flatMap(({ reference: object, hostNetwork }) =>
    hostNetwork ? [warns('host-network', { object, values: { workload: object } })] : [],
  );
}

/** Whether a rule lets TCP out to an address, on every port that Atlas uses if no other ones are given. */
export function letsOut(
  { networks, except, ports }: EgressRule,
  address: string,
  wanted: PortRange = atlasPorts,
): boolean {
  const reaches =
    networks === undefined ||
    (networks.some((network) => isWithinNetwork(address, network) === true) &&
      !except.some((network) => isWithinNetwork(address, network) === true));
  const open =
    ports === undefined ||
    ports.some(({ protocol, from, to }) => protocol === 'TCP' && from <= wanted.from && to >= wanted.to);
  return reaches && open;
}

/** Whether a rule lets questions out to the cluster's name servers. */
export function letsAskDns({ networks, ports, inCluster }: EgressRule): boolean {
  const reaches = networks === undefined || inCluster || networks.includes('0.0.0.0/0');
  return (
    reaches &&
    (ports === undefined || ports.some(({ protocol, from, to }) => protocol === 'UDP' && from <= 53 && to >= 53))
  );
}

/** The addresses of the endpoint: as its cloud shows them, else as its names say. */
function addressesOf({ cloud, names }: Observed): readonly string[] {
  const { addresses = [], networks = [] } = told(cloud) ?? {};
  const named = (names?.answers ?? []).flatMap(({ hosts }) =>
    hosts.flatMap(({ addresses: answer }) => ('records' in answer ? answer.records : [])),
  );
  return addresses.length > 0 ? addresses : named.length > 0 ? named : networks;
}

/** Policies of one kind add up: what one of them lets out is let out. */
function judgePolicies(kind: EgressPolicy['kind']) {
  return (observed: Observed) =>
    each(using(observed), ({ reference: object, policies }) => {
      const own = policies.filter((policy) => policy.kind === kind);
      if (own.length === 0) return [];
      const rules = own.flatMap((policy) => policy.rules);
      const references = own.map(({ reference }) => reference);
      const values = { workload: object, policies: references };
      const addresses = addressesOf(observed);
      const closed = addresses.filter((address) => !rules.some((rule) => letsOut(rule, address)));
      if (own.some(({ opaque }) => opaque) && closed.length > 0) return [unknown('opaque', { object, values })];
      if (addresses.length === 0) return [unknown('no-address', { object, values })];
      if (closed.length > 0)
        return [fails('closed', { object, values: { ...values, addresses: closed }, seen: references.join(', ') })];
      if (!rules.some(letsAskDns)) return [fails('no-dns', { object, values })];
      return [holds('open', values, object)];
    });
}

/** Whether the workloads use the private string, and may reach the endpoint. */
export const workloadChecks = checksOf(
  { link: 'workloads', restsOn: ['declared', 'service', 'linked'] },
  {
    PE700: judgeUse,
    PE701: judgeKey,
    PE702: judgeAge,
    PE703: judgeOtherKey,
    PE704: judgeHostNetwork,
    PE710: judgePolicies('NetworkPolicy'),
    PE711: judgePolicies('CiliumNetworkPolicy'),
  },
);
