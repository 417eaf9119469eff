import { idOf } from './model.ts';
import type { FakeEc2 } from './server.ts';

/** The ids of a seeded account; the same in every run. */
export interface SeededAccount {
  readonly region: string;
  /** Names of its three zones: a, b, c. */
  readonly zones: readonly [string, string, string];
  readonly vpcId: string;
  /** Private subnets of the VPC, one in each zone, and `a2`: a second one in the first zone. */
  readonly subnets: Readonly<Record<'a' | 'b' | 'c' | 'a2', string>>;
  /** Groups of the VPC: its default, one that lets 1024-65535 in from the VPC, one that lets only 443 in. */
  readonly groups: Readonly<Record<'default' | 'open' | 'web', string>>;
  /** A second VPC, with one subnet and one group of its own. */
  readonly other: { readonly vpcId: string; readonly subnetId: string; readonly groupId: string };
}

/** Fills a region with a small, believable account. It has no endpoint service: whoever plays Atlas adds that. */
export function seedAccount(ec2: Pick<FakeEc2, 'account'>, region: string): SeededAccount {
  const { account } = ec2;
  const id = (prefix: string, name: string): string => idOf(prefix, region, name);
  const zones = [`${region}a`, `${region}b`, `${region}c`] as const;
  const vpc = account.addVpc({
    region,
    id: id('vpc', 'prod'),
    cidr: '10.20.0.0/16',
    dnsHostnames: true,
    tags: { Name: 'prod' },
  });
  const subnet = (name: string, zone: string, third: number): string =>
    account.addSubnet({
      region,
      zone,
      vpcId: vpc.id,
      id: id('subnet', name),
      cidr: `10.20.${third}.0/24`,
      tags: { Name: `prod-private-${name}`, 'kubernetes.io/role/internal-elb': '1' },
    }).id;
  const group = (name: string, from: number, to: number, vpcId: string, cidr: string): string =>
    account.addSecurityGroup({
      region,
      vpcId,
      name,
      id: id('sg', name),
      ingress: [{ protocol: 'tcp', from, to, cidrs: [cidr] }],
    }).id;
  const other = account.addVpc({ region, id: id('vpc', 'staging'), cidr: '10.30.0.0/16', tags: { Name: 'staging' } });
  return {
    region,
    zones,
    vpcId: vpc.id,
    subnets: {
      a: subnet('a', zones[0], 1),
      b: subnet('b', zones[1], 2),
      c: subnet('c', zones[2], 3),
      a2: subnet('a2', zones[0], 4),
    },
    groups: {
      default:
        [...account.region(region).groups.values()].find((found) => found.vpcId === vpc.id && found.name === 'default')
          ?.id ?? '',
      open: group('atlas-clients', 1024, 65535, vpc.id, vpc.cidr),
      web: group('web', 443, 443, vpc.id, '0.0.0.0/0'),
    },
    other: {
      vpcId: other.id,
      subnetId: account.addSubnet({
        region,
        zone: zones[0],
        vpcId: other.id,
        id: id('subnet', 'staging-a'),
        cidr: '10.30.1.0/24',
        tags: { Name: 'staging-a' },
      }).id,
      groupId: group('staging-clients', 1024, 65535, other.id, other.cidr),
    },
  };
}
