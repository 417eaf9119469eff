import assert from 'node:assert/strict';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b';
const first = 'vpce-026b4c868ce5d755d';
const second = 'vpce-0a18ae6eb7a11cca3';

function ids(world: World): readonly string[] {
  const object = world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-us') as {
    spec?: { awsConfiguration?: { id: string }[] };
  };
  return (object.spec?.awsConfiguration ?? []).map(({ id }) => id);
}

suite('AtlasPrivateEndpoint', (test) => {
  test('create makes the object, waits for its service, and says what comes next', () =>
    inWorld({}, async (world) => {
      const seen = await world.run('create ape/shop-us --project shop --provider aws --region us-east-1');
      assert.equal(seen.stdout, `${service}\n`);
      assert.equal(
        seen.stderr,
        `endpoint shop-us of ape/shop-us in namespace default
 + 1/2 declare            created atlasprivateendpoint/shop-us
 * 2/2 reserve        0s  no status from the operator yet (is it running?)
 * 2/2 reserve        1s  INITIATING; PrivateEndpointServiceReady is False: PrivateEndpointServiceInitializing: Private Endpoint is being initialized
 + 2/2 reserve       11s  ${service}
done in 11s
next, create the cloud endpoint:
  kubectl atlas-pe create atlasprivateendpoint/shop-us -n default --endpoint shop-us --region us-east-1 --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
or with the cloud's own command line:
  aws ec2 create-vpc-endpoint --region us-east-1 --vpc-endpoint-type Interface --service-name ${service} --vpc-id VPC --subnet-ids SUBNET --security-group-ids GROUP --no-private-dns-enabled
then: kubectl atlas-pe link atlasprivateendpoint/shop-us -n default --endpoint shop-us --region us-east-1
`,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-us')?.['spec'], {
        projectRef: { name: 'shop' },
        provider: 'AWS',
        region: 'US_EAST_1',
      });
    }));

  test('a second create with the same flags finds it done; the project may be named by id, with the Secret of its key', () =>
    inWorld({}, async (world) => {
      const command =
        'create ape/shop-us --project-id 65a1f0c2e4b0a1b2c3d4e5f6 --connection-secret key --provider AWS --region US_EAST_1';
      await world.run(command);
      const again = await world.run(command);
      assert.match(
        again.stderr,
        /^ \+ (?:\d\/\d )?declare +already +in the spec\n \+ (?:\d\/\d )?reserve +already +com\.amazonaws/m,
      );
      assert.deepEqual(world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-us')?.['spec'], {
        externalProjectRef: { id: '65a1f0c2e4b0a1b2c3d4e5f6' },
        connectionSecret: { name: 'key' },
        provider: 'AWS',
        region: 'US_EAST_1',
      });
    }));

  test('one command makes the object and the cloud endpoint', () =>
    inWorld({}, async (world) => {
      const seen = await world.run(
        `create ape/shop-us --project shop --provider AWS --region US_EAST_1 ${placedInGroup(world)}`,
      );
      const name = seen.stdout.split('\n')[0] ?? '';
      assert.match(seen.stdout, /^com\.amazonaws\.vpce\.us-east-1\S+\nvpce-[0-9a-f]+\n$/);
      assert.equal(world.ec2.endpoints('us-east-1')[0]?.serviceName, name);
    }));

  test('link finds the cloud endpoint by its tags and adds its id', () =>
    inWorld({}, async (world) => {
      world.addService();
      await world.run(`create shop-us ${placedInGroup(world)}`);
      const seen = await world.run('link shop-us');
      assert.equal(
        seen.stderr,
        `endpoint shop-us of ape/shop-us in namespace default
 + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${service}
 + 3/6 endpoint  already  ${first} in ${world.account.vpcId}
 + 4/6 accept    already  ready to be linked (pendingAcceptance)
 + 5/6 link               wrote ${first} into the spec
 * 6/6 connect        0s  the operator has not processed the last change yet
 * 6/6 connect        1s  not in the status yet
 + 6/6 connect       11s  AVAILABLE
done in 11s
next: kubectl atlas-pe secret atlasprivateendpoint/shop-us -n default --endpoint ${first}
`,
      );
      assert.equal(seen.stdout, 'atlasprivateendpoint.atlas.mongodb.com/shop-us linked\n');
      assert.deepEqual(ids(world), [first]);
      assert.equal(
        (await world.run('link shop-us')).stdout,
        'atlasprivateendpoint.atlas.mongodb.com/shop-us unchanged\n',
      );
    }));

  test('several endpoints share a service: each has its label in its tags, and its id in the spec', () =>
    inWorld({}, async (world) => {
      world.addService();
      for (const command of [`create ape/shop-us ${placedInGroup(world)}`, 'link ape/shop-us'])
        await world.run(command);
      // The first one is not taken for the second, though both are of the same service and VPC.
      const made = await world.run(`create ape/shop-us --endpoint batch --yes ${placedInGroup(world)}`);
      assert.equal(made.stdout, `${service}\n${second}\n`);
      assert.equal((await world.run('link ape/shop-us --endpoint batch')).code, 0);
      assert.deepEqual(ids(world), [first, second]);
      // By label, which the tags tell, and by id.
      for (const label of ['batch', second]) {
        const again = await world.run(`link ape/shop-us --endpoint ${label}`);
        assert.match(again.stderr, new RegExp(`^ \\+ (?:\\d/\\d )?link +already +${second} is in the spec$`, 'm'));
        assert.match(again.stdout, / unchanged\n$/);
      }
      assert.deepEqual(ids(world), [first, second]);
      const ambiguous = await world.run('link ape/shop-us');
      assert.equal(
        ambiguous.stderr,
        `error: atlasprivateendpoint/shop-us declares several endpoints: ${first}, ${second}\nhint: choose one with --endpoint ${first}\n`,
      );
    }));

  test('--id adds an endpoint that somebody made by hand, beside the one that is there', () =>
    inWorld({}, async (world) => {
      world.addService();
      await world.run(`create shop-us ${placedInGroup(world)}`);
      await world.run('link shop-us');
      await world.run(`create shop-us --endpoint batch --yes ${placedInGroup(world)}`);
      const seen = await world.run(`link shop-us --id ${second}`);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(ids(world), [first, second]);
    }));

  test('two runs that add at the same time keep both ids', () =>
    inWorld({}, async (world) => {
      world.addService();
      await world.run(`create shop-us ${placedInGroup(world)}`);
      world.kubernetes.beforeNext('patch', 'atlasprivateendpoints', () =>
        world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
          (object['spec'] as Record<string, unknown>)['awsConfiguration'] = [{ id: 'vpce-0123456789abcdef0' }];
        }),
      );
      await world.run('link shop-us --endpoint shop-us --timeout 15s');
      assert.deepEqual(ids(world), ['vpce-0123456789abcdef0', first]);
    }));

  test('a region that Atlas gives up ends the wait with its message', () =>
    inWorld({}, async (world) => {
      world.operator.project().services.failServices['US_EAST_1'] = { status: 'FAILED', message: 'no capacity' };
      world.addService();
      const seen = await world.run('create shop-us');
      assert.match(
        seen.stderr,
        /^error: endpoint "shop-us" of atlasprivateendpoint\/shop-us has failed: no capacity$/m,
      );
      assert.match(seen.stderr, /^hint: the operator never removes a failed endpoint or service from Atlas/m);
      assert.equal(seen.code, 1);
    }));

  for (const status of ['FAILED', 'REJECTED'] as const) {
    test(`an endpoint that Atlas says is ${status} ends the wait, and --recreate is no way out`, () =>
      inWorld({}, async (world) => {
        world.addService();
        await world.run(`create shop-us ${placedInGroup(world)}`);
        world.operator.project().services.failInterfaces[first] = { status, message: 'cannot accept' };
        for (const command of ['link shop-us', 'link shop-us --recreate']) {
          const seen = await world.run(command);
          assert.match(
            seen.stderr,
            /^error: endpoint "\S+" of atlasprivateendpoint\/shop-us has failed: cannot accept$/m,
          );
          assert.match(seen.stderr, /^hint: the operator never removes a failed endpoint/m);
          assert.equal(seen.code, 1);
        }
        assert.deepEqual(ids(world), [first]);
      }));
  }

  test('status shows all kinds in one table, each with its kind in front', () =>
    inWorld({}, async (world) => {
      world.deploy({ name: 'legacy', privateEndpoints: [{ name: 'a' }] });
      world.addService({ ids: ['vpce-0123456789abcdef0'] });
      world.addService({ name: 'shop-eu', region: 'EU_WEST_1' });
      await world.operator.settled();
      await world.clock.foreground.sleep(30_000);
      const seen = await world.run('status');
      const rows = seen.stdout.split('\n').map((line) => line.split(/ {3,}/));
      assert.deepEqual(
        rows.map((cells) => cells.slice(0, 4)),
        [
          ['SOURCE', 'ENDPOINT', 'PHASE', 'CLOUD ENDPOINT'],
          ['ad/legacy', 'a', 'Reserved', '<none>'],
          ['ape/shop-eu', 'shop-eu', 'Reserved', '<none>'],
          ['ape/shop-us', 'shop-us', 'Available', 'vpce-0123456789abcdef0'],
          [''],
        ],
      );
      assert.match((await world.run('status ape/shop-us -o wide')).stdout, /^SOURCE .*\nape\/shop-us .*\n$/);
    }));
});

suite('a dedicated deployment', (test) => {
  test('up goes on with the AtlasPrivateEndpoint of its region, and prints its own string', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.deployCluster({ name: 'users' });
      world.addService();
      const seen = await world.run(`up users ${placedInGroup(world)} --refresh`);
      assert.match(seen.stderr, /^endpoint shop-us of ape\/shop-us in namespace default\n/);
      assert.match(
        seen.stdout,
        new RegExp(`^connectionStringPrivateSrv +shop-us +mongodb\\+srv://.*@users-pl-0\\.`, 'm'),
      );
      assert.deepEqual([ids(world), seen.code], [[first], 0]);
    }));

  test('with several regions create reserves the service of each at the same time, making the objects that are missing', () =>
    inWorld({}, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      world.addService();
      const seen = await world.run('create orders --yes');
      // Which of the two is a moment ahead is chance.
      const of = (region: string): readonly string[] =>
        seen.stderr.split('\n').flatMap((line) => (line.startsWith(`${region}  `) ? [line.slice(11)] : []));
      assert.deepEqual(of('US_EAST_1'), [
        'endpoint shop-us of ape/shop-us in namespace default',
        ' + 1/2 declare   already  in the spec',
        ' * 2/2 reserve        0s  INITIATING; PrivateEndpointServiceReady is False: PrivateEndpointServiceInitializing: Private Endpoint is being initialized',
        ` + 2/2 reserve       10s  ${service}`,
      ]);
      assert.deepEqual(of('EU_WEST_1'), [
        'endpoint orders-eu-west-1 of ape/orders-eu-west-1 in namespace default',
        ' + 1/2 declare            created atlasprivateendpoint/orders-eu-west-1',
        ' * 2/2 reserve        0s  no status from the operator yet (is it running?)',
        ' * 2/2 reserve        1s  INITIATING; PrivateEndpointServiceReady is False: PrivateEndpointServiceInitializing: Private Endpoint is being initialized',
        ' + 2/2 reserve       11s  com.amazonaws.vpce.eu-west-1.vpce-svc-0f29058cdd4e3ced3',
      ]);
      assert.equal(seen.stdout, `${service}\ncom.amazonaws.vpce.eu-west-1.vpce-svc-0f29058cdd4e3ced3\n`);
      assert.deepEqual(world.kubernetes.store.get('atlasprivateendpoints', 'default', 'orders-eu-west-1')?.['spec'], {
        projectRef: { name: 'shop' },
        provider: 'AWS',
        region: 'EU_WEST_1',
      });
      const one = await world.run('create orders --region eu-west-1 -o json');
      assert.equal((JSON.parse(one.stdout) as { source: string }).source, 'atlasprivateendpoint/orders-eu-west-1');
      assert.equal(
        (JSON.parse((await world.run('create orders -o json')).stdout) as { items: object[] }).items.length,
        2,
      );
    }));
});
