import type { Action } from './action.ts';
import { Ec2Error, idKinds, lookUp } from './errors.ts';
import type { Rule } from './model.ts';
import type { Query } from './query.ts';

/** A member of each item of a list: `IpRanges.1.CidrIp`, `IpRanges.2.CidrIp`, and so on. */
function members(query: Query, list: string, member: string): readonly string[] {
  const found: string[] = [];
  for (let number = 1; ; number += 1) {
    const value = query.text(`${list}.${number}.${member}`);
    if (value === undefined) return found;
    found.push(value);
  }
}

/** Changes of what surrounds an endpoint, as a person makes them with `aws` (API, the pages of the three actions). */
export const authorizeSecurityGroupIngress: Action = {
  knows: ['GroupId', 'IpPermissions'],
  run({ query, region }) {
    const [group] = lookUp(idKinds.group, [query.required('GroupId')], region.groups);
    const at = 'IpPermissions.1';
    const [from, to] = [query.number(`${at}.FromPort`), query.number(`${at}.ToPort`)];
    const cidrs = [...members(query, `${at}.IpRanges`, 'CidrIp'), ...members(query, `${at}.Ipv6Ranges`, 'CidrIpv6')];
    const source = query.text(`${at}.Groups.1.GroupId`);
    const rule: Rule = {
      protocol: query.required(`${at}.IpProtocol`),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(cidrs.length === 0 ? {} : { cidrs }),
      ...(source === undefined ? {} : { groups: [source] }),
    };
    if (group !== undefined) group.ingress = [...group.ingress, rule];
    return { return: true };
  },
};

export const modifyVpcEndpoint: Action = {
  knows: ['VpcEndpointId', 'AddSubnetId', 'RemoveSubnetId', 'AddSecurityGroupId', 'RemoveSecurityGroupId'],
  run({ query, region, account }) {
    const [endpoint] = lookUp(idKinds.endpoint, [query.required('VpcEndpointId')], region.endpoints);
    if (endpoint === undefined) return {};
    const addedSubnets = lookUp(idKinds.subnet, query.list('AddSubnetId'), region.subnets);
    const addedGroups = lookUp(idKinds.group, query.list('AddSecurityGroupId'), region.groups);
    const [lostSubnets, lostGroups] = [query.list('RemoveSubnetId'), query.list('RemoveSecurityGroupId')];
    const subnets = [...endpoint.subnets, ...addedSubnets].filter(({ id }) => !lostSubnets.includes(id));
    if (new Set(subnets.map(({ zone }) => zone)).size < subnets.length)
      throw new Ec2Error('DuplicateSubnetsInSameZone', 'Found another VPC endpoint subnet in the availability zone.');
    endpoint.subnets = subnets;
    endpoint.groups = [...endpoint.groups, ...addedGroups].filter(({ id }) => !lostGroups.includes(id));
    endpoint.interfaceIds = endpoint.subnets.map((_, index) => endpoint.interfaceIds[index] ?? account.newId('eni'));
    return { return: true };
  },
};

export const modifyVpcAttribute: Action = {
  knows: ['VpcId', 'EnableDnsSupport', 'EnableDnsHostnames'],
  run({ query, region }) {
    const [vpc] = lookUp(idKinds.vpc, [query.required('VpcId')], region.vpcs);
    const [support, hostnames] = [query.flag('EnableDnsSupport.Value'), query.flag('EnableDnsHostnames.Value')];
    if (vpc !== undefined && support !== undefined) vpc.dnsSupport = support;
    if (vpc !== undefined && hostnames !== undefined) vpc.dnsHostnames = hostnames;
    return { return: true };
  },
};
