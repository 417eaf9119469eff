import { regionOfService } from './region.ts';
import type { AwsPlacement } from './placement.ts';

/** The `aws` command that creates the same endpoint, as the Atlas set-up page writes it; placeholders stand for a missing placement. */
export function createCommand(
  service: string,
  region: string | undefined,
  placement: AwsPlacement | undefined,
): string[] {
  return [
    'aws',
    'ec2',
    'create-vpc-endpoint',
    '--vpc-endpoint-type',
    'Interface',
    '--service-name',
    service,
    '--region',
    region ?? regionOfService(service) ?? 'REGION',
    '--vpc-id',
    placement?.vpcId ?? 'VPC',
    '--subnet-ids',
    ...(placement?.subnetIds ?? ['SUBNET']),
    ...(placement === undefined
      ? ['--security-group-ids', 'GROUP']
      : placement.securityGroupIds.length > 0
        ? ['--security-group-ids', ...placement.securityGroupIds]
        : []),
    '--no-private-dns-enabled',
  ];
}
