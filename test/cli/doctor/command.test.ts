/** The command line of doctor: its screens, what it leaves out, what it waits for, and how little it asks. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import { faults } from '../../sandbox/faults/all.ts';
import { healthyWorlds } from './worlds.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm' };

function inAws(body: (world: World) => Promise<void>): Promise<void> {
  const { options, prepare } = healthyWorlds.aws;
  return inWorld(options, async (world) => {
    await prepare(world);
    await body(world);
  });
}

function breakIt(world: World, code: string): void {
  const fault = faults.find((each) => each.code === code);
  assert.ok(fault, code);
  fault.break(world);
}

suite('doctor', (test) => {
  test('what is broken stands under its link, with what was seen, and the command; what rests on it is named', () =>
    inAws(async (world) => {
      breakIt(world, 'PE301');
      const { stdout, code } = await world.run('doctor orders --only PE2,PE3,PE6', { env: utf8 });
      assert.equal(
        stdout,
        `Service in Atlas
 ✓ PE200 com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b
Connection in Atlas
 ✓ PE210 vpce-026b4c868ce5d755d   AVAILABLE
Cloud endpoint
 ✗ PE301 vpce-026b4c868ce5d755d does not exist in AWS us-east-1
         fix       kubectl atlas-pe delete ad/orders -n default --endpoint orders-us-east-1 --keep-cloud-endpoint
Not checked, because it depends on what is above: PE3xx, PE6xx
1 broken (PE301), 2 hold
`,
      );
      assert.equal(code, 1);
    }));

  test('seen and expected stand beside the sentence', () =>
    inAws(async (world) => {
      breakIt(world, 'PE310-few');
      const group = world.account.groups.web;
      assert.equal(
        (await world.run('doctor orders --only PE310')).stdout,
        `Network
 x PE310 ${group}: only tcp/443 is allowed in; Pods need TCP 1024-65535
         seen      ingress tcp/443
         expected  ingress tcp/1024-65535
         fix       aws ec2 authorize-security-group-ingress --region us-east-1 --group-id ${group} --protocol tcp --port 1024-65535 --cidr 10.20.0.0/16
1 broken (PE310), 0 hold
`,
      );
    }));

  test('without a name: a line for each endpoint, and the details of what is broken', () =>
    inAws(async (world) => {
      world.addService({ name: 'eu', region: 'EU_WEST_1' });
      breakIt(world, 'PE310-few');
      const seen = await world.run('doctor --skip PE9', { env: utf8 });
      assert.match(
        seen.stdout,
        /^! default\/ape\/eu {2}AWS eu-west-1\n ! PE200 Atlas is creating the endpoint service\n✗ default\/ape\/orders-us-east-1 {2}AWS us-east-1\n ✗ PE310 /,
      );
      assert.match(seen.stdout, /\n2 endpoints, 1 broken; checks: 1 broken \(PE310\), 1 warning, \d+ hold\n$/);
      assert.equal((await world.run('doctor -A --skip PE310')).code, 0);
    }));

  test('what several have in common is said once, below all of them', () =>
    inAws(async (world) => {
      world.addService({ name: 'eu', region: 'EU_WEST_1' });
      breakIt(world, 'PE111');
      const { stdout } = await world.run('doctor --only PE11', { env: utf8 });
      assert.match(
        stdout,
        /^✗ default\/ape\/eu {2}AWS eu-west-1\n✗ default\/ape\/orders-us-east-1 {2}AWS us-east-1\n ✗ PE111 /,
      );
      assert.equal(stdout.match(/ PE111 /g)?.length, 1, stdout);
      assert.match(stdout, /\n2 endpoints, 2 broken; checks: 2 broken \(PE111\), \d+ hold\n$/);
    }));

  test('a namespace without endpoints', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      assert.deepEqual(await world.run('doctor'), {
        stdout: '',
        stderr: 'No private endpoints in namespace default. Declare one with: kubectl atlas-pe up orders -n default\n',
        code: 0,
      });
    }));

  test('a code that no check has', () =>
    inWorld({}, async (world) => {
      assert.deepEqual(await world.run('doctor --only PE4711'), {
        stdout: '',
        stderr:
          'error: invalid value "PE4711" for --only: no check has a code that begins with it\nhint: codes look like PE310; docs/checks.md lists them\n',
        code: 1,
      });
    }));

  test('--only names what is broken and left out, where the rest depends on it', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const of = async (flags: string): Promise<string> => (await world.run(`doctor orders ${flags}`)).stdout;
      assert.equal(await of('--only PE9'), 'Not checked, because it depends on PE140 (not shown): PE9xx\n0 hold\n');
      assert.match(await of('--only PE1,PE2'), /^Not checked, because it depends on what is above: PE2xx$/m);
      world.deployCluster({ name: 'reports', regions: ['EU_WEST_1'] });
      assert.match(
        (await world.run('doctor orders reports --only PE7')).stdout,
        /^Not checked, because it depends on PE140 \(not shown\): PE7xx$/m,
      );
    }));

  test('--wait looks again until everything holds, and ends with 124 when it does not', () =>
    inAws(async (world) => {
      breakIt(world, 'PE313');
      assert.equal((await world.run('doctor orders --wait --timeout 20s')).code, 124);
      const waiting = world.run('doctor orders --wait --timeout 2m');
      const vpc = world.ec2.account.region('us-east-1').vpcs.get(world.account.vpcId);
      if (vpc !== undefined) vpc.dnsSupport = true;
      assert.equal((await waiting).code, 0);
    }));

  test('what may not be read in the cluster is not known, and no failure', () =>
    inAws(async (world) => {
      const rules = [{ apiGroups: ['atlas.mongodb.com'], resources: ['*'], verbs: ['get', 'list'] }];
      const KUBECONFIG = `${world.kubeconfig}-eve`;
      writeFileSync(KUBECONFIG, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser('eve', rules) }));
      const seen = await world.run('doctor orders', { env: { ...utf8, KUBECONFIG } });
      assert.match(seen.stdout, /^ \? PE101 Error from server \(Forbidden\): secrets is forbidden: /m);
      assert.match(seen.stdout, /^ \? PE510 /m);
      assert.doesNotMatch(seen.stdout, /✗/);
      assert.equal(seen.code, 0);
    }));

  test('nor is a cloud that refuses: what the cluster shows is judged all the same', () =>
    inAws(async (world) => {
      for (const action of ['DescribeSecurityGroups', 'DescribeNetworkAcls'])
        world.ec2.fail({
          action,
          code: 'UnauthorizedOperation',
          message: 'You are not authorized to perform this operation.',
        });
      const partly = await world.run('doctor orders', { env: utf8 });
      assert.match(partly.stdout, /^ \? PE310 the security groups cannot be read: /m);
      assert.match(partly.stdout, /^ \? PE314 the network ACLs cannot be read: /m);
      assert.match(partly.stdout, /^ ✓ PE301 /m);
      assert.equal(partly.code, 0);
      world.ec2.fail({
        action: 'DescribeVpcEndpoints',
        code: 'UnauthorizedOperation',
        message: 'You are not authorized to perform this operation.',
      });
      const seen = await world.run('doctor orders', { env: utf8 });
      assert.match(seen.stdout, /^ \? PE300 /m);
      assert.match(seen.stdout, /^ ✓ PE510 /m);
      assert.doesNotMatch(seen.stdout, /✗|PE301/);
      assert.equal(seen.code, 0);
    }));

  test('many endpoints cost no more requests than one does', () =>
    inAws(async (world) => {
      const count = async (endpoints: number): Promise<readonly [number, number]> => {
        const before = [world.kubernetes.requests().length, world.ec2.requests().length] as const;
        const seen = await world.run('doctor -A');
        assert.deepEqual(
          [seen.stderr, endpoints === 1 || seen.stdout.includes(`\n${endpoints} endpoints, `)],
          ['', true],
        );
        return [world.kubernetes.requests().length - before[0], world.ec2.requests().length - before[1]];
      };
      const few = await count(1);
      world.operator.paused = true;
      const region = world.ec2.account.region('us-east-1');
      const [service] = region.services.values();
      const vpc = region.vpcs.get(world.account.vpcId);
      for (let at = 0; at < 500; at += 1) {
        const id = `vpce-0${String(at).padStart(16, '0')}`;
        if (service !== undefined && vpc !== undefined) world.ec2.account.addEndpoint(id, service, vpc);
        world.addService({ name: `many-${at}`, region: 'US_EAST_2', ids: [id] });
        world.kubernetes.store.edit(
          'atlasprivateendpoints',
          'default',
          `many-${at}`,
          (object) => {
            const endpoints = [{ ID: id, InterfaceStatus: 'AVAILABLE' }];
            object['status'] = {
              observedGeneration: 1,
              serviceStatus: 'AVAILABLE',
              serviceName: service?.name,
              endpoints,
            };
          },
          'status',
        );
      }
      const many = await count(501);
      assert.ok(many[0] <= few[0] + 2, `${many[0]} requests to Kubernetes, ${few[0]} before`);
      assert.ok(many[1] <= few[1] + 4, `${many[1]} requests to EC2, ${few[1]} before`);
    }));
});
