import type { EgressPolicy, EgressRule } from '../../core/chain/observed/workloads.ts';
import { ApiError } from '../../kube/errors.ts';
import { isRecord } from '../../kube/json.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import type { Run } from '../run.ts';
import { type LabelSelector, matches } from './selectors.ts';

const networkPolicies: Resource = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  kind: 'NetworkPolicy',
};

const ciliumPolicies: Resource = {
  group: 'cilium.io',
  version: 'v2',
  plural: 'ciliumnetworkpolicies',
  singular: 'ciliumnetworkpolicy',
  kind: 'CiliumNetworkPolicy',
};

/** The policies of a namespace, as far as they may be read. */
export interface NamespacePolicies {
  readonly policies: readonly { readonly policy: EgressPolicy; readonly selector: LabelSelector }[];
}

interface Policy extends KubeObject {
  readonly spec?: unknown;
}

/** The policies of a namespace that restrict egress; none of a kind that is not served or may not be read. */
export async function readPolicies({ client, time }: Run, namespace: string): Promise<NamespacePolicies> {
  const [plain, cilium] = await Promise.all(
    [networkPolicies, ciliumPolicies].map((resource) =>
      orRefusal(client.list<Policy>(resource, namespace, {}, time.signal)),
    ),
  );
  return {
    policies: [
      ...(plain === undefined || plain instanceof ApiError ? [] : plain.items.flatMap(ofKubernetes)),
      ...(cilium === undefined || cilium instanceof ApiError ? [] : cilium.items.flatMap(ofCilium)),
    ],
  };
}

/** The policies that select Pods with these labels. */
export function selecting(
  { policies }: NamespacePolicies,
  labels: Readonly<Record<string, string>>,
): readonly EgressPolicy[] {
  return policies.filter(({ selector }) => matches(selector, labels)).map(({ policy }) => policy);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** A NetworkPolicy restricts egress if it says so, or has rules for it (kubernetes.io/docs/reference/kubernetes-api, policyTypes). */
function ofKubernetes({ metadata, spec }: Policy): NamespacePolicies['policies'] {
  const { egress, policyTypes, podSelector } = recordOf(spec);
  if (!(texts(policyTypes).includes('Egress') || (policyTypes === undefined && egress !== undefined))) return [];
  const rules = listOf(egress).map(({ to, ports }): EgressRule => {
    const peers = listOf(to);
    const blocks = peers.map(({ ipBlock }) => recordOf(ipBlock)).filter(({ cidr }) => typeof cidr === 'string');
    return {
      networks: to === undefined || peers.length === 0 ? undefined : blocks.map(({ cidr }) => String(cidr)),
      except: blocks.flatMap(({ except }) => texts(except)),
      ports: ports === undefined || listOf(ports).length === 0 ? undefined : listOf(ports).flatMap(portOf),
      inCluster: peers.some((peer) => peer['podSelector'] !== undefined || peer['namespaceSelector'] !== undefined),
    };
  });
  const reference = `networkpolicy/${metadata.name}`;
  return [{ policy: { reference, kind: 'NetworkPolicy', rules, opaque: false }, selector: recordOf(podSelector) }];
}

function portOf({ protocol = 'TCP', port, endPort }: Readonly<Record<string, unknown>>) {
  if (port === undefined) return [{ protocol: String(protocol), from: 0, to: 65_535 }];
  const from = Number(port);
  return Number.isNaN(from)
    ? []
    : [{ protocol: String(protocol), from, to: endPort === undefined ? from : Number(endPort) }];
}

/** The members of a rule of Cilium that are understood here (docs.cilium.io/en/stable/security/policy/language). */
const understood = new Set(['toCIDR', 'toCIDRSet', 'toPorts', 'toEndpoints', 'toEntities']);

function ofCilium({ metadata, spec }: Policy): NamespacePolicies['policies'] {
  const { egress, egressDeny, endpointSelector } = recordOf(spec);
  if (egress === undefined && egressDeny === undefined) return [];
  const all = listOf(egress);
  const rules = all.map((rule): EgressRule => {
    const entities = texts(rule['toEntities']);
    const sets = listOf(rule['toCIDRSet']);
    const anywhere = entities.some((entity) => entity === 'all' || entity === 'world');
    const named = ['toCIDR', 'toCIDRSet', 'toEndpoints', 'toEntities'].some((member) => rule[member] !== undefined);
    const ports = listOf(rule['toPorts']).flatMap(({ ports: list }) => listOf(list).flatMap(portOfCilium));
    return {
      networks: anywhere || !named ? undefined : [...texts(rule['toCIDR']), ...sets.map(({ cidr }) => String(cidr))],
      except: sets.flatMap(({ except }) => texts(except)),
      ports: rule['toPorts'] === undefined ? undefined : ports,
      inCluster: rule['toEndpoints'] !== undefined || entities.includes('cluster'),
    };
  });
  const opaque =
    egressDeny !== undefined || all.some((rule) => Object.keys(rule).some((member) => !understood.has(member)));
  const reference = `ciliumnetworkpolicy/${metadata.name}`;
  return [{ policy: { reference, kind: 'CiliumNetworkPolicy', rules, opaque }, selector: recordOf(endpointSelector) }];
}

function portOfCilium({ protocol = 'ANY', port, endPort }: Readonly<Record<string, unknown>>) {
  const from = Number(port ?? 0);
  const to = Number(endPort ?? (from === 0 ? 65_535 : from));
  const protocols = protocol === 'ANY' ? ['TCP', 'UDP'] : [String(protocol)];
  return Number.isNaN(from) ? [] : protocols.map((each) => ({ protocol: each, from, to }));
}
