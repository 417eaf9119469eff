import assert from 'node:assert/strict';
import { createByHand } from '../harness/by-hand.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b';
const first = 'vpce-026b4c868ce5d755d';
const item = { provider: 'AWS', region: 'US_EAST_1' };
const generations = ['v1.6', 'v2.11', 'v2.15'] as const;

/** The list of private endpoints in the project's spec. */
function items(world: World): unknown {
  const project = world.kubernetes.store.get('atlasprojects', 'default', 'shop') as {
    spec?: { privateEndpoints?: unknown };
  };
  return project.spec?.privateEndpoints;
}

/** Lets the operator poll until nothing is left to do. */
async function settle(world: World): Promise<void> {
  await world.operator.settled();
  await world.clock.foreground.sleep(60_000);
}

async function declared(world: World, list: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  world.declareInProject(list);
  await settle(world);
}

/** Endpoint, phase, cloud endpoint and message of each line of `status`. */
async function table(world: World): Promise<readonly (readonly (string | undefined)[])[]> {
  const seen = await world.run('status ap/shop -o wide');
  const rows = seen.stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {3,}/));
  return rows.map((cells) => [cells[1], cells[2], cells[3], cells[10] ?? '<none>']);
}

function refuseAccessList(object: Record<string, unknown>): void {
  const status = object['status'] as { conditions: object[] };
  status.conditions = [{ type: 'IPAccessListReady', status: 'False', reason: 'X' }, ...status.conditions];
}

suite('private endpoints in an AtlasProject', (test) => {
  for (const generation of generations) {
    test(`create --legacy declares the item, waits for its service and prints it (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        const seen = await world.run('create ap/shop --endpoint AWS/US_EAST_1 --legacy');
        assert.equal(seen.stdout, `${service}\n`);
        const lines = seen.stderr.split('\n').filter((line) => !line.endsWith(' 1s  not in the status yet'));
        assert.deepEqual(lines.slice(0, 7), [
          'endpoint AWS/US_EAST_1 of ap/shop in namespace default',
          ' + 1/2 declare            added to the spec',
          ' * 2/2 reserve        0s  no status from the operator yet (is it running?)',
          ' * 2/2 reserve        1s  PrivateEndpointServiceReady is False: ProjectPrivateEndpointServiceIsNotReadyInAtlas: Private Endpoint Service is not ready',
          ` + 2/2 reserve       11s  ${service}`,
          'done in 11s',
          'next, create the cloud endpoint:',
        ]);
        assert.deepEqual(items(world), [item]);
        assert.equal(seen.code, 0);
      }));

    test(`link writes the id and waits for the conditions; again it finds nothing to do (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.declareInProject([item]);
        await world.run(`create ap/shop --endpoint AWS/us-east-1 ${placedInGroup(world)}`);
        const seen = await world.run('link ap/shop --endpoint aws/US_EAST_1');
        const lines = seen.stderr.split('\n').filter((line) => !line.endsWith(' 1s  not in the status yet'));
        assert.deepEqual(lines.slice(5), [
          ` + 5/6 link               wrote ${first} into the spec`,
          ' * 6/6 connect        0s  the operator has not processed the last change yet',
          ' * 6/6 connect        1s  PrivateEndpointReady is False: ProjectPrivateEndpointIsNotReadyInAtlas: Interface Private Endpoint is not ready',
          ' + 6/6 connect       11s  AVAILABLE',
          'done in 11s',
          'next: kubectl atlas-pe secret atlasproject/shop -n default --endpoint AWS/US_EAST_1',
          '',
        ]);
        assert.equal(seen.stdout, 'atlasproject.atlas.mongodb.com/shop linked\n');
        assert.deepEqual(items(world), [{ ...item, id: first }]);
        assert.equal((await world.run('link ap/shop')).stdout, 'atlasproject.atlas.mongodb.com/shop unchanged\n');
        assert.deepEqual(await table(world), [['AWS/US_EAST_1', 'Available', first, '<none>']]);
      }));
  }

  for (const generation of ['v2.11', 'v2.15'] as const) {
    test(`up goes from nothing to the string (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.deployCluster();
        const seen = await world.run(`up ap/shop --endpoint AWS/us-east-1 --legacy ${placedInGroup(world)} --refresh`);
        assert.match(seen.stdout, /^connectionStringPrivateSrv +AWS\/US_EAST_1 +mongodb\+srv:\/\/.*@orders-pl-0\./m);
        assert.equal(seen.code, 0);
        assert.deepEqual(items(world), [{ ...item, id: first }]);
        const read = await world.run('secret ap/shop --endpoint AWS/us-east-1 --key connectionStringPrivateSrv');
        assert.match(read.stdout, /^mongodb\+srv:\/\/.*@orders-pl-0\.ab1cd\.mongodb\.net\n$/);
      }));
  }

  test('create with placement makes the cloud endpoint, tagged with the label in its one spelling', () =>
    inWorld({}, async (world) => {
      const command = (region: string): string =>
        `create ap/shop --endpoint AWS/${region} --yes --legacy ${placedInGroup(world)}`;
      const seen = await world.run(command('us-east-1'));
      assert.equal(seen.stdout, `${service}\n${first}\n`);
      const again = await world.run(command('US_EAST_1'));
      assert.equal(again.stdout, `${service}\n${first}\n`);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
      assert.deepEqual(items(world), [item]);
    }));

  test('what is declared already needs no --legacy, and a spelling of the region that somebody chose is kept', () =>
    inWorld({}, async (world) => {
      world.declareInProject([{ provider: 'AWS', region: 'us-east-1' }]);
      assert.match((await world.run('create ap/shop')).stdout, /^com\.amazonaws\.vpce\.us-east-1\.\S+\n$/);
      for (const command of [`create ap/shop ${placedInGroup(world)}`, 'link ap/shop --endpoint AWS/US_EAST_1'])
        assert.equal((await world.run(command)).code, 0);
      assert.deepEqual(items(world), [{ provider: 'AWS', region: 'us-east-1', id: first }]);
      assert.deepEqual(await table(world), [['AWS/US_EAST_1', 'Available', first, '<none>']]);
    }));

  test('on Azure the id and the address are written', () =>
    inWorld({}, async (world) => {
      world.deployCluster({ provider: 'AZURE', regions: ['EUROPE_NORTH'] });
      const { endpoints: subnet } = world.azure.subnets;
      const seen = await world.run(`up ap/shop --endpoint AZURE/northeurope --legacy --subnet ${subnet} --refresh`);
      assert.match(seen.stdout, /^connectionStringPrivateSrv +AZURE\/EUROPE_NORTH +mongodb\+srv:\/\//m, seen.stderr);
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE, connection Approved/m);
      const [made] = world.arm.endpoints();
      const [written] = items(world) as Record<string, string>[];
      assert.deepEqual({ ...written, ip: '' }, { provider: 'AZURE', region: 'EUROPE_NORTH', id: made?.id, ip: '' });
      assert.match(written?.['ip'] ?? '', /^10\.\d+\.\d+\.\d+$/);
    }));

  test('every other item and every unknown field survives', () =>
    inWorld({}, async (world) => {
      const others = [
        {
          provider: 'GCP',
          region: 'EASTERN_US',
          gcpProjectId: 'p',
          endpointGroupName: 'g',
          endpoints: [{ endpointName: 'e' }],
        },
        { provider: 'AWS', region: 'EU_WEST_1', id: 'vpce-0123456789abcdef0', later: { field: 1 } },
      ];
      world.declareInProject(others);
      world.kubernetes.store.edit('atlasprojects', 'default', 'shop', (object) => {
        Object.assign(object['spec'] as object, { projectIpAccessList: [{ ipAddress: '1.2.3.4' }], later: true });
      });
      await world.run(`create ap/shop --endpoint AWS/us-east-1 --legacy --yes ${placedInGroup(world)}`);
      await world.run('link ap/shop --endpoint AWS/us-east-1 --timeout 30s');
      assert.deepEqual(world.kubernetes.store.get('atlasprojects', 'default', 'shop')?.['spec'], {
        name: 'Shop',
        privateEndpoints: [...others, { ...item, id: first }],
        projectIpAccessList: [{ ipAddress: '1.2.3.4' }],
        later: true,
      });
    }));

  test('an item that somebody puts in front while the id is written does not get it', () =>
    inWorld({}, async (world) => {
      await declared(world, [item]);
      await world.run(`create ap/shop ${placedInGroup(world)}`);
      const other = { provider: 'AWS', region: 'EU_WEST_1', id: 'vpce-0123456789abcdef0' };
      world.kubernetes.beforeNext('patch', 'atlasprojects', () => world.declareInProject([other, item]));
      const seen = await world.run('link ap/shop');
      assert.deepEqual(items(world), [other, { ...item, id: first }]);
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('what else is wrong with the project does not stand before what the endpoint waits for', () =>
    inWorld({}, async (world) => {
      world.kubernetes.store.edit('atlasprojects', 'default', 'shop', refuseAccessList, 'status');
      const seen = await world.run('create ap/shop --endpoint AWS/us-east-1 --legacy');
      assert.match(seen.stderr, /^ \* (?:\d\/\d )?reserve +\d\S* +PrivateEndpointServiceReady is False: /m);
      assert.doesNotMatch(seen.stderr, /IPAccessList/);
    }));

  test('an id that somebody changed by hand is not taken for connected, though the operator is Ready', () =>
    inWorld({}, async (world) => {
      await declared(world, [item]);
      await declared(world, [{ ...item, id: first }]);
      const other = 'vpce-0aaaaaaaaaaaaaaaa';
      await declared(world, [{ ...item, id: other }]);
      assert.deepEqual(
        (await table(world)).map((cells) => cells.slice(0, 3)),
        [
          ['AWS/US_EAST_1', 'Linking', other],
          [first, '<unknown>', first],
        ],
      );
    }));

  test('status with everything shows the items of projects beside the other kinds', () =>
    inWorld({}, async (world) => {
      world.deploy({ name: 'legacy', privateEndpoints: [{ name: 'a' }] });
      world.addService({ region: 'EU_WEST_1' });
      await declared(world, [item]);
      const seen = await world.run('status');
      const rows = seen.stdout.split('\n').map((line) => line.split(/ {3,}/).slice(0, 3));
      assert.deepEqual(rows, [
        ['SOURCE', 'ENDPOINT', 'PHASE'],
        ['ad/legacy', 'a', 'Reserved'],
        ['ape/shop-us', 'shop-us', 'Reserved'],
        ['ap/shop', 'AWS/US_EAST_1', 'Reserved'],
        [''],
      ]);
    }));
});

suite('several endpoints in an AtlasProject', (test) => {
  test('up --id --legacy adds a second endpoint of a service as an item of its own, once', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      await declared(world, [item]);
      world.deployCluster();
      await world.run(`up ap/shop ${placedInGroup(world)} --refresh=false`);
      const second = await createByHand(service, world.account.vpcId, [world.account.subnets.b]);
      const command = `up ap/shop --endpoint AWS/us-east-1 --id ${second} --legacy --refresh`;
      for (const run of [1, 2]) {
        const seen = await world.run(command);
        assert.equal(seen.code, 0, `run ${run}: ${seen.stderr}`);
        assert.deepEqual(items(world), [
          { ...item, id: first },
          { ...item, id: second },
        ]);
      }
      assert.deepEqual(await table(world), [
        [first, 'Available', first, '<none>'],
        [second, 'Available', second, '<none>'],
      ]);
      const one = await world.run(`link ap/shop --endpoint ${second}`);
      assert.match(one.stderr, new RegExp(`^ \\+ (?:\\d/\\d )?link +already +${second} is in the spec$`, 'm'));
    }));

  test('while another item has no id the operator says nothing of the linked ones, and that is said', () =>
    inWorld({}, async (world) => {
      await declared(world, [item]);
      await world.run(`create ap/shop ${placedInGroup(world)}`);
      const other = { provider: 'AZURE', region: 'EUROPE_NORTH' };
      await declared(world, [item, other]);
      const seen = await world.run('link ap/shop --endpoint AWS/US_EAST_1 --timeout 1m');
      const silent =
        'the operator reports no state for it while AZURE/EUROPE_NORTH has no id: link that too, or remove it from the spec';
      assert.match(seen.stderr, new RegExp(`timed out .*last seen: ${silent}`));
      assert.equal(seen.code, 124);
      assert.deepEqual(await table(world), [
        ['AWS/US_EAST_1', 'Linking', first, silent],
        ['AZURE/EUROPE_NORTH', 'Reserved', '<none>', 'ready for a cloud endpoint'],
      ]);
      await declared(world, [{ ...item, id: first }]);
      assert.equal((await world.run('link ap/shop')).code, 0);
    }));

  test('one service that is still being made does not hide that another is reserved', () =>
    inWorld({}, async (world) => {
      await declared(world, [item]);
      world.declareInProject([item, { provider: 'AWS', region: 'EU_WEST_1' }]);
      await world.operator.settled();
      assert.deepEqual(
        (await table(world)).map((cells) => cells.slice(0, 2)),
        [
          ['AWS/US_EAST_1', 'Reserved'],
          ['AWS/EU_WEST_1', 'Reserving'],
        ],
      );
    }));

  test('what Atlas keeps of an item that was taken out is shown', () =>
    inWorld({}, async (world) => {
      const ids = ['vpce-0123456789abcdef0', 'vpce-0aaaaaaaaaaaaaaaa'];
      await declared(
        world,
        ids.map((id) => ({ ...item, id })),
      );
      await declared(world, [{ ...item, id: ids[0] }]);
      assert.deepEqual((await table(world))[1], [
        ids[1],
        '<unknown>',
        ids[1],
        'not in the spec, but the operator leaves it in Atlas as long as another item uses its service',
      ]);
    }));

  test('a service that goes is shown until it is gone, each of its endpoints once', () =>
    inWorld({}, async (world) => {
      const ids = ['vpce-0123456789abcdef0', 'vpce-0aaaaaaaaaaaaaaaa'];
      await declared(world, [item]);
      await declared(
        world,
        ids.map((id) => ({ ...item, id })),
      );
      world.declareInProject([]);
      await world.operator.settled();
      assert.deepEqual(
        (await table(world)).map((cells) => cells.slice(1)),
        ids.map((id) => ['Deleting', id, 'Atlas is removing it']),
      );
      await settle(world);
      assert.deepEqual(await table(world), []);
    }));
});

suite('what goes wrong in an AtlasProject', (test) => {
  for (const generation of generations) {
    test(`a service that fails ends the wait with the message of Atlas (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.operator.project().services.failServices['US_EAST_1'] = { status: 'FAILED', message: 'no capacity' };
        const seen = await world.run('create ap/shop --endpoint AWS/US_EAST_1 --legacy');
        assert.match(seen.stderr, /^error: endpoint "AWS\/US_EAST_1" of atlasproject\/shop has failed: no capacity$/m);
        assert.deepEqual([seen.stdout, seen.code], ['', 1]);
        assert.deepEqual((await table(world))[0]?.slice(1), ['Failed', '<none>', 'Atlas: no capacity']);
      }));
  }

  test('an id that Atlas refuses ends the wait with its error', () =>
    inWorld({}, async (world) => {
      await declared(world, [item]);
      world.operator.project().services.refuseInterfaces[first] = 'this endpoint is not yours';
      await world.run(`create ap/shop ${placedInGroup(world)}`);
      const seen = await world.run('link ap/shop');
      assert.match(seen.stderr, /^error: endpoint \S+ of atlasproject\/shop has failed: this endpoint is not yours$/m);
      assert.equal(seen.code, 1);
    }));

  test('of several linked endpoints it is not guessed which one failed; the wait ends all the same', () =>
    inWorld({}, async (world) => {
      const azure = { provider: 'AZURE', region: 'EUROPE_NORTH', ip: '10.0.0.4' };
      const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/pe';
      world.operator.project().services.failInterfaces[id] = { status: 'FAILED', message: 'wrong address' };
      await declared(world, [item]);
      await world.run(`create ap/shop ${placedInGroup(world)}`);
      await declared(world, [item, { ...azure, id }]);
      const seen = await world.run('link ap/shop --endpoint AWS/US_EAST_1');
      assert.match(
        seen.stderr,
        new RegExp(
          `^error: .* is blocked: the operator reports "wrong address" for one of ${first}, ${id} without saying which$`,
          'm',
        ),
      );
      assert.equal(seen.code, 1);
      assert.deepEqual(
        (await table(world)).map((cells) => cells[1]),
        ['Linking', 'Linking'],
      );
    }));

  const moments = [
    /^ \+ (?:\d\/\d )?declare /m,
    /^ \* (?:\d\/\d )?reserve /m,
    /^ \+ (?:\d\/\d )?reserve /m,
    /^ \+ (?:\d\/\d )?endpoint /m,
    /^ \* (?:\d\/\d )?accept /m,
    /^ \+ (?:\d\/\d )?link /m,
    /^ \* (?:\d\/\d )?connect /m,
    /^ \+ (?:\d\/\d )?connect /m,
  ];
  for (const generation of ['v2.11', 'v2.15'] as const) {
    test(`Ctrl-C at every moment in turn, and the next run goes on; nothing is made twice (operator ${generation})`, () =>
      inWorld({ generation }, async (world) => {
        world.deployCluster();
        const command = `up ap/shop --endpoint AWS/us-east-1 --legacy ${placedInGroup(world)} --refresh`;
        for (const moment of moments) {
          const stopped = await world.run(command, { stopAt: moment });
          assert.match(stopped.stderr, moment);
        }
        assert.equal((await world.run(command)).code, 0);
        assert.deepEqual(items(world), [{ ...item, id: first }]);
        assert.equal(world.ec2.endpoints('us-east-1').length, 1);
        assert.equal(world.operator.project().services.all().length, 1);
      }));
  }

  test('the item is taken out while it is waited for', () =>
    inWorld({}, async (world) => {
      world.declareInProject([item]);
      const seen = await world.run('create ap/shop', {
        onOutput: (text) => {
          if (text.includes('is not ready')) world.declareInProject([]);
        },
      });
      assert.match(seen.stderr, /^error: .* was removed from the spec by someone else during the wait$/m);
      assert.equal(seen.code, 1);
    }));
});
