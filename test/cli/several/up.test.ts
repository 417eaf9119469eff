/** `up` for several objects at once. */
import assert from 'node:assert/strict';
import { addSubnetwork } from '../../fakes/compute/seed.ts';
import { placedInGroup } from '../../harness/placement.ts';
import { screenOf } from '../../harness/screen.ts';
import type { Seen } from '../../harness/seen.ts';
import { suite } from '../../harness/suite.ts';
import { type World, accountLines, inWorld } from '../../harness/world.ts';

const names = ['orders', 'reports', 'stock'] as const;

function deployAll(world: World): void {
  for (const name of names) world.deploy({ name });
}

function three(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    deployAll(world);
    // The operator's own writes do not meet what is ordered to fail.
    await world.operator.settled();
    await body(world);
  });
}

const strings = `SOURCE       KEY                          ENDPOINT     CONNECTION STRING
ad/orders    connectionStringPrivateSrv   orders-pe    mongodb+srv://app:****@orders-pe-0.ab1cd.mongodb.net
ad/reports   connectionStringPrivateSrv   reports-pe   mongodb+srv://app:****@reports-pe-0.ab1cd.mongodb.net
ad/stock     connectionStringPrivateSrv   stock-pe     mongodb+srv://app:****@stock-pe-0.ab1cd.mongodb.net
`;

/** The lines of one object, without its name. */
function linesOf(name: string, { stderr }: Seen): readonly string[] {
  return stderr
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length).trimStart()] : []));
}

/** What was printed from the summary on. */
function endOf({ stderr }: Seen): string {
  return stderr.slice(stderr.search(/^\d+ of \d+ /m));
}

function endpointsIn(world: World): number {
  return world.ec2.endpoints('us-east-1').length;
}

suite('up of several objects', (test) => {
  test('does all that is left for each, side by side, and prints what all come to in the order of the names', () =>
    three(async (world) => {
      const seen = await world.run(`up orders reports ad/stock ${placedInGroup(world)}`);
      assert.equal(seen.stdout, strings);
      assert.equal(seen.stderr.match(/^AWS account/gm)?.length, 1);
      assert.ok(
        seen.stderr.startsWith(`${accountLines.AWS}\nad/orders    + 1/7 declare            added to the spec\n`),
      );
      for (const name of names) {
        const steps = linesOf(`ad/${name}`, seen).filter((line) => line.startsWith('+'));
        assert.deepEqual(
          steps.map((line) => line.slice(0, 18).trim()),
          ['1/7 declare', '2/7 reserve', '3/7 endpoint', '4/7 accept', '5/7 link', '6/7 connect', '7/7 secret'].map(
            (step) => `+ ${step}`,
          ),
        );
      }
      // As long as one of them takes.
      assert.ok(
        seen.stderr.endsWith(`
use one in a Pod, such as: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe -o pod-env
3 of 3 connected (27s)
`),
        seen.stderr,
      );
      assert.equal(seen.code, 0);
      assert.equal(endpointsIn(world), 3);
    }));

  test('why their waits are long is looked up for all of them at once', () =>
    three(async (world) => {
      world.operator.paused = true;
      const { stderr } = await world.run(`up orders reports stock ${placedInGroup(world)} --timeout 60s -v 6`);
      assert.equal(stderr.match(/ warning: PE110 /g)?.length, 3, stderr);
      for (const path of [
        'apps/v1/deployments',
        'apiextensions.k8s.io/v1/customresourcedefinitions/atlasdeployments',
      ]) {
        const asked = stderr.split('\n').filter((line) => line.startsWith('GET ') && line.includes(`/apis/${path}`));
        // Before anything is done, and when the waits have become long.
        assert.equal(asked.length, 2, stderr);
      }
    }));

  test('every line off a terminal begins with a name, and is whole', () =>
    three(async (world) => {
      const seen = await world.run(`up orders reports stock ${placedInGroup(world)}`);
      const lines = seen.stderr.split('\n').slice(1, -3);
      for (const line of lines) assert.match(line, /^ad\/(?:orders |reports|stock  ) {2} [+*] /);
    }));

  test('on a terminal each has one line, which stays when it is done', () =>
    three(async (world) => {
      const seen = await world.run(`up orders reports stock ${placedInGroup(world)}`, { tty: true });
      const { lines, redrawn } = screenOf(seen.stderr);
      assert.deepEqual(lines, [
        accountLines.AWS,
        'ad/orders    + 7/7 secret        27s  AVAILABLE',
        'ad/reports   + 7/7 secret        27s  AVAILABLE',
        'ad/stock     + 7/7 secret        27s  AVAILABLE',
        'use one in a Pod, such as: kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe -o pod-env',
        '3 of 3 connected (27s)',
        '',
      ]);
      assert.equal(redrawn, 3);
    }));

  test('a screen that is too low for all of them shows how many more there are', () =>
    inWorld({}, async (world) => {
      const many = Array.from({ length: 14 }, (_, at) => `d${String(at).padStart(2, '0')}`);
      for (const name of many) world.deploy({ name });
      const seen = await world.run(`up ${many.join(' ')} ${placedInGroup(world)}`, { tty: true, rows: 8 });
      const { lines, redrawn } = screenOf(seen.stderr);
      assert.equal(redrawn, 7);
      assert.match(seen.stderr, /\n {3}and 8 more\r/);
      assert.ok(lines.includes('14 of 14 connected (27s)'), lines.join('\n'));
      assert.equal(endpointsIn(world), 14);
    }));

  test('-l takes the objects with a label, of all kinds, in the order of their names', () =>
    three(async (world) => {
      const seen = await world.run(`up -l team=shop ${placedInGroup(world)}`);
      assert.deepEqual([seen.stdout, seen.code], [strings, 0]);
    }));

  test('-l takes an AtlasPrivateEndpoint with the cluster whose endpoints it declares, if both have the label', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      world.addService();
      for (const [plural, name] of [
        ['atlasdeployments', 'orders'],
        ['atlasdeployments', 'reports'],
        ['atlasprivateendpoints', 'shop-us'],
      ] as const)
        world.kubernetes.store.edit(plural, 'default', name, (object) => {
          Object.assign(object['metadata'] as object, { labels: { app: 'shop' } });
        });
      const seen = await world.run(`up -l app=shop ${placedInGroup(world)} --refresh`);
      assert.match(endOf(seen), /^2 of 2 connected/);
      assert.equal(endpointsIn(world), 1);
    }));

  test('-l that no object has is no failure, as for kubectl', () =>
    three(async (world) => {
      const seen = await world.run('up -l team=other');
      assert.deepEqual(seen, { stdout: '', stderr: 'No resources found in default namespace.\n', code: 0 });
    }));

  test('TYPE NAME NAME is of one type, and a name that is there twice counts once', () =>
    three(async (world) => {
      const seen = await world.run(`create ad orders orders reports ${placedInGroup(world)}`);
      assert.match(seen.stderr, /^2 of 2 created/m);
    }));

  test('-o json is a list, like that of kubectl', () =>
    three(async (world) => {
      const seen = await world.run(`up stock orders ${placedInGroup(world)} -o json`);
      const list = JSON.parse(seen.stdout) as { kind: string; items: Record<string, unknown>[] };
      assert.equal(list.kind, 'EndpointList');
      assert.deepEqual(
        list.items.map(({ source, phase, secret, connectionStrings }) => [source, phase, secret, connectionStrings]),
        ['stock', 'orders'].map((name) => [
          `atlasdeployment/${name}`,
          'Available',
          `shop-${name}-app`,
          { connectionStringPrivateSrv: `mongodb+srv://app:****@${name}-pe-0.ab1cd.mongodb.net` },
        ]),
      );
      assert.equal(
        (await world.run('up stock orders -o name')).stdout,
        'secret/shop-stock-app\nsecret/shop-orders-app\n',
      );
    }));

  test('on three clouds', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      const { account, azure } = world;
      world.deployCluster({ name: 'orders', regions: ['AWS:US_EAST_1'] });
      world.deployCluster({ name: 'reports', regions: ['AZURE:EUROPE_NORTH'] });
      world.deployCluster({ name: 'stock', regions: ['GCP:NORTHEASTERN_ASIA_PACIFIC'] });
      const network = world.compute.google.networks.get(world.google.networkName);
      assert.ok(network !== undefined);
      addSubnetwork(world.compute.google, network, { name: 'tokyo', region: 'asia-northeast1', cidr: '10.61.0.0/24' });
      const tokyo = 'projects/shop-prod/regions/asia-northeast1/subnetworks/tokyo';
      const seen = await world.run(
        `up orders reports stock --yes --refresh --subnet-id us-east-1=${account.subnets.a} --subnet northeurope=${azure.subnets.endpoints} --subnetwork asia-northeast1=${tokyo}`,
      );
      assert.match(endOf(seen), /^3 of 3 connected/);
      assert.deepEqual(
        seen.stdout
          .split('\n')
          .map((line) => line.split(/ {2,}/).slice(0, 3).join(' '))
          .filter((line) => !line.includes('Private ')),
        [
          'SOURCE KEY ENDPOINT',
          'ad/orders connectionStringPrivateSrv orders-us-east-1',
          'ad/reports connectionStringPrivateSrv reports-europe-north',
          'ad/stock connectionStringPrivateSrv stock-northeastern-asia-pacific',
          '',
        ],
      );
    }));

  test('what they have in common is read as often for many as for two', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      const many = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'];
      for (const name of many) world.deployCluster({ name });
      await world.operator.settled();
      world.operator.paused = true;
      /** What a run asks before it changes anything, without the objects that were named. */
      const asked = async (names: readonly string[]): Promise<readonly string[]> => {
        const from = world.kubernetes.requests().length;
        const seen = await world.run(['up', 'ad', ...names]);
        assert.match(seen.stderr, /^error: \d+ answers? (?:is|are) missing/m);
        const requests = world.kubernetes.requests().slice(from);
        return requests
          .filter(({ resource, name }) => resource !== 'atlasdeployments' || name === undefined)
          .map(({ verb, resource, name = '' }) => `${verb} ${resource} ${name}`)
          .toSorted();
      };
      const two = await asked(many.slice(0, 2));
      assert.ok(two.includes('get customresourcedefinitions atlasdeployments.atlas.mongodb.com'), two.join('\n'));
      assert.deepEqual(await asked(many), two);
    }));

  test('two clusters that lack the AtlasPrivateEndpoint of their region get one, and it is connected once', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      const seen = await world.run(`up orders reports ${placedInGroup(world)} --yes --refresh`);
      assert.match(endOf(seen), /^2 of 2 connected/);
      assert.deepEqual(
        world.kubernetes.store.list('atlasprivateendpoints').map(({ metadata }) => metadata.name),
        ['orders-us-east-1'],
      );
      assert.equal(endpointsIn(world), 1);
      assert.match(seen.stdout, /^ad\/orders .*\nad\/reports /m);
    }));
});

suite('what stands in the way of one of several objects', (test) => {
  test('does not stop the others; the failures come last, each with its sentence and its own command', () =>
    three(async (world) => {
      world.kubernetes.fail({
        verb: 'patch',
        resource: 'atlasdeployments',
        name: 'reports',
        status: 403,
        reason: 'Forbidden',
        message: 'admission webhook "policy.example.com" denied the request: no private endpoints here',
      });
      const seen = await world.run(`up orders reports stock ${placedInGroup(world)} -n default`);
      assert.match(linesOf('ad/reports', seen).at(-1) ?? '', /^x .* denied the request: no private endpoints here/);
      assert.equal(
        endOf(seen),
        `2 of 3 connected (27s); failed: 1
x ad/reports: Error from server (Forbidden): admission webhook "policy.example.com" denied the request: no private endpoints here
    this is not a missing permission: a policy of this cluster refuses it; ask whoever runs the cluster
    kubectl atlas-pe up ad/reports ${placedInGroup(world)} -n default
`,
      );
      assert.deepEqual(seen.stdout.match(/^ad\/\w+/gm), ['ad/orders', 'ad/stock']);
      assert.equal(seen.code, 1);
    }));

  test('waits that run out of time end with 124 if nothing else failed, and with 1 if something did', () =>
    three(async (world) => {
      world.operator.paused = true;
      const late = await world.run(`create orders reports --timeout 30s`);
      assert.equal(
        endOf(late),
        `0 of 2 created (30s); failed: 2
x ad/orders: timed out after 30s waiting for the service of endpoint "orders-pe" of atlasdeployment/orders; last seen: the operator has not processed the last change yet
    kubectl atlas-pe create ad/orders --timeout 30s
x ad/reports: timed out after 30s waiting for the service of endpoint "reports-pe" of atlasdeployment/reports; last seen: the operator has not processed the last change yet
    kubectl atlas-pe create ad/reports --timeout 30s
`,
      );
      assert.deepEqual([late.stdout, late.code], ['', 124]);
      world.kubernetes.fail({ verb: 'patch', name: 'stock', status: 403, reason: 'Forbidden' });
      const mixed = await world.run(`create orders stock --timeout 30s`);
      assert.match(endOf(mixed), /^0 of 2 created \(30s\); failed: 2\n/);
      assert.equal(mixed.code, 1);
    }));
});

suite('the command of one of several objects', (test) => {
  test('is the only one below its failure, also where they fail over the same endpoint', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      for (const name of ['orders', 'reports']) world.deployCluster({ name });
      await world.operator.settled();
      world.operator.paused = true;
      const flags = `${placedInGroup(world)} --yes --refresh --timeout 30s`;
      const seen = await world.run(`up orders reports ${flags}`);
      const late =
        'timed out after 30s waiting for the service of endpoint "orders-us-east-1" of atlasprivateendpoint/orders-us-east-1; last seen: no status from the operator yet (is it running?)';
      assert.equal(
        endOf(seen),
        `0 of 2 connected (30s); failed: 2
x ad/orders: ${late}
    kubectl atlas-pe up ad/orders ${flags}
x ad/reports: ${late}
    kubectl atlas-pe up ad/reports ${flags}
`,
      );
    }));

  test('has of the placement what is for its region and its cloud', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.deployCluster({ name: 'reports', regions: ['AZURE:EUROPE_NORTH'] });
      world.ec2.fail({ action: 'DescribeSubnets', code: 'UnauthorizedOperation', times: Infinity });
      world.kubernetes.fail({ verb: 'create', name: 'reports-europe-north', status: 403, reason: 'Forbidden' });
      const { subnets } = world.account;
      const where = `--subnet-id us-east-1=${subnets.a} --subnet=northeurope=${world.azure.subnets.endpoints}`;
      const words = `up ad orders reports -yn default ${where} --tag`.split(' ');
      const seen = await world.run([...words, 'a=b c', '--refresh=false', '--timeout=5s']);
      assert.deepEqual(
        seen.stderr.split('\n').filter((line) => line.startsWith('    kubectl atlas-pe up')),
        [
          `    kubectl atlas-pe up ad/orders -y -n default --subnet-id ${subnets.a} --tag 'a=b c' --refresh=false --timeout 5s`,
          `    kubectl atlas-pe up ad/reports -y -n default --subnet ${world.azure.subnets.endpoints} --tag 'a=b c' --refresh=false --timeout 5s`,
        ],
        seen.stderr,
      );
    }));
});

suite('Ctrl-C', (test) => {
  test('stops all, and says what was changed for each', () =>
    three(async (world) => {
      const up = `up orders reports stock ${placedInGroup(world)}`;
      world.kubernetes.fail({ verb: 'patch', name: 'stock', status: 403, reason: 'Forbidden', message: 'no' });
      const seen = await world.run(up, { stopAt: /ad\/reports +\+ 3\/7 endpoint/ });
      const [, first, second] = world.ec2.endpoints('us-east-1').map(({ id }) => id);
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('error: interrupted')),
        `error: interrupted
  ad/orders   added to the spec; created ${world.ec2.endpoints('us-east-1')[0]?.id} in ${world.account.vpcId}
  ad/reports  added to the spec; created ${first} in ${world.account.vpcId}
  ad/stock    nothing was changed
hint: safe to resume with: kubectl atlas-pe ${up}
`,
      );
      assert.equal(second, undefined);
      assert.deepEqual([seen.stdout, seen.code], ['', 130]);
      assert.equal((await world.run(up)).stdout, strings);
      assert.equal(endpointsIn(world), 3);
    }));
});

suite('Ctrl-C on a terminal', (test) => {
  test('takes the lines away, and leaves what was changed', () =>
    three(async (world) => {
      const seen = await world.run(`create orders reports`, { tty: true, stopAt: /RESERVATION_REQUESTED/ });
      assert.deepEqual(screenOf(seen.stderr).lines, [
        'error: interrupted',
        '  ad/orders   added to the spec',
        '  ad/reports  added to the spec',
        'hint: safe to resume with: kubectl atlas-pe create orders reports',
        '',
      ]);
      assert.equal(seen.code, 130);
    }));
});

suite('two runs at once on some of the same objects', (test) => {
  test('create nothing twice', () =>
    three(async (world) => {
      const flags = placedInGroup(world);
      const both = await Promise.all([world.run(`up orders reports ${flags}`), world.run(`up reports stock ${flags}`)]);
      assert.deepEqual(
        both.map(({ code }) => code),
        [0, 0],
        both.map(({ stderr }) => stderr).join('\n'),
      );
      assert.equal(endpointsIn(world), 3);
    }));
});
