import { UserError } from '../../core/errors.ts';
import { causeOf, type Ec2 } from './ec2.ts';
import { isForbidden } from './errors.ts';
import type { AwsPlacement } from './placement.ts';

/**
 * Looks at the subnets and groups before anything is changed: what EC2 would refuse after the reservation is refused here, with
 * the names of the subnets in the message. Without the right to look, says so and goes on.
 * @throws UserError for unknown ids, subnets of another VPC or of one zone, groups of another VPC
 */
export async function checkPlacement(ec2: Ec2, placement: AwsPlacement, warn: (text: string) => void): Promise<void> {
  const { vpcId, subnetIds, securityGroupIds } = placement;
  const look = async <T>(right: string, call: () => Promise<T[]>): Promise<T[]> => {
    try {
      return await call();
    } catch (error) {
      if (!isForbidden(causeOf(error))) throw error;
      warn(`cannot check the placement before creating: the right ec2:${right} is missing`);
      return [];
    }
  };
  const [subnets, groups] = await Promise.all([
    look('DescribeSubnets', () => ec2.describeSubnets(subnetIds)),
    securityGroupIds.length === 0
      ? []
      : look('DescribeSecurityGroups', () => ec2.describeSecurityGroups(securityGroupIds)),
  ]);
  const strayed = subnets.find((subnet) => subnet.VpcId !== vpcId);
  if (strayed !== undefined) {
    const vpcs = [...new Set(subnets.map((subnet) => subnet.VpcId))];
    const message =
      vpcs.length > 1
        ? `the subnets are in different VPCs: ${subnets.map((subnet) => `${subnet.SubnetId} in ${subnet.VpcId}`).join(', ')}`
        : `${strayed.SubnetId} is in ${strayed.VpcId}, not in ${vpcId}`;
    throw new UserError(message, {
      hint: vpcs.length > 1 ? 'give subnets of one VPC only' : `did you mean --vpc-id ${strayed.VpcId}?`,
    });
  }
  const byZone = Map.groupBy(subnets, (subnet) => subnet.AvailabilityZone ?? '');
  for (const [zone, [first, second]] of byZone) {
    if (first !== undefined && second !== undefined) {
      throw new UserError(
        `${first.SubnetId} and ${second.SubnetId} are both in the zone ${zone}; an endpoint takes one subnet for each zone`,
        {
          hint: `leave one of them out: --subnet-id ${subnetIds.filter((id) => id !== second.SubnetId).join(',')}`,
        },
      );
    }
  }
  const foreign = groups.find((group) => group.VpcId !== vpcId);
  if (foreign !== undefined) {
    throw new UserError(`the security group ${foreign.GroupId} is in ${foreign.VpcId}, not in ${vpcId}`, {
      hint: `list the groups of the VPC with: aws ec2 describe-security-groups --filters Name=vpc-id,Values=${vpcId}`,
    });
  }
}
