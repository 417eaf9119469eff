import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const region = 'us-east-1';

function addNode(
  world: World,
  name: string,
  providerID: string | undefined,
  labels: Record<string, string> = {},
): void {
  world.kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: providerID === undefined ? {} : { providerID },
  });
}

/** A node on an instance in that subnet. */
function addInstance(world: World, subnetId: string, groupIds: readonly string[], ip: string): void {
  const zone = world.ec2.account.region(region).subnets.get(subnetId)?.zone ?? '';
  const { id } = world.ec2.account.addInstance({ region, subnetId, groupIds, privateIp: ip });
  addNode(world, `ip-${ip}`, `aws:///${zone}/${id}`, { 'topology.kubernetes.io/region': region });
}

/** Gives a subnet an IPv6 block. @param alone whether it loses its IPv4 addresses */
function giveIpv6({ ec2 }: World, id: string, ipv6Cidr: string, alone: boolean): void {
  const { subnets } = ec2.account.region(region);
  const subnet = subnets.get(id);
  if (subnet === undefined) throw new Error(`no subnet ${id}`);
  subnets.set(id, { ...subnet, ipv6Cidr, ...(alone ? { cidr: undefined, freeAddresses: 0 } : {}) });
}

/** The group that EKS makes for a cluster: every node is a member, and members may talk to each other. */
function clusterGroup({ ec2, account }: World): string {
  const id = 'sg-0c1c1c1c1c1c1c1c1';
  ec2.account.addSecurityGroup({
    region,
    id,
    vpcId: account.vpcId,
    name: 'eks-cluster-sg-prod-1',
    ingress: [{ protocol: '-1', groups: [id] }],
    tags: { 'kubernetes.io/cluster/prod': 'owned' },
  });
  return id;
}

/** A cluster on EKS with nodes in the zones a and b; in a there are two subnets, one of them public. */
function onEks(body: (world: World, group: string) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    const group = clusterGroup(world);
    const { subnets, groups } = world.account;
    const subnet = world.ec2.account.region(region).subnets.get(subnets.a2);
    subnet?.tags.clear();
    subnet?.tags.set('kubernetes.io/role/elb', '1');
    addInstance(world, subnets.a, [group, groups.web], '10.20.1.10');
    addInstance(world, subnets.a2, [group, groups.web], '10.20.4.10');
    addInstance(world, subnets.b, [groups.web, group], '10.20.2.10');
    await body(world, group);
  });
}

const chosen = (world: World, group: string): string => `${accountLines.AWS}
from the nodes:
  VPC            ${world.account.vpcId} of 3 nodes
  subnet         ${world.account.subnets.a} in us-east-1a: private, 251 free addresses, 1 node
  left out       ${world.account.subnets.a2} in us-east-1a: public, 251 free addresses, 1 node
  subnet         ${world.account.subnets.b} in us-east-1b: private, 251 free addresses, 1 node
  security group ${group} eks-cluster-sg-prod-1: every node is a member
`;

const flagsOf = ({ account: { vpcId, subnets } }: World, group: string): string =>
  `--vpc-id ${vpcId} --subnet-id ${[subnets.a, subnets.b].sort().join(',')} --security-group-id ${group}`;

/** The flags that a dry run shows for the placement. */
const asFlags = (stderr: string): string => /^ {2}as flags {7}(.*)$/m.exec(stderr)?.[1] ?? '';

suite('--from-nodes on EKS', (test) => {
  test('with --dry-run it shows what it chose and why, the flags that mean the same, and the plan, and changes nothing', () =>
    onEks(async (world, group) => {
      const { vpcId } = world.account;
      assert.deepEqual(await world.run('create orders --from-nodes --dry-run'), {
        stdout: `   1/4 declare            add it to the spec
   2/4 reserve            wait for the endpoint service
   3/4 endpoint           create it in ${vpcId}
   4/4 accept             wait until it can be linked
atlasdeployment.atlas.mongodb.com/orders configured (dry run)
`,
        stderr: `${chosen(world, group)}  as flags       ${flagsOf(world, group)}
endpoint orders-pe of ad/orders in namespace default
nothing was changed
`,
        code: 0,
      });
      const json = await world.run('up orders --from-nodes --dry-run -o json');
      assert.equal(JSON.parse(json.stdout).kind, 'AtlasDeployment');
      assert.deepEqual(world.ec2.endpoints(region), []);
    }));

  test('with --yes it creates the endpoint there, and a second run finds it', () =>
    onEks(async (world, group) => {
      const seen = await world.run('up orders --from-nodes --yes');
      assert.equal(seen.code, 0, seen.stderr);
      assert.ok(seen.stderr.startsWith(chosen(world, group)), seen.stderr);
      assert.doesNotMatch(seen.stderr, /warning/);
      const [made, ...more] = world.ec2.endpoints(region);
      assert.deepEqual(more, []);
      assert.deepEqual(made?.subnetIds, [world.account.subnets.a, world.account.subnets.b].sort());
      assert.deepEqual(made?.groupIds, [group]);
      // What is linked needs no placement, and nobody is asked.
      const again = await world.run('up orders --from-nodes');
      assert.deepEqual([again.code, again.stdout], [0, seen.stdout]);
    }));

  test('on a terminal it asks, and yes is yes', () =>
    onEks(async (world) => {
      const yes = await world.run('create orders --from-nodes', { tty: true, answers: ['y'] });
      assert.match(yes.stderr, /^Create the cloud endpoint there\? \(y\/N\): /m);
      assert.equal(yes.code, 0, yes.stderr);
      assert.equal(world.ec2.endpoints(region).length, 1);
    }));

  for (const [answer, said] of [
    ['no', 'n'],
    ['nothing', ''],
  ] as const) {
    test(`on a terminal ${answer} is no`, () =>
      onEks(async (world) => {
        const no = await world.run('create orders --from-nodes --color=never', { tty: true, answers: [said] });
        assert.match(no.stderr, /\(y\/N\): error: not confirmed; nothing was changed\n/);
        assert.deepEqual([no.code, world.ec2.endpoints(region)], [1, []]);
      }));
  }

  test('where nobody can be asked it wants --yes, before anything is changed', () =>
    onEks(async (world, group) => {
      const refusal = `${chosen(world, group)}error: --yes is required to create the cloud endpoint there: this run cannot ask for confirmation
hint: preview it with --dry-run, then run: kubectl atlas-pe create orders --from-nodes --yes
`;
      assert.deepEqual(await world.run('create orders --from-nodes'), { stdout: '', stderr: refusal, code: 1 });
      const scripted = await world.run('create orders --from-nodes -o json', { tty: true, answers: ['y'] });
      assert.equal(scripted.code, 1, 'a question would spoil what a script reads');
    }));

  test('zones without a free address, and ones that the service is not in, are left out', () =>
    onEks(async (world) => {
      await world.run('create orders');
      const { subnets } = world.account;
      const service = /com\.\S+/.exec((await world.run('create orders')).stdout)?.[0] ?? '';
      world.ec2.account.addService(service, { region, zones: ['us-east-1a'] });
      const full = world.ec2.account.region(region).subnets.get(subnets.a);
      if (full !== undefined) full.freeAddresses = 0;
      const seen = await world.run('create orders --from-nodes --dry-run');
      assert.match(seen.stderr, new RegExp(`left out {7}${subnets.b} in us-east-1b: the service is not in this zone`));
      assert.match(
        seen.stderr,
        new RegExp(`left out {7}${subnets.a} in us-east-1a: private, 0 free addresses, 1 node`),
      );
      assert.match(asFlags(seen.stderr), new RegExp(`--subnet-id ${subnets.a2} `));
    }));

  test('where the nodes have IPv6 addresses alone, so has the endpoint', () =>
    onEks(async (world, group) => {
      const { a, a2, b } = world.account.subnets;
      for (const [at, id] of [a, a2, b].entries()) giveIpv6(world, id, `2600:1f18:1:230${at}::/64`, true);
      await world.run('create orders');
      const service = /com\.\S+/.exec((await world.run('create orders')).stdout)?.[0] ?? '';
      const zones = ['us-east-1a', 'us-east-1b'];
      world.ec2.account.addService(service, { region, zones, families: ['ipv4', 'ipv6'] });
      const seen = await world.run('up orders --from-nodes --dry-run');
      const flags = `--vpc-id ${world.account.vpcId} --subnet-id ${[a, b].sort().join(',')} --ip-address-type ipv6 --security-group-id ${group}`;
      assert.equal(
        seen.stderr,
        `${accountLines.AWS}
from the nodes:
  VPC            ${world.account.vpcId} of 3 nodes
  subnet         ${a} in us-east-1a: private, IPv6 addresses only, 1 node
  left out       ${a2} in us-east-1a: public, IPv6 addresses only, 1 node
  subnet         ${b} in us-east-1b: private, IPv6 addresses only, 1 node
  address type   ipv6 none of the nodes' subnets has IPv4 addresses
  security group ${group} eks-cluster-sg-prod-1: every node is a member
  as flags       ${flags}
endpoint orders-pe of ad/orders in namespace default
note: the id of the cloud endpoint is not known before it is there; the object is shown without it
nothing was changed
`,
      );
      const up = await world.run('up orders --from-nodes --yes');
      assert.equal(up.code, 0, up.stderr);
      assert.equal(world.ec2.endpoints(region)[0]?.addressType, 'ipv6');
    }));

  test('subnets without the addresses that are asked for are left out', () =>
    onEks(async (world) => {
      const { a, a2, b } = world.account.subnets;
      giveIpv6(world, a2, '2600:1f18:1:2304::/64', false);
      giveIpv6(world, b, '2600:1f18:1:2302::/64', true);
      const usual = await world.run('create orders --from-nodes --dry-run');
      assert.match(asFlags(usual.stderr), new RegExp(`--subnet-id ${a} `));
      assert.doesNotMatch(asFlags(usual.stderr), /ip-address-type/);
      assert.match(usual.stderr, new RegExp(`left out {7}${b} in us-east-1b: IPv6 addresses only, not for ipv4$`, 'm'));
      const both = await world.run('create orders --from-nodes --dry-run --ip-address-type dualstack');
      assert.match(asFlags(both.stderr), new RegExp(`--subnet-id ${a2} `));
      assert.match(
        both.stderr,
        new RegExp(`left out {7}${a} in us-east-1a: IPv4 addresses only, not for dualstack$`, 'm'),
      );
    }));

  test('a group that is named is taken instead of that of the nodes', () =>
    onEks(async (world) => {
      const { open } = world.account.groups;
      assert.equal((await world.run(`create orders --from-nodes --yes --security-group-id ${open}`)).code, 0);
      assert.deepEqual(world.ec2.endpoints(region)[0]?.groupIds, [open]);
    }));

  test('Fargate nodes beside others are passed over', () =>
    onEks(async (world, group) => {
      addNode(world, 'fargate-1', 'aws:///us-east-1c/0a1b2c3d/fargate-ip-10-20-3-9', {
        'topology.kubernetes.io/region': region,
      });
      const { stderr } = await world.run('create orders --from-nodes --dry-run');
      assert.equal(asFlags(stderr), flagsOf(world, group));
    }));
});

function onAks(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ cloud: 'AZURE' }, async (world) => {
    world.deploy();
    addNode(world, 'aks-pool1-0', `azure://${world.azure.scaleSet}/virtualMachines/0`);
    await body(world);
  });
}

suite('--from-nodes on AKS', (test) => {
  test("it takes the subnet of the node's scale set, and that of a virtual machine", () =>
    onAks(async (world) => {
      const { nodes } = world.azure.subnets;
      const shown = (count: string): string =>
        `${accountLines.AZURE}\nfrom the nodes:\n  subnet         ${nodes} of ${count}\n`;
      const shownOnly = await world.run('create orders --from-nodes --dry-run');
      assert.ok(shownOnly.stderr.startsWith(shown('1 node')), shownOnly.stderr);
      assert.deepEqual([asFlags(shownOnly.stderr), shownOnly.code], [`--subnet ${nodes}`, 0]);
      addNode(world, 'aks-pool2-0', `azure://${world.azure.machine}`);
      const seen = await world.run('up orders --from-nodes --yes');
      assert.ok(seen.stderr.startsWith(shown('2 nodes')), seen.stderr);
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(world.arm.endpoints()[0]?.subnetId, nodes);
    }));

  test('of several subnets it takes the one with most nodes, and names the others', () =>
    onAks(async (world) => {
      const other = world.azure.machine.replace('pool2', 'pool3');
      const group = other.replace(/\/providers\/.*/, '');
      world.arm.azure.machines.push({
        id: `${group}/providers/Microsoft.Network/networkInterfaces/nic3`,
        machineId: other,
        subnetId: world.azure.subnets.endpoints,
        ip: '10.40.1.99',
      });
      addNode(world, 'aks-pool2-0', `azure://${world.azure.machine}`);
      addNode(world, 'aks-pool3-0', `azure://${other}`);
      const seen = await world.run('create orders --from-nodes --dry-run');
      assert.equal(asFlags(seen.stderr), `--subnet ${world.azure.subnets.nodes}`);
      assert.match(seen.stderr, /left out {7}\S+\/subnets\/endpoints of 1 node: an endpoint takes one subnet$/m);
    }));

  test('a resource group and a name may stand beside it', () =>
    onAks(async (world) => {
      addNode(world, 'aks-pool2-0', `azure://${world.azure.machine}`);
      const seen = await world.run(
        'create orders --from-nodes --yes --resource-group staging --private-endpoint-name mine',
      );
      assert.match(seen.stdout, /\/resourceGroups\/staging\/providers\/Microsoft\.Network\/privateEndpoints\/mine\n$/);
    }));

  test('nodes in several virtual networks, and a machine that is gone, are refused', () =>
    onAks(async (world) => {
      // Of the same set, and looked up first: another one answers for it.
      addNode(world, 'aks-pool1-0-gone', `azure://${world.azure.scaleSet}/virtualMachines/7`);
      addNode(world, 'aks-gone', `azure://${world.azure.scaleSet}/virtualMachines/9`);
      assert.equal((await world.run('create orders --from-nodes --dry-run')).code, 0);
      const other = world.azure.machine.replace('pool2', 'pool3');
      addNode(world, 'lost', `azure://${other}`);
      const lost = await world.run('create orders --from-nodes --dry-run');
      assert.equal(
        lost.stderr,
        'error: Azure does not say which subnet the node lost is in\nhint: give the placement yourself: --subnet SUBNET_ID [--resource-group GROUP]\n',
      );
      const group = other.replace(/\/providers\/.*/, '');
      world.arm.azure.machines.push({
        id: `${group}/providers/Microsoft.Network/networkInterfaces/nic3`,
        machineId: other,
        subnetId: world.azure.other.subnetId,
        ip: '10.50.1.9',
      });
      const two = await world.run('create orders --from-nodes --dry-run');
      assert.match(
        two.stderr,
        /^error: the nodes are in several virtual networks: virtual network shop\/prod \(3 nodes\), virtual network staging\/staging \(1 node\)\n/,
      );
    }));
});

suite('--from-nodes that cannot be', (test) => {
  const place =
    'hint: give the placement yourself: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP\n';
  const refusal = (when: string, given: (world: World) => void, stderr: string): void =>
    test(when, () =>
      inWorld({}, async (world) => {
        world.deploy();
        given(world);
        const seen = await world.run('create orders --from-nodes --yes');
        assert.deepEqual(seen, { stdout: '', stderr, code: 1 });
        assert.deepEqual(world.ec2.endpoints(region), []);
      }),
    );

  refusal('the cluster has no nodes', () => undefined, `error: the cluster has no nodes\n${place}`);
  refusal(
    'the nodes are on no cloud',
    (world) => {
      addNode(world, 'a', 'kind://docker/kind/kind-control-plane');
      addNode(world, 'b', undefined);
    },
    `error: atlasdeployment/orders runs on AWS, but the cluster's nodes are on kind (1 node), no cloud (1 node)\n${place}`,
  );
  refusal(
    'the nodes are on several platforms',
    (world) => {
      addInstance(world, world.account.subnets.a, [world.account.groups.open], '10.20.1.10');
      addNode(world, 'b', 'gce://project/zone/b');
    },
    `error: the cluster's nodes are on several platforms: gce (1 node), aws (1 node)\n${place}`,
  );
  refusal(
    'all nodes are of Fargate',
    (world) => addNode(world, 'f', 'aws:///us-east-1c/0a1b/fargate-ip-10-20-3-9'),
    `error: all of the cluster's nodes run on Fargate: they have no instances whose subnets could be looked up\n${place}`,
  );
  refusal(
    'the nodes are in several VPCs',
    (world) => {
      addInstance(world, world.account.subnets.a, [world.account.groups.open], '10.20.1.10');
      addInstance(world, world.account.other.subnetId, [world.account.other.groupId], '10.30.1.10');
    },
    `error: the nodes are in several VPCs: vpc-0f1022bd408b0250c (1 node), vpc-04dd9cd5f00ca57a8 (1 node)\n${place}`,
  );
  refusal(
    'the nodes are in another region than the service',
    (world) => addNode(world, 'a', 'aws:///eu-west-1a/i-0123456789abcdef0'),
    `error: the nodes are in eu-west-1, but the endpoint would be in us-east-1\nhint: give a place in us-east-1 yourself: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP\n`,
  );
  refusal(
    'the account does not have the instances',
    (world) => addNode(world, 'a', 'aws:///us-east-1a/i-0123456789abcdef0'),
    "error: EC2 knows none of the nodes' instances, such as i-0123456789abcdef0\nhint: check --profile: it must be of the cluster's account\n",
  );
  refusal(
    'the nodes have no group in common',
    (world) => {
      addInstance(world, world.account.subnets.a, [world.account.groups.open], '10.20.1.10');
      addInstance(world, world.account.subnets.b, [world.account.groups.web], '10.20.2.10');
    },
    'error: the nodes have no security group in common\nhint: name one with --security-group-id\n',
  );

  test('nobody may list the nodes', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const token = world.kubernetes.addUser('dev', [
        { verbs: ['get', 'list', 'watch', 'patch'], apiGroups: ['atlas.mongodb.com'], resources: ['*'] },
      ]);
      const kubeconfig = `${world.kubeconfig}-dev`;
      writeFileSync(kubeconfig, world.kubernetes.kubeconfig({ token }));
      const seen = await world.run('create orders --from-nodes --yes', { env: { KUBECONFIG: kubeconfig } });
      assert.equal(
        seen.stderr,
        `error: cannot list the cluster's nodes: Error from server (Forbidden): nodes is forbidden: User "dev" cannot list resource "nodes" in API group "" at the cluster scope\n${place}`,
      );
      assert.equal(seen.code, 1);
    }));

  test('with the flags that it stands for', () =>
    inWorld({}, async (world) => {
      world.deploy();
      assert.equal(
        (await world.run('create orders --from-nodes --vpc-id vpc-00000000')).stderr,
        'error: --from-nodes chooses the subnets itself, but --vpc-id names them\nhint: use one or the other\n',
      );
    }));
});
