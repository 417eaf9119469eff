import type { Answer, RecordType } from '../../fakes/dns/server.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, edit, memberOf } from './fault.ts';

const HOST = 'orders-pl-0.ab1cd.mongodb.net';
const NODES = 'orders-pl-0-nodes.ab1cd.mongodb.net';
const SECRET = 'shop-orders-app';

/** A name that is answered otherwise, and as before when it is mended. */
function name(code: string, type: RecordType, host: string, answer: Answer): Fault {
  return {
    code,
    base: 'aws',
    break: ({ dns }) => dns.override(host, type, answer),
    mend: ({ dns }) => dns.override(host, type, undefined),
  };
}

const refused = { code: 2 } as const;

const nameFaults: readonly Fault[] = [
  name('PE600-notfound', 'SRV', `_mongodb._tcp.${HOST}`, { code: 3 }),
  name('PE600-filtered', 'SRV', `_mongodb._tcp.${HOST}`, { records: [] }),
  name('PE600-refused', 'SRV', `_mongodb._tcp.${HOST}`, refused),
  name('PE601', 'TXT', HOST, refused),
  name('PE602-rebinding', 'A', NODES, { records: [] }),
  name('PE602-zero', 'A', NODES, { records: [{ type: 'A', address: '0.0.0.0' }] }),
  name('PE603-public', 'A', NODES, { records: [{ type: 'A', address: '52.1.2.3' }] }),
  name('PE603-elsewhere', 'A', NODES, { records: [{ type: 'A', address: '10.99.1.2' }] }),
  {
    code: 'PE604',
    base: 'aws',
    verdict: 'warning',
    break: ({ dns }) => {
      const target = 'nodes.example.com';
      dns.override(`_mongodb._tcp.${HOST}`, 'SRV', { records: [{ type: 'SRV', target, port: 1024 }] });
      dns.override(target, 'A', { records: [{ type: 'A', address: '10.20.1.100' }] });
    },
    mend: ({ dns }) => dns.override(`_mongodb._tcp.${HOST}`, 'SRV', undefined),
  },
  name('PE610', 'CNAME', NODES, {
    records: [{ type: 'CNAME', target: 'vpce-0old0000000000000-a.vpce.amazonaws.com' }],
  }),
];

/** A Deployment's Pod that takes a key of the connection Secret. */
function addPod(
  sandbox: Sandbox,
  key: string,
  changes: Readonly<Record<string, unknown>> = {},
  startedAt = '2031-01-01T00:00:00Z',
): void {
  const env = [{ name: 'MONGODB_URI', valueFrom: { secretKeyRef: { name: SECRET, key } } }];
  sandbox.kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-5f6c-x1',
      namespace: 'default',
      labels: { app: 'web', 'pod-template-hash': '5f6c' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-5f6c', controller: true }],
    },
    spec: { containers: [{ name: 'app', env }], ...changes },
    status: { phase: 'Running', containerStatuses: [{ state: { running: { startedAt } } }] },
  });
}

function addPolicy(sandbox: Sandbox, egress: readonly unknown[]): void {
  sandbox.kubernetes.store.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web-egress', namespace: 'default' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress },
  });
}

function setPolicy(sandbox: Sandbox, egress: readonly unknown[]): void {
  edit(sandbox, 'networkpolicies', 'web-egress', (object) => void (memberOf(object, 'spec')['egress'] = egress));
}

const PRIVATE = 'connectionStringPrivateSrv';
const dns = { to: [{ namespaceSelector: {} }], ports: [{ protocol: 'UDP', port: 53 }] };
const atlas = {
  to: [{ ipBlock: { cidr: '10.20.0.0/16' } }],
  ports: [{ protocol: 'TCP', port: 1024, endPort: 65_535 }],
};

function setKey(sandbox: Sandbox, key: string): void {
  edit(sandbox, 'pods', 'web-5f6c-x1', (pod) => {
    const [container] = memberOf(pod, 'spec')['containers'] as Record<string, unknown>[];
    if (container !== undefined)
      container['env'] = [{ name: 'MONGODB_URI', valueFrom: { secretKeyRef: { name: SECRET, key } } }];
  });
}

const workloadFaults: readonly Fault[] = [
  {
    code: 'PE701',
    base: 'aws',
    break: (sandbox) => addPod(sandbox, 'connectionStringStandardSrv'),
    mend: (sandbox) => setKey(sandbox, PRIVATE),
  },
  { code: 'PE702', base: 'aws', break: (sandbox) => addPod(sandbox, PRIVATE, {}, '2020-01-01T00:00:00Z') },
  {
    code: 'PE703',
    base: 'aws',
    verdict: 'warning',
    break: (sandbox) => addPod(sandbox, 'connectionStringPrivateSrv1'),
    mend: (sandbox) => setKey(sandbox, PRIVATE),
  },
  {
    code: 'PE704',
    base: 'aws',
    verdict: 'warning',
    break: (sandbox) => addPod(sandbox, PRIVATE, { hostNetwork: true }),
    mend: (sandbox) =>
      edit(sandbox, 'pods', 'web-5f6c-x1', (pod) => void (memberOf(pod, 'spec')['hostNetwork'] = false)),
  },
  {
    code: 'PE710-closed',
    base: 'aws',
    break: (sandbox) => (addPod(sandbox, PRIVATE), addPolicy(sandbox, [dns])),
    mend: (sandbox) => setPolicy(sandbox, [dns, atlas]),
  },
  {
    code: 'PE710-dns',
    base: 'aws',
    break: (sandbox) => (addPod(sandbox, PRIVATE), addPolicy(sandbox, [atlas])),
    mend: (sandbox) => setPolicy(sandbox, [dns, atlas]),
  },
];

const cilium = {
  dns: { toEndpoints: [{}], toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }] }] },
  atlas: { toCIDR: ['10.20.0.0/16'], toPorts: [{ ports: [{ port: '1024', endPort: 65_535, protocol: 'TCP' }] }] },
};

/** A Pod behind a policy of Cilium that lacks one of the two rules. */
function behindCilium(code: string, egress: readonly unknown[]): Fault {
  return {
    code,
    base: 'aws',
    break(sandbox) {
      addPod(sandbox, PRIVATE);
      sandbox.kubernetes.store.create({
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'web-egress', namespace: 'default' },
        spec: { endpointSelector: { matchLabels: { app: 'web' } }, egress },
      });
    },
    mend: (sandbox) =>
      edit(sandbox, 'ciliumnetworkpolicies', 'web-egress', (policy) => {
        memberOf(policy, 'spec')['egress'] = [cilium.dns, cilium.atlas];
      }),
  };
}

const ciliumFaults: readonly Fault[] = [
  behindCilium('PE711-closed', [cilium.dns]),
  behindCilium('PE711-dns', [cilium.atlas]),
];

/** What is wrong where the string is used. */
export const useFaults: readonly Fault[] = [...nameFaults, ...workloadFaults, ...ciliumFaults];
