import { CreateVpcEndpointCommand, EC2Client } from '@aws-sdk/client-ec2';

/** Creates an interface endpoint as a person would with the AWS console: without our tags. @returns its id */
export async function createByHand(
  service: string,
  vpcId: string,
  subnetIds: readonly string[],
  region = 'us-east-1',
): Promise<string> {
  const client = new EC2Client({ region });
  const answer = await client.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      ServiceName: service,
      VpcId: vpcId,
      SubnetIds: [...subnetIds],
      PrivateDnsEnabled: false,
    }),
  );
  client.destroy();
  return answer.VpcEndpoint?.VpcEndpointId ?? '';
}
