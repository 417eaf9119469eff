import assert from 'node:assert/strict';
import { type SeededAccount, seedAccount } from '../fakes/ec2/seed.ts';
import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

const regions = ['US_EAST_1', 'EU_WEST_1'] as const;
const azureSubnet =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';

/** A cluster in Virginia and Ireland, and a network in each. */
function inBoth(body: (world: World, eu: SeededAccount) => Promise<void>): Promise<void> {
  return inWorld({ generation: 'v2.15' }, async (world) => {
    const eu = seedAccount(world.ec2, 'eu-west-1');
    world.deployCluster({ regions });
    await body(world, eu);
  });
}

function placement({ account }: World, eu: SeededAccount): string {
  return [
    `--subnet-id us-east-1=${account.subnets.a} --subnet-id eu-west-1=${eu.subnets.b}`,
    `--security-group-id us-east-1=${account.groups.open},eu-west-1=${eu.groups.open}`,
  ].join(' ');
}

/** The lines of one region, without its name; which of several is a moment ahead is chance. */
function linesOf(region: string, { stderr }: Seen): readonly string[] {
  return stderr.split('\n').flatMap((line) => (line.startsWith(`${region}  `) ? [line.slice(region.length + 2)] : []));
}

function idsOf(world: World, name: string): readonly unknown[] {
  const { spec } = world.kubernetes.store.get('atlasprivateendpoints', 'default', name) as {
    spec?: { awsConfiguration?: unknown[]; azureConfiguration?: unknown[] };
  };
  return spec?.awsConfiguration ?? spec?.azureConfiguration ?? [];
}

function given(world: World): void {
  world.deployCluster({ regions });
}

/** In Virginia on AWS and in Ireland on Azure. */
function across(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ generation: 'v2.15' }, async (world) => {
    world.deployCluster({ regions: ['US_EAST_1', 'AZURE:EUROPE_NORTH'] });
    await body(world);
  });
}

/** Whose SRV strings are printed. */
function ownersOf({ stdout }: Seen): ReadonlySet<string | undefined> {
  return new Set(stdout.split('\n').flatMap((line) => /^connectionStringPrivateSrv\d* +(\S+)/.exec(line)?.[1] ?? []));
}

suite('a cluster in two regions', (test) => {
  test('one up makes the object, the cloud endpoint and the link in each, and prints the strings of both', () =>
    inBoth(async (world, eu) => {
      const seen = await world.run(`up ad/orders ${placement(world, eu)} --yes --refresh`);
      assert.equal(seen.code, 0, seen.stderr);
      const [us] = world.ec2.endpoints('us-east-1');
      const [ireland] = world.ec2.endpoints('eu-west-1');
      assert.deepEqual(
        [us, ireland].map((each) => [each?.vpcId, each?.subnetIds, each?.groupIds]),
        [
          [world.account.vpcId, [world.account.subnets.a], [world.account.groups.open]],
          [eu.vpcId, [eu.subnets.b], [eu.groups.open]],
        ],
      );
      assert.deepEqual(
        [idsOf(world, 'orders-us-east-1'), idsOf(world, 'orders-eu-west-1')],
        [[{ id: us?.id }], [{ id: ireland?.id }]],
      );
      assert.deepEqual(
        linesOf('EU_WEST_1', seen).filter((line) => / \+ /.test(line)),
        [
          ' + 1/7 declare            created atlasprivateendpoint/orders-eu-west-1',
          ' + 2/7 reserve       11s  com.amazonaws.vpce.eu-west-1.vpce-svc-0f29058cdd4e3ced3',
          ` + 3/7 endpoint           created ${ireland?.id} in ${eu.vpcId}`,
          ' + 4/7 accept         5s  ready to be linked (pendingAcceptance)',
          ` + 5/7 link               wrote ${ireland?.id} into the spec`,
          ' + 6/7 connect       11s  AVAILABLE',
        ],
      );
      assert.deepEqual(ownersOf(seen), new Set(['orders-us-east-1', 'orders-eu-west-1']));
      assert.match(
        seen.stderr,
        /^use it in a Pod: kubectl atlas-pe secret atlasdeployment\/orders -n default --endpoint \S+ -o pod-env\n {2}or: kubectl atlas-pe secret atlasdeployment\/orders -n default --endpoint \S+ -o pod-env$/m,
      );
      const again = await world.run('up ad/orders');
      assert.deepEqual([again.stdout, again.code], [seen.stdout, 0]);
      assert.doesNotMatch(again.stderr, /^(?:US_EAST_1|EU_WEST_1) {3}(?:\*|\+ \S+ \S+ +(?!already )\S+ )/m);
    }));

  test('where one region fails the other goes on; its error is told at once, the exit code is 1, and the next run resumes', () =>
    inBoth(async (world, eu) => {
      const command = `up ad/orders ${placement(world, eu)} --yes --refresh`;
      world.ec2.fail({
        action: 'CreateVpcEndpoint',
        region: 'us-east-1',
        code: 'VpcEndpointLimitExceeded',
        message: 'The maximum is reached.',
      });
      const seen = await world.run(command);
      assert.deepEqual(linesOf('US_EAST_1', seen).slice(-2), [
        'error: AWS refused CreateVpcEndpoint in us-east-1: The maximum is reached. (VpcEndpointLimitExceeded)',
        'hint: delete an unused interface endpoint of the VPC, or raise the quota L-29B6F2EB (50 for each VPC by default)',
      ]);
      assert.match(linesOf('EU_WEST_1', seen).at(-1) ?? '', /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE/);
      assert.ok(seen.stderr.indexOf('error: AWS refused') < seen.stderr.indexOf('AVAILABLE'), seen.stderr);
      assert.equal(
        seen.stderr.slice(seen.stderr.indexOf('\nerror: ') + 1),
        `error: 1 of 2 regions failed: US_EAST_1\nhint: the others are done; fix what is reported for each above, then continue with: kubectl atlas-pe ${command}\n`,
      );
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      const again = await world.run(command);
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /^EU_WEST_1 {2} \+ (?:\d\/\d )?connect +already +AVAILABLE$/m);
      assert.match(again.stderr, /^US_EAST_1 {3}\+ 3\/7 endpoint {11}created /m);
      assert.deepEqual([world.ec2.endpoints('us-east-1').length, world.ec2.endpoints('eu-west-1').length], [1, 1]);
    }));

  test('where both fail each says why, and neither is called done', () =>
    inBoth(async (world, eu) => {
      for (const region of regions)
        world.operator.project().services.failServices[region] = { status: 'FAILED', message: `none in ${region}` };
      const seen = await world.run(`up ad/orders ${placement(world, eu)} --yes`);
      for (const region of regions) {
        const name = `orders-${region.toLowerCase().replaceAll('_', '-')}`;
        assert.equal(
          linesOf(region, seen).at(-2),
          `error: endpoint "${name}" of atlasprivateendpoint/${name} has failed: none in ${region}`,
        );
      }
      assert.match(seen.stderr, /\nerror: 2 of 2 regions failed: US_EAST_1, EU_WEST_1\nhint: fix what is reported/);
      assert.equal(seen.code, 1);
    }));

  test('where one region takes too long the exit code is that of a wait that ran out', () =>
    inBoth(async (world, eu) => {
      world.addService({ name: 'ready' });
      await world.operator.settled();
      await world.clock.foreground.sleep(20_000);
      world.operator.paused = true;
      const seen = await world.run(`create ad/orders ${placement(world, eu)} --yes --timeout 30s`);
      assert.match(seen.stderr, /^EU_WEST_1 {2}error: timed out after 30s waiting for the service of /m);
      assert.match(seen.stderr, /^error: 1 of 2 regions failed: EU_WEST_1$/m);
      assert.equal(seen.code, 124);
      assert.equal(world.ec2.endpoints('us-east-1').length, 1);
    }));

  test('Ctrl-C stops both, and is told once', () =>
    inBoth(async (world, eu) => {
      const seen = await world.run(`up ad/orders ${placement(world, eu)} --yes`, { stopAt: /s {2}INITIATING/ });
      assert.equal(seen.stderr.match(/interrupted/g)?.length, 1, seen.stderr);
      assert.equal(seen.code, 130);
      assert.equal((await world.run(`up ad/orders ${placement(world, eu)} --yes --refresh`)).code, 0);
    }));

  test('--region takes the one with its plain flags, --endpoint the one whose cloud endpoint it names', () =>
    inBoth(async (world, eu) => {
      const one = await world.run(
        `up ad/orders --region EU_WEST_1 --vpc-id ${eu.vpcId} --subnet-id ${eu.subnets.a} --yes --refresh`,
      );
      assert.equal(one.code, 0, one.stderr);
      const [ireland] = world.ec2.endpoints('eu-west-1');
      const named = await world.run(`up ad/orders --endpoint ${ireland?.id}`);
      assert.deepEqual([named.stdout, named.code], [one.stdout, 0]);
      assert.equal(world.kubernetes.store.list('atlasprivateendpoints').length, 1);
    }));

  refuses(test, {
    when: 'a subnet that does not say for which region it is',
    given,
    command: 'up orders --yes --subnet-id subnet-0123456789abcdef0',
    stderr: `
error: --subnet-id=subnet-0123456789abcdef0 does not say which of the regions it is for
hint: write --subnet-id REGION=ID, such as --subnet-id US_EAST_1=subnet-0123456789abcdef0; or choose one region with --region
`,
  });

  refuses(test, {
    when: 'a security group that does not',
    given,
    command: 'up orders --yes --subnet-id us-east-1=subnet-0123456789abcdef0 --security-group-id sg-0123456789abcdef0',
    stderr: `
error: --security-group-id=sg-0123456789abcdef0 does not say which of the regions it is for
hint: write --security-group-id REGION=ID, such as --security-group-id US_EAST_1=sg-0123456789abcdef0; or choose one region with --region
`,
  });

  refuses(test, {
    when: 'a subnet of a region that the cluster is not in',
    given,
    command: 'up orders --yes --subnet-id us-west-1=subnet-0123456789abcdef0',
    stderr: `
error: --subnet-id=us-west-1=subnet-0123456789abcdef0 is for the region us-west-1, but this command is for other regions
hint: the regions are: US_EAST_1, EU_WEST_1
`,
  });

  refuses(test, {
    when: 'what is no subnet, behind its region',
    given,
    command: 'up orders --yes --subnet-id us-east-1=net-1',
    stderr: `
error: invalid value "net-1" for --subnet-id: not a subnet id
hint: it looks like --subnet-id=subnet-0123456789abcdef0
`,
  });

  refuses(test, {
    when: 'one VPC for both',
    given,
    command: 'up orders --yes --vpc-id vpc-0123456789abcdef0 --subnet-id us-east-1=subnet-0123456789abcdef0',
    stderr: `
error: --vpc-id names one VPC, but this command is for several regions
hint: omit it: the subnets determine it, as in --subnet-id REGION=SUBNET; or choose one region with --region
`,
  });

  refuses(test, {
    when: 'one id for both',
    given,
    command: 'up orders --yes --id vpce-0123456789abcdef0',
    stderr: `
error: --id names one endpoint, but atlasdeployment/orders has 2 regions
hint: choose one with --region US_EAST_1
`,
  });

  refuses(test, {
    when: 'the nodes of one for both',
    given,
    command: 'up orders --yes --from-nodes',
    stderr: `
error: --from-nodes places one endpoint, in the region of the nodes, but atlasdeployment/orders has 2 regions
hint: choose one with --region US_EAST_1
`,
  });
});

suite('a cluster on AWS and Azure', (test) => {
  test('one up places each part on its cloud: subnets of both are given, each with its region', () =>
    across(async (world) => {
      const { subnets, groups } = world.account;
      const seen = await world.run(
        `up ad/orders --yes --refresh --subnet-id us-east-1=${subnets.a} --security-group-id us-east-1=${groups.open} --subnet northeurope=${azureSubnet} --resource-group staging`,
      );
      assert.equal(seen.code, 0, seen.stderr);
      const [aws] = world.ec2.endpoints('us-east-1');
      const [azure] = world.arm.endpoints();
      assert.match(azure?.id ?? '', /\/resourceGroups\/staging\//);
      assert.deepEqual(
        [idsOf(world, 'orders-us-east-1'), idsOf(world, 'orders-europe-north')],
        [[{ id: aws?.id }], [{ id: azure?.id, ipAddress: '10.40.1.4' }]],
      );
      assert.equal(
        linesOf('AZURE EUROPE_NORTH', seen).at(-1),
        ' + 6/7 connect       11s  AVAILABLE, connection Approved',
      );
      assert.equal(linesOf('AWS US_EAST_1', seen).at(-1), ' + 6/7 connect       11s  AVAILABLE');
      assert.deepEqual(ownersOf(seen), new Set(['orders-us-east-1', 'orders-europe-north']));
      assert.equal((await world.run('up ad/orders')).stdout, seen.stdout);
    }));

  test('where Azure refuses, AWS goes on', () =>
    across(async (world) => {
      world.arm.fail({ method: 'PUT', code: 'SubnetIsFull', message: 'No address is left.' });
      const command = `up ad/orders --yes --refresh --subnet-id us-east-1=${world.account.subnets.a} --subnet northeurope=${azureSubnet}`;
      const seen = await world.run(command);
      assert.match(
        seen.stderr,
        /^AZURE EUROPE_NORTH {2}error: Azure refused to create the private endpoint: No address is left\. \(SubnetIsFull\)$/m,
      );
      assert.match(seen.stderr, /^error: 1 of 2 regions failed: AZURE EUROPE_NORTH$/m);
      assert.deepEqual([idsOf(world, 'orders-us-east-1').length, seen.code], [1, 1]);
      assert.equal((await world.run(command)).code, 0);
    }));

  test('regions that both clouds have under one name get objects of two names', () =>
    inWorld({}, async (world) => {
      world.deployCluster({ regions: ['US_EAST_2', 'AZURE:US_EAST_2'] });
      assert.equal((await world.run('create ad/orders --yes')).code, 0);
      assert.deepEqual(
        world.kubernetes.store
          .list('atlasprivateendpoints')
          .map(({ metadata }) => metadata.name)
          .toSorted(),
        ['orders-aws-us-east-2', 'orders-azure-us-east-2'],
      );
    }));

  test("--region us-east-1 is AWS's, though the operator reads Azure's US_EAST the same way", () =>
    inWorld({}, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'AZURE:US_EAST'] });
      assert.equal((await world.run('create ad/orders --region us-east-1 --yes')).code, 0);
      assert.deepEqual(
        world.kubernetes.store.list('atlasprivateendpoints').map(({ metadata }) => metadata.name),
        ['orders-us-east-1'],
      );
    }));

  refuses(test, {
    when: 'subnets of both clouds that do not say for which region they are',
    given: (world) => world.deployCluster({ regions: ['US_EAST_1', 'AZURE:EUROPE_NORTH'] }),
    command: `up orders --yes --subnet-id subnet-0123456789abcdef0 --subnet ${azureSubnet}`,
    stderr: `
error: --subnet is for Azure and --subnet-id for AWS: an endpoint is in one cloud only
hint: use the flags of the cloud that the Atlas deployment runs on; if it runs on both, write REGION=ID in each
`,
  });
});
