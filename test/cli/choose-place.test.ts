/** What `up` lists for a person who wants another place than the one beside the nodes, or for whom there is none. */
import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '1' };

function addNode({ kubernetes }: World, name: string, providerID: string): void {
  kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { providerID } });
}

function addInstance(world: World, subnetId = world.account.subnets.a): void {
  const { groups } = world.account;
  const at = { region: 'us-east-1', subnetId, groupIds: [groups.open], privateIp: '10.20.1.10' };
  addNode(world, `a-${subnetId}`, `aws:///us-east-1a/${world.ec2.account.addInstance(at).id}`);
}

/** What a person sees before the first step. */
function asked(stderr: string): string {
  return stderr.slice(0, stderr.search(/^endpoint orders-pe of /m));
}

const vpcs = ({ account }: World): string => `VPCs:
  1  ${account.vpcId}  prod     10.20.0.0/16  1 node
  2  ${account.other.vpcId}  staging  10.30.0.0/16
`;
const subnets = ({ account: { subnets: ids } }: World): string => `subnets, one in each zone:
  1  ${ids.a}  prod-private-a   us-east-1a  10.20.1.0/24  1 node
  2  ${ids.a2}  prod-private-a2  us-east-1a  10.20.4.0/24
  3  ${ids.b}  prod-private-b   us-east-1b  10.20.2.0/24
  4  ${ids.c}  prod-private-c   us-east-1c  10.20.3.0/24
`;
const groups = ({ account: { groups: ids } }: World): string => `security groups:
  1  ${ids.open}  atlas-clients  1 node
  2  ${ids.default}  default
  3  ${ids.web}  web
`;
const proposal = ({ account }: World): string => `from the nodes:
  VPC            ${account.vpcId} of 1 node
  subnet         ${account.subnets.a} in us-east-1a: private, 251 free addresses, 1 node
  security group ${account.groups.open} atlas-clients: every node is a member
`;
const orders = 'endpoint "orders-pe" of atlasdeployment/orders has no cloud endpoint yet\n';

suite('the lists of places on AWS', (test) => {
  test('after no: the VPC, its subnets and its groups, each with Enter for what is proposed; then the flags that say the same', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addInstance(world);
      const { vpcId, subnets: ids, groups: sgs } = world.account;
      const answers = ['n', '', `1,${ids.c}`, ''];
      const seen = await world.run('up orders', { tty: true, columns: 100, answers, env: utf8 });
      assert.equal(
        asked(seen.stderr),
        `${orders}${accountLines.AWS}
${proposal(world)}Place it there, beside the cluster's nodes? (Y/n): ${vpcs(world)}Which VPC? (1): ${subnets(world)}Which subnets? Several like 1,3 (1): ${groups(world)}Which security groups? Several like 1,2 (1): note: the same place without these questions:
  --vpc-id ${vpcId} --subnet-id ${ids.a},${ids.c} --security-group-id ${sgs.open}
`,
      );
      assert.equal(seen.code, 0, seen.stderr);
      const [made, ...more] = world.ec2.endpoints('us-east-1');
      assert.deepEqual([made?.subnetIds, made?.groupIds, more], [[ids.a, ids.c].sort(), [sgs.open], []]);
    }));

  test('the default group, which the nodes are not in, is warned of before the first change', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addInstance(world);
      const { vpcId, groups: sgs } = world.account;
      for (const [command, answers] of [
        ['up orders', ['n', '', '1', 'default']],
        [`up orders --vpc-id ${vpcId} --subnet-id ${world.account.subnets.a} --security-group-id ${sgs.default}`, []],
      ] as const) {
        const seen = await world.run(command, { tty: true, answers, stopAt: /reserve/ });
        const warning = `warning: the default security group (${sgs.default}) lets TCP 1024-65535 in from its own members only, not from ${vpcId} (10.20.0.0/16): Pods on nodes outside it could not reach Atlas; let them in with: aws ec2 authorize-security-group-ingress`;
        assert.ok(seen.stderr.includes(warning), seen.stderr);
        assert.ok(!seen.stderr.includes('declare ') || seen.stderr.indexOf(warning) < seen.stderr.indexOf('declare '));
      }
    }));

  test('another VPC has its own subnets and groups, and a name is as good as a number', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addInstance(world);
      const { other } = world.account;
      const answers = ['no', 'staging', 'staging-a', '2'];
      const seen = await world.run('up orders', { tty: true, columns: 100, answers, env: utf8 });
      assert.ok(
        seen.stderr.includes(`Which VPC? (1): subnets:
  1  ${other.subnetId}  staging-a  us-east-1a  10.30.1.0/24
Which subnet? (1): security groups:
  1  `),
        seen.stderr,
      );
      assert.match(seen.stderr, /^ {2}2 {2}sg-\S+ {2}staging-clients$/m);
      assert.deepEqual(
        world.ec2.endpoints('us-east-1').map(({ subnetIds, groupIds }) => [subnetIds, groupIds]),
        [[[other.subnetId], [other.groupId]]],
      );
    }));

  test('an answer that cannot be used is told and asked again, three times at most; nothing is changed', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addInstance(world);
      const { a, a2 } = world.account.subnets;
      const answers = ['maybe', 'n', '3', '1,2', '1', '1 2', '0', '1-2'];
      const seen = await world.run('up orders', { tty: true, columns: 100, answers, env: utf8 });
      const question = "Place it there, beside the cluster's nodes? (Y/n): ";
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('Place it')),
        `${question}"maybe" is neither yes nor no
${question}${vpcs(world)}Which VPC? (1): "3" is none of them; answer with one of 1 to 2
Which VPC? (1): only one VPC can be taken
Which VPC? (1): ${subnets(world)}Which subnets? Several like 1,3 (1): ${a} and ${a2} cannot both be taken: one subnet in each zone
Which subnets? Several like 1,3 (1): "0" is none of them; answer with some of 1 to 4, such as 1,3
Which subnets? Several like 1,3 (1): error: "1-2" is none of them; answer with some of 1 to 4, such as 1,3; that was the third answer that cannot be used; nothing was changed
`,
      );
      assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1')], [1, []]);
    }));

  test('Ctrl-D and Ctrl-C at a list leave a line of their own, and say that nothing was changed', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addInstance(world);
      const options = { tty: true, columns: 100, env: utf8 };
      const ended = await world.run('up orders', { ...options, answers: ['n', '1'] });
      assert.ok(ended.stderr.endsWith('(1): \nerror: no answer was given; nothing was changed\n'), ended.stderr);
      const stopAt = /security groups\? .*: $/;
      const stopped = await world.run('up orders', { ...options, answers: ['n', '', '', 'x'], stopAt });
      assert.ok(stopped.stderr.endsWith('(1): \nerror: interrupted; nothing was changed\n'), stopped.stderr);
      assert.deepEqual([ended.code, stopped.code, world.ec2.endpoints('us-east-1')], [1, 130, []]);
    }));

  test('where no place can be proposed, the lists come at once, with why; a flag that is given is not asked for', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addNode(world, 'f', 'aws:///us-east-1a/0123/fargate-ip-10-20-1-10.ec2.internal');
      const { vpcId, other, subnets: ids } = world.account;
      const up = 'up orders --tag team=shop';
      const seen = await world.run(up, { tty: true, columns: 100, answers: ['2', '', '1'], env: utf8 });
      assert.ok(
        seen.stderr.startsWith(`${orders}${accountLines.AWS}
note: no place beside the cluster's nodes can be proposed: all of the cluster's nodes run on Fargate: they have no instances whose subnets could be looked up
VPCs:
  1  ${vpcId}  prod     10.20.0.0/16
  2  ${other.vpcId}  staging  10.30.0.0/16
Which VPC? (1-2): subnets:
  1  ${other.subnetId}  staging-a  us-east-1a  10.30.1.0/24
Which subnet? (1): `),
        seen.stderr,
      );
      assert.equal(seen.code, 0, seen.stderr);
      // Nothing that can be proposed is taken by Enter.
      world.deploy({ name: 'reports' });
      const none = await world.run('up reports', { tty: true, columns: 100, answers: ['', '1', '2,4'], env: utf8 });
      assert.match(
        none.stderr,
        /^Which VPC\? \(1-2\): no VPC was chosen, and none is proposed\nWhich VPC\? \(1-2\): subnets/m,
      );
      // Where no node says which, the best subnet of each zone is proposed.
      assert.match(none.stderr, /^Which subnets\? Several like 1,3 \(1,3,4\): security groups:$/m);
      assert.ok(Object.values(ids).every((id) => none.stderr.includes(id)));
    }));

  test('a cluster in another region than the nodes: the lists are of its own region, with why no place beside the nodes is proposed', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster({ regions: ['EU_WEST_1'] });
      addInstance(world);
      const region = 'eu-west-1';
      const vpc = world.ec2.account.addVpc({ region, cidr: '10.60.0.0/16', tags: { Name: 'dublin' } });
      const subnet = world.ec2.account.addSubnet({
        region,
        zone: 'eu-west-1a',
        vpcId: vpc.id,
        cidr: '10.60.1.0/24',
        tags: { Name: 'dublin-a' },
      });
      const answers = ['', '', '', 'y'];
      const seen = await world.run('up orders', { tty: true, columns: 100, answers, env: utf8 });
      assert.ok(
        seen.stderr
          .includes(`note: no place beside the cluster's nodes can be proposed: the nodes are in us-east-1, but the endpoint would be in eu-west-1
VPCs:
  1  ${vpc.id}  dublin  10.60.0.0/16
Which VPC? (1): `),
        seen.stderr,
      );
      assert.deepEqual(
        world.ec2.endpoints(region).map(({ subnetIds }) => subnetIds),
        [[subnet.id]],
      );
    }));

  test('without anything to choose from, the error is why no place could be proposed', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster({ regions: ['EU_WEST_1'] });
      addInstance(world);
      const seen = await world.run('up orders', { tty: true, columns: 100, answers: ['y'], env: utf8 });
      assert.ok(
        seen.stderr.endsWith(`note: there is no VPC to choose from
error: the nodes are in us-east-1, but the endpoint would be in eu-west-1
hint: give a place in eu-west-1 yourself: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
`),
        seen.stderr,
      );
      assert.equal(seen.code, 1);
    }));

  test('subnets in zones without the service are not listed', () =>
    inWorld({}, async (world) => {
      world.deploy();
      addInstance(world);
      await world.run('create orders');
      world.ec2.account
        .region('us-east-1')
        .services.forEach((service) => Object.assign(service, { zones: ['us-east-1c'] }));
      const { c } = world.account.subnets;
      const seen = await world.run('up orders', { tty: true, columns: 100, answers: ['', '', ''], env: utf8 });
      assert.ok(
        seen.stderr.includes(`subnets:\n  1  ${c}  prod-private-c  us-east-1c  10.20.3.0/24\nWhich subnet? (1): `),
        seen.stderr,
      );
    }));
});

suite('the lists of places on other clouds', (test) => {
  test('Azure: the subnets by resource group and network, those of the nodes first; a delegated one is left out', () =>
    inWorld({ cloud: 'AZURE', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      addNode(world, 'aks', `azure://${world.azure.scaleSet}/virtualMachines/0`);
      const answers = ['n', '2', ''];
      const seen = await world.run('up orders', { tty: true, columns: 100, answers, env: utf8 });
      assert.ok(
        seen.stderr.includes(`Place it there, beside the cluster's nodes? (Y/n): subnets:
  1  shop     prod     nodes      northeurope  10.40.2.0/24  1 node
  2  shop     prod     endpoints  northeurope  10.40.1.0/24
  3  shop     prod     full       northeurope  10.40.4.0/29
  4  staging  staging  endpoints  westeurope   10.50.1.0/24
Which subnet? (1): note: the same place without these questions:
  --subnet ${world.azure.subnets.endpoints}
`),
        seen.stderr,
      );
      assert.deepEqual(
        world.arm.endpoints().map(({ subnetId }) => subnetId),
        [world.azure.subnets.endpoints],
      );
    }));

  test('Azure: who may not list the networks of the subscription sees those of the nodes', () =>
    inWorld({ cloud: 'AZURE', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      addNode(world, 'aks', `azure://${world.azure.scaleSet}/virtualMachines/0`);
      world.arm.fail({
        method: 'GET',
        path: /\/providers\/Microsoft\.Network\/virtualNetworks$/,
        status: 403,
        code: 'AuthorizationFailed',
        message: 'no',
      });
      const seen = await world.run('up orders', { tty: true, columns: 100, answers: ['n', '2', ''], env: utf8 });
      assert.match(
        seen.stderr,
        /subnets:\n {2}1 {2}shop {2}prod {2}nodes .*\n {2}2 .*\n {2}3 .*\nWhich subnet\? \(1\): /,
      );
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('Google Cloud: the subnetworks in the region of the service that have addresses; of a Shared VPC with the own project', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const up = 'up ape/shop-gcp --project shop --provider GCP --region europe-west1';
      for (const [at, id] of world.google.nodes.own.entries()) addNode(world, `n${at}`, id);
      const seen = await world.run(up, { tty: true, columns: 100, answers: ['n', 'endpoints', 'n'], env: utf8 });
      assert.ok(
        seen.stderr.includes(`Place it there, beside the cluster's nodes? (Y/n): subnetworks:
  1  shop-prod/prod  nodes      10.60.2.0/24  2 nodes
  2  shop-prod/prod  endpoints  10.60.1.0/24
  3  shop-prod/prod  tiny       10.60.4.0/29
Which subnetwork? (1): note: the same place without these questions:
  --gcp-project shop-prod --subnetwork projects/shop-prod/regions/europe-west1/subnetworks/endpoints
`),
        seen.stderr,
      );
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('Google Cloud: of a Shared VPC the host project’s subnetworks, and the endpoint in the project of the nodes', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      addNode(world, 'n', world.google.nodes.shared);
      const up = 'up ape/shop-gcp --project shop --provider GCP --region europe-west1';
      const seen = await world.run(up, { tty: true, columns: 100, answers: ['n', '', 'n'], env: utf8 });
      assert.ok(
        seen.stderr.includes('subnetworks:\n  1  shop-network/shared  staging  10.70.1.0/24  1 node\n'),
        seen.stderr,
      );
      assert.deepEqual(
        world.compute.rules().map(({ project }) => project),
        ['shop-staging'],
      );
    }));
});
