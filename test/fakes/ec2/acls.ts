import type { Action } from './action.ts';
import { idKinds, invalidParameter, lookUp } from './errors.ts';
import { page, select, type Filterable } from './filters.ts';
import type { AclEntry, NetworkAcl, Region } from './model.ts';
import { tagSet } from './tags.ts';
import type { Xml } from './xml.ts';

function subnetsOf({ vpcId }: NetworkAcl, region: Region): readonly string[] {
  return [...region.subnets.values()].filter((subnet) => subnet.vpcId === vpcId).map(({ id }) => id);
}

function filterable(region: Region): Filterable<NetworkAcl> {
  return {
    'association.subnet-id': (acl) => subnetsOf(acl, region),
    'network-acl-id': ({ id }) => id,
    'vpc-id': ({ vpcId }) => vpcId,
  };
}

const entryXml = ({ number, egress, action, protocol, cidr, from, to }: AclEntry): Xml => ({
  ruleNumber: number,
  protocol,
  ruleAction: action,
  egress,
  ...(cidr.includes(':') ? { ipv6CidrBlock: cidr } : { cidrBlock: cidr }),
  portRange: from === undefined ? undefined : { from, to },
});

export const describeNetworkAcls: Action = {
  knows: ['NetworkAclId', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account: { ownerId } }) {
    const { items, nextToken } = page(
      query,
      select([...region.acls.values()], query.filters(), filterable(region)),
      5,
      1000,
    );
    const networkAclSet = items.map((acl) => ({
      networkAclId: acl.id,
      vpcId: acl.vpcId,
      default: true,
      ownerId,
      entrySet: acl.entries.map(entryXml),
      associationSet: subnetsOf(acl, region).map((subnetId) => ({ networkAclId: acl.id, subnetId })),
      tagSet: tagSet(acl.tags),
    }));
    return { networkAclSet, nextToken };
  },
};

export const createNetworkAclEntry: Action = {
  knows: ['NetworkAclId', 'RuleNumber', 'Protocol', 'RuleAction', 'Egress', 'CidrBlock', 'Ipv6CidrBlock', 'PortRange'],
  run({ query, region }) {
    const [acl] = lookUp(idKinds.acl, [query.required('NetworkAclId')], region.acls);
    const [number, egress] = [query.number('RuleNumber') ?? 0, query.flag('Egress') === true];
    if (acl === undefined) return {};
    if (acl.entries.some((entry) => entry.number === number && entry.egress === egress))
      throw invalidParameter(`The network acl entry identified by ${number} already exists.`);
    const [from, to] = [query.number('PortRange.From'), query.number('PortRange.To')];
    acl.entries = [
      ...acl.entries,
      {
        number,
        egress,
        action: query.required('RuleAction') === 'allow' ? 'allow' : 'deny',
        protocol: query.required('Protocol').replace('tcp', '6'),
        cidr: query.text('Ipv6CidrBlock') ?? query.required('CidrBlock'),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    ];
    return { return: true };
  },
};
