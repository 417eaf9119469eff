import { idOf, type Endpoint } from '../../fakes/ec2/model.ts';
import { addNode } from '../../fakes/compute/seed.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, edit, memberOf } from './fault.ts';

function theEndpoint({ ec2 }: Sandbox): Endpoint {
  const [endpoint] = ec2.account.region('us-east-1').endpoints.values();
  if (endpoint === undefined) throw new Error('the account has no endpoint');
  return endpoint;
}

function node(sandbox: Sandbox, name: string, providerID: string, region: string): void {
  const labels = { 'topology.kubernetes.io/region': region };
  sandbox.kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { providerID } });
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
    node(sandbox, `node-${name}`, `aws:///us-east-1${name}/${instance.id}`, 'us-east-1');
  }
  return id;
}

function putInGroup(sandbox: Sandbox, name: 'web' | 'default'): void {
  const { groups } = sandbox.ec2.account.region('us-east-1');
  const group = groups.get(sandbox.account.groups[name]);
  theEndpoint(sandbox).groups = group === undefined ? [] : [group];
}

const awsFaults: readonly Fault[] = [
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
      node(sandbox, 'far', `aws:///us-east-1a/${id}`, 'us-east-1');
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

const azureFaults: readonly Fault[] = [
  {
    code: 'PE302-azure',
    base: 'azure',
    break({ arm }) {
      for (const endpoint of arm.azure.endpoints.values()) endpoint.connection = 'Disconnected';
    },
  },
  {
    code: 'PE320',
    base: 'azure',
    break({ arm, azure }) {
      const id = `/subscriptions/${azure.subscription}/resourceGroups/shop/providers/Microsoft.Network/networkSecurityGroups/endpoints`;
      const deny = {
        priority: 200,
        access: 'Deny',
        direction: 'Inbound',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        destinationPortRange: '*',
      };
      arm.azure.securityGroups.set(id.toLowerCase(), { id, rules: new Map([['deny-all', deny]]) });
      const found = arm.azure.subnet(azure.subnets.endpoints);
      if (found !== undefined) Object.assign(found.subnet, { policies: true, nsg: id });
    },
  },
  {
    code: 'PE401',
    base: 'azure',
    beside: ['PE114'],
    break(sandbox) {
      sandbox.operator.paused = true;
      edit(sandbox, 'atlasprivateendpoints', 'shop-eu', (object) => {
        const [item] = memberOf(object, 'spec')['azureConfiguration'] as Record<string, unknown>[];
        if (item !== undefined) item['ipAddress'] = '10.40.1.99';
      });
    },
    mend: (sandbox) =>
      edit(sandbox, 'atlasprivateendpoints', 'shop-eu', (object) => {
        const [item] = memberOf(object, 'spec')['azureConfiguration'] as Record<string, unknown>[];
        if (item !== undefined) item['ipAddress'] = '10.40.1.4';
      }),
  },
];

const gcpFaults: readonly Fault[] = [
  {
    code: 'PE302-gcp',
    base: 'gcp',
    break({ compute }) {
      for (const rule of compute.google.rules.values()) rule.connection = 'CLOSED';
    },
  },
  {
    code: 'PE303-gcp',
    base: 'gcp',
    break: (sandbox) => node(sandbox, 'far', sandbox.google.nodes.shared, 'europe-west1'),
    mend: (sandbox) => edit(sandbox, 'nodes', 'far', (object) => void (memberOf(object, 'spec')['providerID'] = '')),
  },
  {
    code: 'PE330',
    base: 'gcp',
    break(sandbox) {
      const { compute, google } = sandbox;
      for (const rule of compute.google.rules.values()) rule.globalAccess = false;
      const name = 'gke-shop-away-0';
      node(
        sandbox,
        name,
        addNode(compute.google, google.project, 'us-central1-a', name, google.subnetworks.away),
        'us-central1',
      );
    },
  },
  {
    code: 'PE331',
    base: 'gcp',
    break({ compute, google }) {
      const name = `projects/${google.project}/global/firewalls/deny-all`;
      const rule = { priority: 900, allow: false, destinations: ['0.0.0.0/0'], protocol: 'all', ports: [] };
      compute.google.firewalls.set(name, { name, id: '1', createdAt: 0, network: google.networkName, ...rule });
    },
  },
];

/** What is wrong in a cloud. */
export const cloudFaults: readonly Fault[] = [...awsFaults, ...azureFaults, ...gcpFaults];
