import { fingerprintOf, numberOf, stamp } from './ids.ts';
import { isMade } from './life.ts';
import { lastOf, link, regionName, regionOf } from './links.ts';
import type { Row } from './filter.ts';
import type { Address, ForwardingRule, Google, Mutable, Project } from './model.ts';
import { usage } from './quotas.ts';

/** The fingerprint that every resource without labels has. */
const UNLABELLED = '42WmSpB8rSM=';

export function labelFingerprint({ labels }: Pick<Mutable, 'labels'>): string {
  return Object.keys(labels).length === 0 ? UNLABELLED : fingerprintOf(labels);
}

/** Changes with everything that a patch may change. */
export function ruleFingerprint({ name, globalAccess }: ForwardingRule): string {
  return fingerprintOf([name, globalAccess]);
}

function regionLink(name: string): string {
  return link(regionName(name.split('/')[1] ?? '', regionOf(name) ?? ''));
}

function labelled(resource: Mutable): Row {
  const some = Object.keys(resource.labels).length > 0;
  return { ...(some ? { labels: resource.labels } : {}), labelFingerprint: labelFingerprint(resource) };
}

/** An internal address as the API writes it. `users` is missing while nothing uses it. */
export function addressBody(google: Google, address: Address): Row {
  const users = google.usersOf(address.name);
  const reserving = address.busy?.type === 'insert';
  return {
    kind: 'compute#address',
    id: address.id,
    creationTimestamp: stamp(address.createdAt),
    name: lastOf(address.name),
    description: address.description,
    ...(address.ip === '' ? {} : { address: address.ip }),
    status: reserving ? 'RESERVING' : users.length > 0 ? 'IN_USE' : 'RESERVED',
    region: regionLink(address.name),
    selfLink: link(address.name),
    ...(users.length === 0 ? {} : { users: users.map(({ name }) => link(name)) }),
    networkTier: 'PREMIUM',
    addressType: 'INTERNAL',
    purpose: 'GCE_ENDPOINT',
    subnetwork: link(address.subnetwork),
    ...labelled(address),
  };
}

/** A forwarding rule of Private Service Connect as the API writes it. It has no load-balancing scheme, protocol or ports. */
export function ruleBody(rule: ForwardingRule): Row {
  return {
    kind: 'compute#forwardingRule',
    id: rule.id,
    creationTimestamp: stamp(rule.createdAt),
    name: lastOf(rule.name),
    region: regionLink(rule.name),
    IPAddress: rule.ip,
    target: link(rule.target),
    selfLink: link(rule.name),
    network: link(rule.network),
    serviceDirectoryRegistrations: [{ namespace: rule.namespace }],
    networkTier: 'PREMIUM',
    ...labelled(rule),
    fingerprint: ruleFingerprint(rule),
    ...(isMade(rule) ? { pscConnectionId: rule.connectionId, pscConnectionStatus: rule.connection } : {}),
    ...(rule.globalAccess ? { allowPscGlobalAccess: true } : {}),
    ...(rule.noAutomateDnsZone ? { noAutomateDnsZone: true } : {}),
  };
}

export function projectBody({ id, number }: Project, google: Google): Row {
  const isHost = [...google.projects.values()].some(({ host }) => host === id);
  return {
    kind: 'compute#project',
    id: number,
    creationTimestamp: stamp(Date.UTC(2025, 0, 15)),
    name: id,
    selfLink: link(`projects/${id}`),
    defaultServiceAccount: `${number}-compute@developer.gserviceaccount.com`,
    xpnProjectStatus: isHost ? 'HOST' : 'UNSPECIFIED_XPN_PROJECT_STATUS',
    defaultNetworkTier: 'PREMIUM',
  };
}

export function regionBody(google: Google, project: Project, region: string): Row {
  const name = regionName(project.id, region);
  return {
    kind: 'compute#region',
    id: numberOf('region', region),
    creationTimestamp: '1969-12-31T16:00:00.000-08:00',
    name: region,
    description: region,
    status: 'UP',
    zones: ['a', 'b', 'c'].map((zone) => link(`projects/${project.id}/zones/${region}-${zone}`)),
    quotas: [...project.quotas].map(([metric, limit]) => ({
      metric,
      limit,
      usage: usage(google, project, region, metric),
    })),
    selfLink: link(name),
  };
}
