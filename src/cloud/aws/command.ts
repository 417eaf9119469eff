import { regionOfService } from './region.ts';

/** The `aws` command that creates an interface endpoint by hand, as the Atlas set-up page writes it, with placeholders for the placement. */
export function createCommand(service: string): string {
  const region = regionOfService(service) ?? 'REGION';
  return `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --service-name ${service} --region ${region} --vpc-id VPC --subnet-ids SUBNET --security-group-ids GROUP --no-private-dns-enabled`;
}
