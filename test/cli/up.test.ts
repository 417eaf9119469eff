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
 + 1/7 declare            added to the spec
 * 2/7 reserve        0s  the operator has not processed the last change yet
 * 2/7 reserve        1s  RESERVATION_REQUESTED
 + 2/7 reserve       11s  ${service}
 + 3/7 endpoint           created ${endpointId} in ${world.account.vpcId}
 * 4/7 accept         0s  AWS: pending
 + 4/7 accept         5s  ready to be linked (pendingAcceptance)
 + 5/7 link               wrote ${endpointId} into the spec
 * 6/7 connect        0s  RESERVED; the operator has not processed the last change yet
 * 6/7 connect        1s  INITIATING
 + 6/7 connect       11s  AVAILABLE
 + 7/7 secret             secret/shop-orders-app of database user app
orders is reachable privately from vpc-0f1022bd408b0250c (27s)
note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard
use it in a Pod: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe -o pod-env
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
 + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${service}
 + 3/6 endpoint  already  ${endpointId}
 + 4/6 link      already  ${endpointId} is in the spec
 + 5/6 connect   already  AVAILABLE
 + 6/6 secret             secret/shop-orders-app of database user app
orders is reachable privately from vpc-0f1022bd408b0250c
note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard
use it in a Pod: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe -o pod-env
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
      assert.match(
        seen.stderr,
        /^ \+ 4\/7 (?:\d\/\d )?accept +already +ready to be linked \(pendingAcceptance\)\n \+ 5\/7 link {15}wrote/m,
      );
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
      assert.deepEqual(world.ec2.endpoints('us-east-1'), [], 'it is said before anything is made');
      const named = await world.run(`${up(world)} --user batch`);
      assert.match(named.stdout, /mongodb\+srv:\/\/batch:\*{4}@orders-pe-0/);
    }));

  test('without a terminal, all flags that are missing are named at once, before anything is made', () =>
    inWorld({}, async (world) => {
      world.addUser('batch', 'x');
      world.deploy();
      const specOf = (): unknown => world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.['spec'];
      const before = structuredClone(specOf());
      assert.deepEqual(await world.run('up orders'), {
        stdout: '',
        stderr: `error: 2 answers are missing, and this run cannot ask: where to create the cloud endpoint of endpoint "orders-pe" of atlasdeployment/orders; which database user: app, batch
hint: nothing was changed; run: kubectl atlas-pe up orders --from-nodes --yes --user app; to place it elsewhere, give --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
`,
        code: 1,
      });
      assert.deepEqual([specOf(), world.ec2.endpoints('us-east-1')], [before, []]);
    }));

  test('a cloud endpoint that somebody else has made for the service is found, and no placement is missing', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const refused = await world.run('up orders');
      assert.match(refused.stderr, /^error: an answer is missing, and this run cannot ask: where to create/);
      assert.equal((await world.run(up(world).replace('up', 'create'))).code, 0);
      const seen = await world.run('up orders');
      assert.deepEqual([seen.stdout, seen.code], [strings, 0], seen.stderr);
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
