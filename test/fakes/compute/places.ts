import type { Answer, Call } from './call.ts';
import { regionIn } from './checks.ts';
import { projectBody, regionBody } from './describe.ts';
import { instanceBody, networkBody, subnetworkBody, usableSubnetworkBody } from './describe-network.ts';
import { invalidField } from './errors.ts';
import { link, projectOf, regionName, regionOf } from './links.ts';
import { type Listed, listBody } from './lists.ts';
import { found } from './model.ts';
import { regions } from './regions.ts';

/** What is there already: the places that addresses and rules are put into, and the machines that are to reach them. */

const networksListed: Listed = { kind: 'compute#network', collection: 'networks', fields: ['id', 'name', 'selfLink'] };
const subnetworksListed: Listed = {
  kind: 'compute#subnetwork',
  collection: 'subnetworks',
  fields: ['id', 'name', 'network', 'ipCidrRange', 'region', 'purpose', 'selfLink'],
};
const instancesListed: Listed = {
  kind: 'compute#instance',
  collection: 'instances',
  fields: ['id', 'name', 'status', 'labels', 'zone', 'machineType'],
};
const regionsListed: Listed = { kind: 'compute#region', collection: 'regions', fields: ['id', 'name', 'status'] };

const own = ({ project }: Call): string => `projects/${project.id}`;

function zoneIn(call: Call): string {
  const zone = call.param('zone');
  if (regions.includes(zone.replace(/-[a-z]$/, ''))) return `${own(call)}/zones/${zone}`;
  throw invalidField('zone', zone, 'Unknown zone.');
}

function network(call: Call): Answer {
  const name = `${own(call)}/global/networks/${call.param('network')}`;
  call.permissions.check(['compute.networks.get', name]);
  return { body: networkBody(call.google, found(call.google.networks, name)) };
}

function networks(call: Call): Answer {
  const { google } = call;
  call.permissions.check(['compute.networks.list', own(call)]);
  const here = [...google.networks.values()].filter(({ name }) => projectOf(name) === call.project.id);
  const rows = here.map((each) => networkBody(google, each));
  return { body: listBody(call, networksListed, `${own(call)}/global`, rows) };
}

function subnetwork(call: Call): Answer {
  const name = `${regionName(call.project.id, regionIn(call))}/subnetworks/${call.param('subnetwork')}`;
  call.permissions.check(['compute.subnetworks.get', name]);
  return { body: subnetworkBody(found(call.google.subnetworks, name)) };
}

function subnetworks(call: Call): Answer {
  const region = regionIn(call);
  call.permissions.check(['compute.subnetworks.list', regionName(call.project.id, region)]);
  const here = [...call.google.subnetworks.values()].filter(
    ({ name }) => projectOf(name) === call.project.id && regionOf(name) === region,
  );
  const scope = regionName(call.project.id, region);
  return { body: listBody(call, subnetworksListed, scope, here.map(subnetworkBody)) };
}

/** The subnets that the caller may use: those of the project and, for a service project, those of its host project. */
function usable(call: Call): Answer {
  const { google, project, permissions } = call;
  permissions.check(['compute.subnetworks.list', own(call)]);
  const here = [...google.subnetworks.values()].filter(({ name }) => {
    const owner = projectOf(name);
    return (owner === project.id || owner === project.host) && permissions.has('compute.subnetworks.use', owner);
  });
  const id = `${own(call)}/aggregated/subnetworks/listUsable`;
  return {
    body: {
      kind: 'compute#usableSubnetworksAggregatedList',
      id,
      ...(here.length === 0 ? {} : { items: here.map(usableSubnetworkBody) }),
      selfLink: link(id),
    },
  };
}

function instance(call: Call): Answer {
  const name = `${zoneIn(call)}/instances/${call.param('instance')}`;
  call.permissions.check(['compute.instances.get', name]);
  return { body: instanceBody(found(call.google.instances, name)) };
}

function instances(call: Call): Answer {
  const zone = zoneIn(call);
  call.permissions.check(['compute.instances.list', zone]);
  const here = [...call.google.instances.values()].filter(({ name }) => name.startsWith(`${zone}/`));
  return { body: listBody(call, instancesListed, zone, here.map(instanceBody)) };
}

function region(call: Call): Answer {
  const name = regionIn(call);
  call.permissions.check(['compute.regions.get', regionName(call.project.id, name)]);
  return { body: regionBody(call.google, call.project, name) };
}

function regionList(call: Call): Answer {
  call.permissions.check(['compute.regions.list', own(call)]);
  const rows = regions.map((name) => regionBody(call.google, call.project, name));
  return { body: listBody(call, regionsListed, own(call), rows) };
}

function project(call: Call): Answer {
  call.permissions.check(['compute.projects.get', own(call)]);
  return { body: projectBody(call.project, call.google) };
}

/** The host project of the Shared VPC that a project is attached to; an empty object where there is none. */
function xpnHost(call: Call): Answer {
  const { google, permissions } = call;
  permissions.check(['compute.projects.get', own(call)]);
  const { host } = call.project;
  return { body: host === undefined ? {} : projectBody(google.project(host), google) };
}

export const places = {
  network,
  networks,
  subnetwork,
  subnetworks,
  usable,
  instance,
  instances,
  region,
  regions: regionList,
  project,
  xpnHost,
};
