import type { Row } from './filter.ts';
import { fingerprintOf, stamp } from './ids.ts';
import { lastOf, link, projectOf, regionName, regionOf } from './links.ts';
import type { Google, Instance, Network, Subnetwork } from './model.ts';
import { gatewayOf } from './subnets.ts';

export function networkBody(google: Google, network: Network): Row {
  const own = [...google.subnetworks.values()].filter(({ network: of }) => of === network.name);
  return {
    kind: 'compute#network',
    id: network.id,
    creationTimestamp: stamp(network.createdAt),
    name: lastOf(network.name),
    selfLink: link(network.name),
    selfLinkWithId: link(network.name.replace(/[^/]+$/, network.id)),
    autoCreateSubnetworks: network.autoCreateSubnetworks,
    ...(own.length === 0 ? {} : { subnetworks: own.map(({ name }) => link(name)) }),
    routingConfig: { routingMode: 'REGIONAL' },
    networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
  };
}

export function subnetworkBody(subnetwork: Subnetwork): Row {
  return {
    kind: 'compute#subnetwork',
    id: subnetwork.id,
    creationTimestamp: stamp(subnetwork.createdAt),
    name: lastOf(subnetwork.name),
    network: link(subnetwork.network),
    ipCidrRange: subnetwork.cidr,
    gatewayAddress: gatewayOf(subnetwork.cidr),
    region: link(regionName(projectOf(subnetwork.name), regionOf(subnetwork.name) ?? '')),
    selfLink: link(subnetwork.name),
    privateIpGoogleAccess: false,
    fingerprint: fingerprintOf(subnetwork.name),
    privateIpv6GoogleAccess: 'DISABLE_GOOGLE_ACCESS',
    purpose: subnetwork.purpose,
    stackType: 'IPV4_ONLY',
  };
}

/** As in the list of what a project may use, its host project's included. */
export function usableSubnetworkBody(subnetwork: Subnetwork): Row {
  return {
    subnetwork: link(subnetwork.name),
    network: link(subnetwork.network),
    ipCidrRange: subnetwork.cidr,
    purpose: subnetwork.purpose,
    stackType: 'IPV4_ONLY',
  };
}

/** A running machine with one network interface, as the nodes of a cluster are. */
export function instanceBody(instance: Instance): Row {
  const zone = /^projects\/[^/]+\/zones\/[^/]+/.exec(instance.name)?.[0] ?? '';
  const labels = Object.keys(instance.labels).length === 0 ? {} : { labels: instance.labels };
  return {
    kind: 'compute#instance',
    id: instance.id,
    creationTimestamp: stamp(instance.createdAt),
    name: lastOf(instance.name),
    machineType: link(`${zone}/machineTypes/e2-standard-4`),
    status: 'RUNNING',
    zone: link(zone),
    networkInterfaces: [
      {
        kind: 'compute#networkInterface',
        name: 'nic0',
        network: link(instance.network),
        subnetwork: link(instance.subnetwork),
        networkIP: instance.ip,
        fingerprint: fingerprintOf(instance.name),
        stackType: 'IPV4_ONLY',
      },
    ],
    tags: {
      ...(instance.tags === undefined ? {} : { items: instance.tags }),
      fingerprint: fingerprintOf(instance.name),
    },
    ...labels,
    labelFingerprint: fingerprintOf(instance.labels),
    selfLink: link(instance.name),
  };
}
