import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const endpointId = 'vpce-026b4c868ce5d755d';

function placed({ account }: World): string {
  return `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a},${account.subnets.b} --security-group-id ${account.groups.open}`;
}

function spec(world: World): unknown {
  const deployment = world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
    spec?: { serverlessSpec?: { privateEndpoints?: unknown } };
  };
  return deployment.spec?.serverlessSpec?.privateEndpoints;
}

suite('create', (test) => {
  test('without placement it declares the endpoint, waits for the service and prints it, and the next commands', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run('create orders');
      assert.equal(seen.stdout, `${service}\n`);
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
 + 1/2 declare            added to the spec
 * 2/2 reserve        0s  the operator has not processed the last change yet
 * 2/2 reserve        1s  RESERVATION_REQUESTED
 + 2/2 reserve       11s  ${service}
done in 11s
next, create the cloud endpoint:
  kubectl atlas-pe create atlasdeployment/orders -n default --endpoint orders-pe --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
or with the cloud's own command line:
  aws ec2 create-vpc-endpoint --region us-east-1 --vpc-endpoint-type Interface --service-name ${service} --vpc-id VPC --subnet-ids SUBNET --security-group-ids GROUP --no-private-dns-enabled
then: kubectl atlas-pe link atlasdeployment/orders -n default --endpoint orders-pe
`,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(spec(world), [{ name: 'orders-pe' }]);
      assert.deepEqual(world.ec2.requests(), []);
    }));

  test('with placement it creates the interface endpoint and waits until it can be linked', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`create orders --endpoint blue ${placed(world)} --tag team=shop --tag note=a,b`);
      const [made, second] = world.ec2.endpoints('us-east-1');
      assert.equal(second, undefined);
      assert.equal(seen.stdout, `${made?.serviceName}\n${made?.id}\n`);
      assert.equal(
        seen.stderr,
        `endpoint blue of ad/orders in namespace default
${accountLines.AWS}
 + 1/4 declare            added to the spec
 * 2/4 reserve        0s  the operator has not processed the last change yet
 * 2/4 reserve        1s  RESERVATION_REQUESTED
 + 2/4 reserve       11s  ${made?.serviceName}
 + 3/4 endpoint           created ${made?.id} in ${world.account.vpcId}
 * 4/4 accept         0s  AWS: pending
 + 4/4 accept         5s  ready to be linked (pendingAcceptance)
done in 16s
next: kubectl atlas-pe link atlasdeployment/orders -n default --endpoint blue
`,
      );
      assert.equal(made?.state, 'pendingAcceptance');
      assert.deepEqual(made?.subnetIds, [world.account.subnets.a, world.account.subnets.b].sort());
      assert.deepEqual(made?.groupIds, [world.account.groups.open]);
      const uid = world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.metadata.uid;
      assert.deepEqual(made?.tags, {
        Name: 'atlas-pe default/blue',
        'kubectl-atlas-pe/uid': uid,
        'kubectl-atlas-pe/endpoint': 'blue',
        'kubectl-atlas-pe/source': 'default/atlasdeployment/orders',
        team: 'shop',
        note: 'a,b',
      });
      const request = world.ec2.requests().find(({ action }) => action === 'CreateVpcEndpoint')?.params;
      assert.equal(request?.['VpcEndpointType'], 'Interface');
      assert.equal(request?.['PrivateDnsEnabled'], 'false');
      assert.match(request?.['ClientToken'] ?? '', /^[0-9a-f]{64}$/);
      // Nothing is handed to Atlas yet: that is what link does.
      assert.deepEqual(spec(world), [{ name: 'blue' }]);
    }));

  test('a second run shows every step as done and creates nothing', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run(`create orders ${placed(world)}`);
      const again = await world.run(`create orders ${placed(world)}`);
      assert.equal(
        again.stderr,
        `endpoint orders-pe of ad/orders in namespace default
${accountLines.AWS}
 + 1/4 declare   already  in the spec
 + 2/4 reserve   already  ${service}
 + 3/4 endpoint  already  ${endpointId} in ${world.account.vpcId}
 + 4/4 accept    already  ready to be linked (pendingAcceptance)
next: kubectl atlas-pe link atlasdeployment/orders -n default --endpoint orders-pe
`,
      );
      assert.equal(again.stdout, `${service}\n${endpointId}\n`);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
    }));

  test('-o json, yaml and name print what scripts read, and nothing else on stdout', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const json = await world.run('create orders -o json');
      const view = {
        source: 'atlasdeployment/orders',
        namespace: 'default',
        endpoint: 'orders-pe',
        phase: 'Reserved',
        state: 'RESERVED',
        service,
        inSpec: true,
        message: 'ready for a cloud endpoint',
      };
      assert.deepEqual(JSON.parse(json.stdout), view);
      assert.match(
        (await world.run('create orders -oyaml')).stdout,
        /^source: atlasdeployment\/orders\nnamespace: default\n/,
      );
      assert.equal((await world.run('create ad/orders -o name')).stdout, 'atlasdeployment.atlas.mongodb.com/orders\n');
      const placedJson = await world.run(`create orders ${placed(world)} -o json`);
      assert.equal((JSON.parse(placedJson.stdout) as { cloudEndpoint?: string }).cloudEndpoint, endpointId);
    }));

  test('--wait=false declares and stops before the first wait', () =>
    inWorld({}, async (world) => {
      world.operator.paused = true;
      world.deploy();
      const seen = await world.run('create orders --wait=false');
      assert.equal(
        seen.stderr,
        `endpoint orders-pe of ad/orders in namespace default
 + 1/2 declare            added to the spec
stopped because of --wait=false (next: wait for the endpoint service); continue with: kubectl atlas-pe create orders
`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 0]);
      assert.deepEqual(spec(world), [{ name: 'orders-pe' }]);
    }));

  test('a creation whose answer was lost makes no second endpoint', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.ec2.fail({
        action: 'CreateVpcEndpoint',
        code: 'InternalError',
        message: 'lost',
        status: 400,
        afterEffect: true,
      });
      assert.equal((await world.run(`create orders ${placed(world)}`)).code, 0);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
    }));

  test('an endpoint that EC2 does not show at once is waited for, not made twice', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.ec2.hideNew(4);
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.match(seen.stderr, new RegExp(` 4/\\d accept         0s  AWS: ${endpointId} is not visible yet\n`));
      assert.equal(seen.code, 0);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
    }));

  test('an endpoint that EC2 shows after some minutes only is not made again either', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.ec2.hideNew(50);
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(seen.code, 0);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
    }));

  test('an endpoint that EC2 does not show for five minutes is named and deleted; after three of them it gives up', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.ec2.hideNew(1000);
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.equal(
        seen.stderr.match(
          /^warning: vpce-\w+, which this command created, has not appeared in the cloud and is deleted; continuing without it$/gm,
        )?.length,
        3,
      );
      assert.match(seen.stderr, /^error: the cloud shows none of the endpoints that this command has created$/m);
      assert.equal(seen.code, 1);
      const alive = world.ec2.endpoints('us-east-1').filter(({ state }) => !state.startsWith('delet'));
      assert.deepEqual(alive, []);
    }));

  test("an endpoint of the service without our tags is taken over in the placement's VPC", () =>
    inWorld({}, async (world) => {
      world.deploy();
      await world.run('create orders');
      const { createByHand } = await import('../harness/by-hand.ts');
      const id = await createByHand(service, world.account.vpcId, [world.account.subnets.c]);
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.match(seen.stderr, new RegExp(` \\+ 3/\\d endpoint  already  ${id} in ${world.account.vpcId}`));
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
    }));

  test('without the right to look at subnets it warns and goes on', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.ec2.fail({ action: 'DescribeSubnets', code: 'UnauthorizedOperation', message: 'no', status: 403 });
      const seen = await world.run(`create orders ${placed(world)}`);
      assert.match(
        seen.stderr,
        /^warning: cannot check the placement before creating the endpoint: the permission ec2:DescribeSubnets is missing$/m,
      );
      assert.equal(seen.code, 0);
    }));

  test('-v 6 logs each request and no credentials', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`create orders ${placed(world)} -v 6`);
      assert.match(
        seen.stderr,
        /^GET https:\/\/127\.0\.0\.1:\d+\/apis\/atlas\.mongodb\.com\/v1\/namespaces\/default\/atlasdeployments\/orders 200 OK in \d+ milliseconds$/m,
      );
      assert.match(seen.stderr, /^ec2 CreateVpcEndpoint us-east-1 OK in \d+ milliseconds$/m);
      assert.doesNotMatch(seen.stderr, /Bearer|AKIA|p@ss/);
    }));
});
