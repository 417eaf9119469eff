import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const region = 'us-east-1';

interface Place {
  readonly world: World;
  /** A subnet of each kind, each in a zone of its own. */
  readonly subnets: { readonly ipv4: string; readonly both: string; readonly ipv6: string };
  /** A group that lets the VPC's IPv6 addresses in, and one that lets its IPv4 addresses in. */
  readonly groups: { readonly ipv4: string; readonly ipv6: string };
}

/** A VPC with IPv6, and a reserved service that takes requests over these families. */
function inVpc(families: readonly ('ipv4' | 'ipv6')[], body: (place: Place) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    const { account } = world.ec2;
    const vpcId = account.addVpc({ region, cidr: '10.60.0.0/16', ipv6Cidr: '2600:1f18:1:2300::/56' }).id;
    const subnet = (zone: string, more: { ipv6Cidr?: string; ipv6Native?: boolean }): string =>
      account.addSubnet({ region, vpcId, zone: `${region}${zone}`, cidr: '10.60.1.0/24', ...more }).id;
    const group = (name: string, cidr: string): string =>
      account.addSecurityGroup({
        region,
        vpcId,
        name,
        ingress: [{ protocol: 'tcp', from: 1024, to: 65535, cidrs: [cidr] }],
      }).id;
    world.deploy();
    const { stdout } = await world.run('create orders');
    account.addService(stdout.trim(), { region, zones: ['a', 'b', 'c'].map((zone) => region + zone), families });
    await body({
      world,
      subnets: {
        ipv4: subnet('a', {}),
        both: subnet('b', { ipv6Cidr: '2600:1f18:1:2301::/64' }),
        ipv6: subnet('c', { ipv6Cidr: '2600:1f18:1:2302::/64', ipv6Native: true }),
      },
      groups: { ipv4: group('four', '10.60.0.0/16'), ipv6: group('six', '2600:1f18:1:2300::/56') },
    });
  });
}

/** The error of a command that makes nothing. */
async function refusal(world: World, line: string): Promise<string> {
  const seen = await world.run(line);
  assert.equal(seen.code, 1, seen.stderr);
  assert.deepEqual(world.ec2.endpoints(region), []);
  return seen.stderr.slice(seen.stderr.indexOf('error: '));
}

const everything = ['ipv4', 'ipv6'] as const;

suite('--ip-address-type on AWS', (test) => {
  for (const [type, kind, groupKind] of [
    ['ipv4', 'both', 'ipv4'],
    ['dualstack', 'both', 'ipv4'],
    ['ipv6', 'ipv6', 'ipv6'],
  ] as const) {
    test(`${type}: up makes such an endpoint, and goes on with it`, () =>
      inVpc(everything, async ({ world, subnets, groups }) => {
        const line = `up orders --subnet-id ${subnets[kind]} --security-group-id ${groups[groupKind]} --ip-address-type ${type}`;
        const seen = await world.run(line);
        assert.equal(seen.code, 0, seen.stderr);
        assert.doesNotMatch(seen.stderr, /warning/);
        assert.deepEqual(
          world.ec2.endpoints(region).map(({ addressType }) => addressType),
          [type],
        );
        const again = await world.run(line);
        assert.deepEqual([again.code, /warning/.test(again.stderr)], [0, false], again.stderr);
      }));
  }

  test('without it EC2 chooses, and is sent none', () =>
    inVpc(everything, async ({ world, subnets }) => {
      assert.equal((await world.run(`create orders --subnet-id ${subnets.both}`)).code, 0);
      const sent = world.ec2.requests().filter(({ action }) => action === 'CreateVpcEndpoint');
      assert.deepEqual(
        sent.map(({ params }) => params['IpAddressType']),
        [undefined],
      );
      assert.equal(world.ec2.endpoints(region)[0]?.addressType, 'ipv4');
    }));

  test('a group that lets IPv4 alone in is warned of where the endpoint has IPv6 addresses alone', () =>
    inVpc(everything, async ({ world, subnets, groups }) => {
      const seen = await world.run(
        `create orders --subnet-id ${subnets.ipv6} --security-group-id ${groups.ipv4} --ip-address-type ipv6`,
      );
      const [warning = ''] = seen.stderr.split('\n').filter((line) => line.startsWith('warning: '));
      assert.equal(
        warning.replace(/vpc-\w+/, 'VPC'),
        `warning: ${groups.ipv4} does not let TCP 1024-65535 in from VPC (2600:1f18:1:2300::/56): Pods could not reach Atlas; let them in with: aws ec2 authorize-security-group-ingress --region us-east-1 --group-id ${groups.ipv4} --ip-permissions 'IpProtocol=tcp,FromPort=1024,ToPort=65535,Ipv6Ranges=[{CidrIpv6=2600:1f18:1:2300::/56}]'`,
      );
    }));

  test('an endpoint that exists with other addresses is said to, with the command that changes it', () =>
    inVpc(everything, async ({ world, subnets, groups }) => {
      const line = `up orders --subnet-id ${subnets.both} --security-group-id ${groups.ipv4}`;
      assert.equal((await world.run(line)).code, 0);
      const { id } = world.ec2.endpoints(region)[0] ?? {};
      const seen = await world.run(`${line} --ip-address-type dualstack`);
      assert.ok(
        seen.stderr.includes(
          `warning: ${id} already exists and differs from the flags: --ip-address-type is ipv4, not dualstack; it is left as it is; change it with: aws ec2 modify-vpc-endpoint --region us-east-1 --vpc-endpoint-id ${id} --ip-address-type dualstack\n`,
        ),
        seen.stderr,
      );
    }));

  for (const [type, kinds, said, advice] of [
    [
      '',
      ['ipv6'],
      'us-east-1c has IPv6 addresses only, but without --ip-address-type an endpoint needs IPv4 addresses in every subnet',
      'use --ip-address-type ipv6 if the service supports it, or choose other subnets with --subnet-id',
    ],
    [
      '',
      ['ipv4', 'ipv6'],
      'us-east-1c has IPv6 addresses only, but without --ip-address-type an endpoint needs IPv4 addresses in every subnet',
      'no type suits all of these subnets: choose others with --subnet-id',
    ],
    [
      'ipv4',
      ['both', 'ipv6'],
      'us-east-1c has IPv6 addresses only, but --ip-address-type ipv4 needs IPv4 addresses in every subnet',
      'no type suits all of these subnets: choose others with --subnet-id',
    ],
    [
      'ipv6',
      ['both'],
      'us-east-1b has both IPv4 and IPv6 addresses, but --ip-address-type ipv6 needs subnets that have IPv6 addresses only',
      'use --ip-address-type dualstack if the service supports it, or choose other subnets with --subnet-id',
    ],
    [
      'dualstack',
      ['ipv4', 'both'],
      'us-east-1a has IPv4 addresses only, but --ip-address-type dualstack needs both IPv4 and IPv6 addresses in every subnet',
      'use --ip-address-type ipv4 if the service supports it, or choose other subnets with --subnet-id',
    ],
  ] as const) {
    test(`${type || 'no type'} in ${kinds.join(' and ')}: refused before anything is made`, () =>
      inVpc(everything, async ({ world, subnets }) => {
        const ids = kinds.map((kind) => subnets[kind]);
        const flag = type === '' ? '' : ` --ip-address-type ${type}`;
        const seen = await refusal(world, `up orders --subnet-id ${ids.join(',')}${flag}`);
        const unlike = ids.find((id) => seen.includes(`${id} in`)) ?? '';
        assert.equal(seen, `error: ${unlike} in ${said}\nhint: ${advice}\n`);
      }));
  }

  for (const [families, type, kind, said] of [
    [
      ['ipv4'],
      'dualstack',
      'both',
      `error: the service supports ipv4 only, but --ip-address-type is dualstack
hint: omit --ip-address-type, and choose subnets that have IPv4 addresses
`,
    ],
    [
      ['ipv6'],
      undefined,
      'ipv4',
      `error: the service supports ipv6 only, but without --ip-address-type an endpoint is an ipv4 one
hint: use --ip-address-type ipv6, in subnets that have such addresses
`,
    ],
  ] as const) {
    test(`a service of ${families.join(' and ')} alone is not asked for ${type ?? 'what EC2 chooses'}`, () =>
      inVpc(families, async ({ world, subnets }) => {
        const flag = type === undefined ? '' : ` --ip-address-type ${type}`;
        assert.equal(await refusal(world, `create orders --subnet-id ${subnets[kind]}${flag}`), said);
        assert.ok(!world.ec2.requests().some(({ action }) => action === 'CreateVpcEndpoint'));
      }));
  }

  test('a word that is no type, and a type without a subnet, are refused', () =>
    inVpc(everything, async ({ world }) => {
      assert.equal(
        await refusal(world, 'up orders --subnet-id subnet-0123456789abcdef0 --ip-address-type IPv6'),
        'error: invalid value "IPv6" for --ip-address-type\nhint: use one of: ipv4, ipv6, dualstack\n',
      );
      assert.match(await refusal(world, 'up orders --ip-address-type ipv6'), /^error: --subnet-id is missing: /);
    }));

  test('a shell completes it', () =>
    inWorld({}, async (world) => {
      const seen = await world.run(['__complete', 'up', 'orders', '--ip-address-type', '']);
      assert.equal(seen.stdout.split('\n').slice(0, 3).join(' '), 'ipv4 ipv6 dualstack');
    }));
});
