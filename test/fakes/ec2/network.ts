import type { Action } from './action.ts';
import { idKinds, invalidParameter, lookUp } from './errors.ts';
import { page, select, type Filterable } from './filters.ts';
import type { Rule, SecurityGroup, Subnet, Vpc } from './model.ts';
import { tagSet } from './tags.ts';
import type { Xml } from './xml.ts';

/** The bounds of MaxResults that the network actions share. */
const [least, most] = [5, 1000];

/** The IPv6 block of a VPC or of a subnet, as both list it. */
function ipv6Association({ id, ipv6Cidr }: { readonly id: string; readonly ipv6Cidr: string | undefined }): Xml {
  if (ipv6Cidr === undefined) return [];
  const associationId = id.replace('-', '-cidr-assoc-');
  return [{ associationId, ipv6CidrBlock: ipv6Cidr, ipv6CidrBlockState: { state: 'associated' } }];
}

const vpcFilters: Filterable<Vpc> = {
  cidr: (vpc) => vpc.cidr,
  'is-default': (vpc) => String(vpc.isDefault),
  state: () => 'available',
  'vpc-id': (vpc) => vpc.id,
};

export const describeVpcs: Action = {
  knows: ['VpcId', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account }) {
    const ids = query.list('VpcId');
    const named = ids.length > 0 ? lookUp(idKinds.vpc, ids, region.vpcs) : [...region.vpcs.values()];
    const { items, nextToken } = page(query, select(named, query.filters(), vpcFilters), least, most);
    const vpcSet = items.map((vpc) => ({
      vpcId: vpc.id,
      ownerId: account.ownerId,
      state: 'available',
      cidrBlock: vpc.cidr,
      ipv6CidrBlockAssociationSet: ipv6Association(vpc),
      cidrBlockAssociationSet: [
        {
          associationId: vpc.id.replace('vpc-', 'vpc-cidr-assoc-'),
          cidrBlock: vpc.cidr,
          cidrBlockState: { state: 'associated' },
        },
      ],
      instanceTenancy: 'default',
      isDefault: vpc.isDefault,
      tagSet: tagSet(vpc.tags),
    }));
    return { vpcSet, nextToken };
  },
};

/** Answers one attribute a request, each in its own element. */
export const describeVpcAttribute: Action = {
  knows: ['VpcId', 'Attribute'],
  run({ query, region }) {
    const attribute = query.required('Attribute');
    const [vpc] = lookUp(idKinds.vpc, [query.required('VpcId')], region.vpcs);
    const values: Record<string, boolean | undefined> = {
      enableDnsSupport: vpc?.dnsSupport,
      enableDnsHostnames: vpc?.dnsHostnames,
      enableNetworkAddressUsageMetrics: false,
    };
    const value = values[attribute];
    if (value === undefined)
      throw invalidParameter(`Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`);
    return { vpcId: vpc?.id, [attribute]: { value } };
  },
};

const subnetFilters: Filterable<Subnet> = {
  'availability-zone': (subnet) => subnet.zone,
  'availability-zone-id': (subnet) => subnet.zoneId,
  'cidr-block': (subnet) => subnet.cidr ?? [],
  'ipv6-native': (subnet) => String(subnet.cidr === undefined),
  state: () => 'available',
  'subnet-id': (subnet) => subnet.id,
  'vpc-id': (subnet) => subnet.vpcId,
};

export const describeSubnets: Action = {
  knows: ['SubnetId', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account }) {
    const ids = query.list('SubnetId');
    const named = ids.length > 0 ? lookUp(idKinds.subnet, ids, region.subnets) : [...region.subnets.values()];
    const { items, nextToken } = page(query, select(named, query.filters(), subnetFilters), least, most);
    const subnetSet = items.map((subnet) => ({
      subnetId: subnet.id,
      subnetArn: `arn:aws:ec2:${region.name}:${account.ownerId}:subnet/${subnet.id}`,
      state: 'available',
      vpcId: subnet.vpcId,
      cidrBlock: subnet.cidr,
      ipv6CidrBlockAssociationSet: ipv6Association(subnet),
      ipv6Native: subnet.cidr === undefined,
      availableIpAddressCount: subnet.freeAddresses,
      availabilityZone: subnet.zone,
      availabilityZoneId: subnet.zoneId,
      defaultForAz: false,
      mapPublicIpOnLaunch: false,
      ownerId: account.ownerId,
      tagSet: tagSet(subnet.tags),
    }));
    return { subnetSet, nextToken };
  },
};

const groupFilters: Filterable<SecurityGroup> = {
  description: (group) => group.description,
  'group-id': (group) => group.id,
  'group-name': (group) => group.name,
  'vpc-id': (group) => group.vpcId,
};

const permission = (rule: Rule, userId: string): Xml => ({
  ipProtocol: rule.protocol,
  fromPort: rule.from,
  toPort: rule.to,
  groups: (rule.groups ?? []).map((groupId) => ({ groupId, userId })),
  ipRanges: (rule.cidrs ?? []).filter((cidr) => !cidr.includes(':')).map((cidrIp) => ({ cidrIp })),
  ipv6Ranges: (rule.cidrs ?? []).filter((cidr) => cidr.includes(':')).map((cidrIpv6) => ({ cidrIpv6 })),
  prefixListIds: [],
});

export const describeSecurityGroups: Action = {
  knows: ['GroupId', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account: { ownerId } }) {
    const ids = query.list('GroupId');
    const named = ids.length > 0 ? lookUp(idKinds.group, ids, region.groups) : [...region.groups.values()];
    const { items, nextToken } = page(query, select(named, query.filters(), groupFilters), least, most);
    const securityGroupInfo = items.map((group) => ({
      ownerId,
      groupId: group.id,
      groupName: group.name,
      groupDescription: group.description,
      vpcId: group.vpcId,
      ipPermissions: group.ingress.map((rule) => permission(rule, ownerId)),
      ipPermissionsEgress: group.egress.map((rule) => permission(rule, ownerId)),
      tagSet: tagSet(group.tags),
    }));
    return { securityGroupInfo, nextToken };
  },
};
