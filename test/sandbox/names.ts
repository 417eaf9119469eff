import type { FakeArm } from '../fakes/arm/server.ts';
import type { FakeCompute } from '../fakes/compute/server.ts';
import type { Zone } from '../fakes/dns/server.ts';
import type { FakeEc2 } from '../fakes/ec2/server.ts';
import type { FakeOperator } from '../fakes/operator/operator.ts';

/** What the names depend on. */
interface Parts {
  readonly operator: FakeOperator;
  readonly ec2: FakeEc2;
  readonly arm: FakeArm;
  readonly compute: FakeCompute;
}

const DOMAIN = '.ab1cd.mongodb.net';

interface Entry {
  readonly connectionString?: string;
  readonly srvConnectionString?: string;
  readonly endpoints?: readonly { readonly endpointId?: string }[];
}

/** Which cloud endpoint each private host of Atlas is another name of. */
function endpointsByHost(operator: FakeOperator): ReadonlyMap<string, string> {
  const ofClusters = [...operator.projects.values()].flatMap(({ clusters }) =>
    clusters.list().map((cluster) => clusters.describe(cluster)['connectionStrings']),
  );
  const entries: readonly Entry[] = [
    ...ofClusters.flatMap((strings) => (strings as { privateEndpoint?: readonly Entry[] }).privateEndpoint ?? []),
    ...[...operator.instances.values()].flatMap((instance) => instance.strings()),
  ];
  return new Map(
    entries.flatMap(({ connectionString = '', srvConnectionString = '', endpoints = [] }) => {
      const [srv, listed] = [srvConnectionString, connectionString].map((uri) => uri.replace(/^.*:\/\/|\/.*$/g, ''));
      const hosts = [srv ?? '', ...(listed ?? '').split(',')].map((host) => host.replace(/:\d+$/, ''));
      return hosts.filter((host) => host !== '').map((host) => [host, endpoints[0]?.endpointId ?? ''] as const);
    }),
  );
}

/** The addresses of a cloud endpoint: one for each subnet on AWS. */
function addressesOf(id: string, { ec2, arm, compute }: Parts): readonly string[] {
  const endpoint = ec2.endpoint(id);
  if (endpoint !== undefined) {
    const { subnets } = ec2.account.region(endpoint.region);
    return endpoint.subnetIds.map((subnet) => (subnets.get(subnet)?.cidr ?? '').replace(/\.0\/\d+$/, '.100'));
  }
  const onAzure = arm.azure.endpoints.get(id.toLowerCase())?.ip;
  const onGoogle = compute.rules().flatMap((rule) => (rule.name === id ? [rule.ip] : []));
  return onAzure === undefined ? onGoogle : [onAzure];
}

function targetOf(host: string): string {
  return host.replace(DOMAIN, `-nodes${DOMAIN}`);
}

/** The public records of Atlas's private hosts: an SRV record, three nodes behind one host, and on AWS the endpoint's own name. */
export function atlasZone(parts: Parts): Zone {
  return (name, type) => {
    const byHost = endpointsByHost(parts.operator);
    if (name.startsWith('_mongodb._tcp.')) {
      const host = name.slice('_mongodb._tcp.'.length);
      if (!byHost.has(host)) return undefined;
      const ports = [1024, 1025, 1026];
      return { records: type === 'SRV' ? ports.map((port) => ({ type, port, target: targetOf(host) })) : [] };
    }
    if (byHost.has(name) && type !== 'A' && type !== 'CNAME')
      return { records: type === 'TXT' ? [{ type, text: 'authSource=admin&replicaSet=atlas-ab1cd-shard-0' }] : [] };
    const [, id] = [...byHost].find(([host]) => targetOf(host) === name || host === name) ?? [];
    if (id === undefined) return undefined;
    const addresses = addressesOf(id, parts);
    const alias = id.startsWith('vpce-') ? `${id}-x7y8z9.vpce-svc-0.us-east-1.vpce.amazonaws.com` : undefined;
    const aliases = alias === undefined ? [] : [{ type: 'CNAME' as const, target: alias }];
    const own = alias === undefined ? {} : { name: alias };
    if (type === 'CNAME') return { records: aliases };
    return { records: type === 'A' ? [...aliases, ...addresses.map((address) => ({ type, address, ...own }))] : [] };
  };
}
