import { idOf, type Endpoint } from '../../fakes/ec2/model.ts';
import { seedAccount } from '../../fakes/ec2/seed.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, addNodeObject, edit, memberOf } from './fault.ts';

function theEndpoint({ ec2 }: Sandbox): Endpoint {
  const [endpoint] = ec2.account.region('us-east-1').endpoints.values();
  if (endpoint === undefined) throw new Error('the account has no endpoint');
  return endpoint;
}

/** Nodes on instances of a group of their own, in the first two zones. */
function addNodes(sandbox: Sandbox, subnets: readonly ('a' | 'b')[]): string {
  const { ec2, account } = sandbox;
  const id = idOf('sg', 'nodes');
  ec2.account.addSecurityGroup({ region: 'us-east-1', id, vpcId: account.vpcId, name: 'nodes', ingress: [] });
  for (const [at, name] of subnets.entries()) {
    const instance = ec2.account.addInstance({
      region: 'us-east-1',
      subnetId: account.subnets[name],
      privateIp: `10.20.${at + 1}.10`,
      groupIds: [id],
    });
    addNodeObject(sandbox, `node-${name}`, `aws:///us-east-1${name}/${instance.id}`, 'us-east-1');
  }
  return id;
}

/** A node in another region, where the account has a network too. */
export function addNodeIn(sandbox: Sandbox, region: string): void {
  const { subnets, groups } = seedAccount(sandbox.ec2, region);
  const place = { region, subnetId: subnets.a, privateIp: '10.20.1.10', groupIds: [groups.open] };
  addNodeObject(sandbox, 'node-1', `aws:///${region}a/${sandbox.ec2.account.addInstance(place).id}`, region);
}

function putInGroup(sandbox: Sandbox, name: 'web' | 'default'): void {
  const { groups } = sandbox.ec2.account.region('us-east-1');
  const group = groups.get(sandbox.account.groups[name]);
  theEndpoint(sandbox).groups = group === undefined ? [] : [group];
}

/** What is wrong on AWS. */
export const awsFaults: readonly Fault[] = [
  {
    code: 'PE301',
    base: 'aws',
    break: (sandbox) => sandbox.ec2.account.region('us-east-1').endpoints.clear(),
  },
  {
    code: 'PE302',
    base: 'aws',
    break: (sandbox) =>
      sandbox.ec2.setState(theEndpoint(sandbox).id, 'rejected', { code: 'Rejected', message: 'by its owner' }),
  },
  {
    code: 'PE303',
    base: 'aws',
    verdict: 'warning',
    // The nodes are of another VPC, whose networks no rule names.
    break(sandbox) {
      const { ec2, account } = sandbox;
      const { id } = ec2.account.addInstance({
        region: 'us-east-1',
        subnetId: account.other.subnetId,
        privateIp: '10.30.1.10',
      });
      const [group] = theEndpoint(sandbox).groups;
      if (group !== undefined)
        group.ingress = [...group.ingress, { protocol: 'tcp', from: 1024, to: 65_535, cidrs: ['10.30.0.0/16'] }];
      addNodeObject(sandbox, 'far', `aws:///us-east-1a/${id}`, 'us-east-1');
    },
    mend: (sandbox) => edit(sandbox, 'nodes', 'far', (object) => void (memberOf(object, 'spec')['providerID'] = '')),
  },
  { code: 'PE310-few', base: 'aws', break: (sandbox) => putInGroup(sandbox, 'web') },
  {
    code: 'PE310-default',
    base: 'aws',
    break: (sandbox) => (addNodes(sandbox, ['a']), putInGroup(sandbox, 'default')),
  },
  {
    code: 'PE310-nodes',
    base: 'aws',
    break(sandbox) {
      addNodes(sandbox, ['a']);
      const [group] = theEndpoint(sandbox).groups;
      if (group !== undefined) group.ingress = [{ protocol: 'tcp', from: 1024, to: 65_535, cidrs: ['10.20.9.0/24'] }];
    },
  },
  {
    code: 'PE310-ipv6',
    base: 'aws',
    // The endpoint has IPv6 addresses alone, and the rules are for IPv4.
    break(sandbox) {
      const region = sandbox.ec2.account.region('us-east-1');
      const [endpoint, vpc] = [theEndpoint(sandbox), region.vpcs.get(sandbox.account.vpcId)];
      region.endpoints.set(endpoint.id, { ...endpoint, addressType: 'ipv6' });
      if (vpc !== undefined) region.vpcs.set(vpc.id, { ...vpc, ipv6Cidr: '2600:1f18:1:2300::/56' });
      for (const acl of region.acls.values())
        acl.entries = [
          ...acl.entries,
          ...[true, false].map(
            (egress) => ({ number: 101, egress, action: 'allow', protocol: '-1', cidr: '::/0' }) as const,
          ),
        ];
    },
  },
  {
    code: 'PE310-peered',
    base: 'aws',
    beside: ['PE303 warning'],
    // Nodes of this VPC and of another one: no group of theirs can be named, and two networks are to be let in.
    break(sandbox) {
      addNodes(sandbox, ['a']);
      const { ec2, account } = sandbox;
      const { subnetId } = account.other;
      const { id } = ec2.account.addInstance({ region: 'us-east-1', subnetId, privateIp: '10.30.1.10' });
      addNodeObject(sandbox, 'far', `aws:///us-east-1a/${id}`, 'us-east-1');
      putInGroup(sandbox, 'web');
    },
  },
  {
    code: 'PE311-two',
    base: 'aws',
    // Nodes in two subnets of one zone, of which an endpoint takes one.
    break(sandbox) {
      addNodes(sandbox, ['a']);
      const { ec2, account } = sandbox;
      const subnetId = account.subnets.a2;
      const { id } = ec2.account.addInstance({ region: 'us-east-1', subnetId, privateIp: '10.20.4.10' });
      addNodeObject(sandbox, 'second', `aws:///us-east-1a/${id}`, 'us-east-1');
      Object.assign(theEndpoint(sandbox), { subnets: [], interfaceIds: [] });
    },
  },
  {
    code: 'PE311',
    base: 'aws',
    break(sandbox) {
      addNodes(sandbox, ['a']);
      Object.assign(theEndpoint(sandbox), { subnets: [], interfaceIds: [] });
    },
  },
  { code: 'PE312', base: 'aws', verdict: 'warning', break: (sandbox) => void addNodes(sandbox, ['a', 'b']) },
  {
    code: 'PE313',
    base: 'aws',
    break(sandbox) {
      const vpc = sandbox.ec2.account.region('us-east-1').vpcs.get(sandbox.account.vpcId);
      if (vpc !== undefined) vpc.dnsSupport = false;
    },
  },
  {
    code: 'PE314',
    base: 'aws',
    break(sandbox) {
      for (const acl of sandbox.ec2.account.region('us-east-1').acls.values())
        acl.entries = [
          ...acl.entries,
          { number: 50, egress: true, action: 'deny', protocol: '6', cidr: '10.0.0.0/8', from: 1024, to: 65_535 },
        ];
    },
  },
  {
    code: 'PE314-taken',
    base: 'aws',
    // Both ways are shut, and the numbers before are in use.
    break(sandbox) {
      const all = { protocol: '6', cidr: '10.0.0.0/8', from: 1024, to: 65_535 };
      const used = { action: 'allow', protocol: '17', cidr: '10.0.0.0/8', from: 53, to: 53 } as const;
      for (const acl of sandbox.ec2.account.region('us-east-1').acls.values())
        acl.entries = [
          ...acl.entries,
          ...[true, false].flatMap((egress) => [
            { ...all, number: 4, egress, action: 'deny' as const },
            { ...used, number: 3, egress },
            { ...used, number: 1, egress },
          ]),
        ];
    },
  },
  {
    code: 'PE400',
    base: 'aws',
    break(sandbox) {
      const { endpoints } = sandbox.ec2.account.region('us-east-1');
      const endpoint = theEndpoint(sandbox);
      const name = 'com.amazonaws.vpce.us-east-1.vpce-svc-00000000000000bad';
      endpoints.set(endpoint.id, { ...endpoint, service: { ...endpoint.service, name } });
    },
  },
];
