import { DescribeVpcEndpointsCommand, EC2Client, type VpcEndpoint } from '@aws-sdk/client-ec2';
import type { RealWorld } from './real-world.ts';

/** A VPC endpoint as EC2 shows it to a person, who asks for it; undefined for an id that it does not know. */
export async function describeEndpoint({ ec2 }: RealWorld, id: string): Promise<VpcEndpoint | undefined> {
  const client = new EC2Client({
    region: 'us-east-1',
    endpoint: ec2.url,
    credentials: { accessKeyId: 'AKIASANDBOX000000000', secretAccessKey: 'sandbox' },
  });
  try {
    const { VpcEndpoints = [] } = await client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    return VpcEndpoints[0];
  } finally {
    client.destroy();
  }
}
