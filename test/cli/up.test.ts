import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const endpointId = 'vpce-026b4c868ce5d755d';
const uri = 'mongodb+srv://app:****@orders-pe-0.ab1cd.mongodb.net';
const strings = `KEY                          ENDPOINT    CONNECTION STRING
connectionStringPrivateSrv   orders-pe   ${uri}
`;

function up({ account }: World): string {
  return `up orders --vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open}`;
}

suite('up', (test) => {
  test('it goes from nothing to the connection string', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(up(world));
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
${accountLines.AWS}
declare        done    added to the spec
reserve        waiting the operator has not processed the last change yet
reserve        waiting RESERVATION_REQUESTED (1s)
reserve        done    ${service} (11s)
cloud-endpoint done    created ${endpointId} in ${world.account.vpcId}
accept         waiting pending
accept         done    pendingAcceptance (5s)
link           done    wrote ${endpointId} into the spec
available      waiting RESERVED; the operator has not processed the last change yet
available      waiting INITIATING (1s)
available      done    AVAILABLE (11s)
secret         done    secret/shop-orders-app of database user app
note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard
next, for the Pod: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe -o pod-env
`,
      );
      assert.equal(seen.stdout, strings);
      assert.equal(seen.code, 0);
    }));

  test('with operator 1.6 it is the same, with the one key that this version fills', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      world.deploy();
      const seen = await world.run(up(world));
      assert.equal(seen.stdout, strings);
      assert.match(seen.stderr, /^note: skipped empty keys: connectionStringPrivate$/m);
      assert.equal(world.operator.instance('orders').endpoints.length, 1);
    }));

  test('a second run finds every step done and changes nothing', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(up(world));
      const version = world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.metadata.resourceVersion;
      const calls = world.ec2.requests().length;
      assert.ok(calls > 0);
      const again = await world.run('up orders');
      assert.equal(
        again.stderr,
        `endpoint orders-pe of ad/orders in namespace default
declare        already in the spec
reserve        already ${service}
cloud-endpoint already ${endpointId}
link           already ${endpointId} is in the spec
available      already AVAILABLE
secret         done    secret/shop-orders-app of database user app
note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard
next, for the Pod: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe -o pod-env
`,
      );
      assert.equal(again.stdout, strings);
      assert.equal(
        world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.metadata.resourceVersion,
        version,
      );
      // AWS is asked once whether the endpoint is still there.
      assert.deepEqual(
        world.ec2
          .requests()
          .slice(calls)
          .map(({ action }) => action),
        ['DescribeVpcEndpoints'],
      );
    }));

  test('it goes on from what create and link have done', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(up(world).replace('up', 'create'));
      const seen = await world.run('up orders');
      assert.match(seen.stderr, /^accept         already pendingAcceptance\nlink           done/m);
      assert.equal(seen.stdout, strings);
    }));

  test('two endpoints of one deployment each have their own string', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const first = await world.run(`${up(world)} --endpoint blue`);
      const second = await world.run(`${up(world)} --endpoint green --yes`);
      assert.match(first.stdout, /^connectionStringPrivateSrv +blue +mongodb\+srv:\/\/.*orders-pe-0\./m);
      assert.match(second.stdout, /^connectionStringPrivateSrv1 +green +mongodb\+srv:\/\/.*orders-pe-1\./m);
      assert.equal(second.stdout.split('\n').length, 3);
      assert.equal(world.ec2.endpoints('us-east-1').length, 2);
    }));

  test('with operator 1.6 and two endpoints it says that the Secret cannot hold the strings', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      world.deploy();
      await world.run(`${up(world)} --endpoint blue`);
      const second = await world.run(`${up(world)} --endpoint green --yes`);
      assert.match(
        second.stderr,
        /^error: secret\/shop-orders-app in namespace default contains no private connection string: operators up to 1\.6 write one only while/m,
      );
      assert.equal(second.code, 1);
    }));

  test('while another endpoint is not connected, it says that the operator waits for that one', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders --endpoint blue --yes');
      const seen = await world.run(`${up(world)} --endpoint green --yes --timeout 2m`);
      assert.match(
        seen.stderr,
        /^error: timed out after 2m waiting for the private connection string in the Secret; last seen: the string is not in the deployment's status yet: the operator writes it once every endpoint is AVAILABLE, but "blue" is RESERVED$/m,
      );
      assert.equal(seen.code, 124);
    }));

  test('-o json is the endpoint with its strings', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`${up(world)} -o json`);
      assert.deepEqual(JSON.parse(seen.stdout), {
        source: 'atlasdeployment/orders',
        namespace: 'default',
        endpoint: 'orders-pe',
        phase: 'Available',
        state: 'AVAILABLE',
        service,
        cloudEndpoint: endpointId,
        inSpec: true,
        secret: 'shop-orders-app',
        user: 'app',
        connectionStrings: { connectionStringPrivateSrv: uri },
      });
    }));

  test('several database users are to be chosen from; the one that is named is taken', () =>
    inWorld({}, async (world) => {
      world.addUser('batch', 'x');
      world.deploy();
      const seen = await world.run(up(world));
      assert.match(seen.stderr, /^error: several connection Secrets match/m);
      const named = await world.run('up orders --user batch');
      assert.match(named.stdout, /mongodb\+srv:\/\/batch:\*{4}@orders-pe-0/);
    }));

  test('without a cloud endpoint and without placement it stops at the reservation with the command that makes one', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run('up orders');
      assert.match(
        seen.stderr,
        /^error: no cloud endpoint was found for endpoint "orders-pe" of atlasdeployment\/orders/m,
      );
      assert.match(
        seen.stderr,
        /^hint: create one with: kubectl atlas-pe create atlasdeployment\/orders -n default --endpoint orders-pe --vpc-id VPC/m,
      );
      assert.equal(seen.code, 1);
    }));

  test('no password shows anywhere, whatever the format; secret alone prints it, on stdout', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const secret = /p%40ss|p@ss|Bearer (?!<masked>)|sandbox$/m;
      for (const format of ['', ' -o json', ' -o yaml', ' -o jsonpath={@}', ' -o pod-env', ' -o name']) {
        const seen = await world.run(`${up(world)} -v 9${format}`);
        assert.equal(seen.code, 0, seen.stderr);
        assert.doesNotMatch(seen.stdout, secret, format);
        assert.doesNotMatch(seen.stderr, secret, format);
      }
      const printed = await world.run('secret orders -v 9');
      assert.match(printed.stdout, /p%40ss/);
      assert.doesNotMatch(printed.stderr, secret);
    }));

  test('what is for a program to connect with is not printed masked, but refused', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`${up(world)} -o env`);
      assert.match(seen.stderr, /^error: .*"env", allowed formats are: json,/);
      assert.deepEqual([seen.stdout, seen.code, world.ec2.endpoints('us-east-1').length], ['', 1, 0]);
    }));
});
