import { writeFileSync } from 'node:fs';
import { refuses } from '../harness/bad-input.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';

/** The flags of a good placement: one subnet of the production VPC. */
/** The deployment, with the endpoint reserved already: what is refused after that has nothing left to change. */
async function reserved(world: World): Promise<void> {
  world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
  await world.run('create orders');
}

async function refusedByEc2(world: World, code: string, message: string): Promise<void> {
  await reserved(world);
  world.ec2.fail({ action: 'CreateVpcEndpoint', code, message });
}

async function inState(
  world: World,
  state: 'rejected' | 'failed' | 'expired',
  code: string,
  message: string,
): Promise<void> {
  await reserved(world);
  await world.run(`create orders ${placed(world)}`);
  world.ec2.setState(world.ec2.endpoints('us-east-1')[0]?.id ?? '', state, { code, message });
}

const [vpc, a] = ['vpc-0f1022bd408b0250c', 'subnet-0ae3acf39ae212ca2'];

suite('an AWS account that cannot be used', (test) => {
  refuses(test, {
    when: 'there are no credentials',
    given: (world) => {
      world.deploy();
      return { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    },
    command: (world) => `create orders ${placed(world)}`,
    afterProgress: true,
    stderr: `
error: no AWS credentials found: none in the environment or the AWS files
hint: log in with: aws sso login
  or: aws configure
  or name a profile with --profile
`,
  });
  refuses(test, {
    when: 'the SSO session has expired',
    given: (world) => {
      world.deploy();
      const config = `${world.kubeconfig}-aws`;
      writeFileSync(
        config,
        '[profile prod]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = dev\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n',
      );
      process.env['AWS_CONFIG_FILE'] = config;
      process.env['HOME'] = '/nonexistent';
      return { AWS_CONFIG_FILE: config };
    },
    command: (world) => `create orders --profile prod ${placed(world)}`,
    afterProgress: true,
    stderr: `
error: the AWS SSO session of profile prod has expired or is missing: The SSO session token associated with profile=prod was not found or is invalid.
hint: log in with: aws sso login --profile prod
`,
  });
  refuses(test, {
    when: 'the access key is not accepted',
    given: (world) =>
      refusedByEc2(world, 'AuthFailure', 'AWS was not able to validate the provided access credentials'),
    command: (world) => `create orders ${placed(world)}`,
    afterProgress: true,
    stderr: `
error: AWS refused CreateVpcEndpoint in us-east-1: AWS was not able to validate the provided access credentials (AuthFailure)
hint: the access key was refused: check it with: aws sts get-caller-identity
`,
  });
  refuses(test, {
    when: 'the right to create is missing; the encoded part of the message goes into the command that decodes it',
    given: (world) =>
      refusedByEc2(
        world,
        'UnauthorizedOperation',
        'You are not authorized to perform this operation. Encoded authorization failure message: AbC-123_xyz',
      ),
    command: (world) => `create orders ${placed(world)}`,
    afterProgress: true,
    stderr: `
error: AWS refused CreateVpcEndpoint in us-east-1: You are not authorized to perform this operation. (UnauthorizedOperation)
hint: the missing permission is ec2:CreateVpcEndpoint or ec2:CreateTags; docs/permissions.md has the whole IAM policy; decode what AWS says with: aws sts decode-authorization-message --region us-east-1 --encoded-message AbC-123_xyz --query DecodedMessage --output text
`,
  });
  refuses(test, {
    when: 'the VPC has as many endpoints as it may',
    given: (world) =>
      refusedByEc2(world, 'VpcEndpointLimitExceeded', 'The maximum number of VPC endpoints has been reached.'),
    command: (world) => `create orders ${placed(world)}`,
    afterProgress: true,
    stderr: `
error: AWS refused CreateVpcEndpoint in us-east-1: The maximum number of VPC endpoints has been reached. (VpcEndpointLimitExceeded)
hint: delete an unused interface endpoint of the VPC, or raise the quota L-29B6F2EB (50 for each VPC by default)
`,
  });
});

suite('a placement that cannot be', (test) => {
  const refusal = (when: string, command: (world: World) => string, stderr: string): void =>
    refuses(test, { when, given: (world) => world.deploy(), command, stderr, afterProgress: true });

  refusal(
    'the region is another one',
    (world) => `create orders --region eu-west-1 ${placed(world)}`,
    `
error: AWS does not know the value of --subnet-id: The subnet ID '${a}' does not exist (InvalidSubnetID.NotFound, region eu-west-1)
hint: check --subnet-id, and that --region and --profile are those of your VPC
`,
  );
  refusal(
    'the region is in the spelling of Atlas',
    (world) => `create orders --region US_EAST_1 ${placed(world)}`,
    `
error: invalid value "US_EAST_1" for --region: not an AWS region
hint: AWS spells it --region=us-east-1
`,
  );
  refusal(
    'the VPC is unknown',
    () => `create orders --vpc-id vpc-00000000 --subnet-id ${a}`,
    `
error: ${a} is in ${vpc}, not in vpc-00000000
hint: did you mean --vpc-id ${vpc}?
`,
  );
  refusal(
    'the subnet is unknown',
    () => `create orders --vpc-id ${vpc} --subnet-id subnet-00000000`,
    `
error: AWS does not know the value of --subnet-id: The subnet ID 'subnet-00000000' does not exist (InvalidSubnetID.NotFound, region us-east-1)
hint: check --subnet-id, and that --region and --profile are those of your VPC
`,
  );
  refusal(
    'the subnet is no subnet id',
    () => `create orders --vpc-id ${vpc} --subnet-id ${vpc}`,
    `
error: invalid value "${vpc}" for --subnet-id: not a subnet id
hint: it looks like --subnet-id=subnet-0123456789abcdef0
`,
  );
  refusal(
    'the security group is unknown',
    (world) => `create orders ${placed(world)} --security-group-id sg-00000000`,
    `
error: AWS does not know the value of --security-group-id: The security group 'sg-00000000' does not exist (InvalidGroup.NotFound, region us-east-1)
hint: check --security-group-id, and that --region and --profile are those of your VPC
`,
  );
  refusal(
    'the security group is of another VPC',
    (world) => `create orders ${placed(world)} --security-group-id ${world.account.other.groupId}`,
    `
error: the security group sg-01e96654b52feebb6 is in vpc-04dd9cd5f00ca57a8, not in ${vpc}
hint: list the groups of the VPC with: aws ec2 describe-security-groups --region us-east-1 --filters Name=vpc-id,Values=${vpc}
`,
  );
  refusal(
    'two subnets are in one zone',
    (world) => `create orders ${placed(world)},${world.account.subnets.a2}`,
    `
error: ${a} and subnet-0f83a47217678942d are both in the zone us-east-1a; an endpoint takes one subnet per zone
hint: omit one of them: --subnet-id ${a}
`,
  );
  refusal(
    'the subnets are in two VPCs',
    (world) => `create orders ${placed(world)} --subnet-id ${world.account.other.subnetId}`,
    `
error: the subnets are in different VPCs: subnet-08f5af91841c163f9 in vpc-04dd9cd5f00ca57a8, ${a} in ${vpc}
hint: give subnets of one VPC only
`,
  );
  refusal(
    'a tag is no tag',
    (world) => `create orders ${placed(world)} --tag team`,
    `
error: invalid value "team" for --tag: not key=value
hint: write it like --tag team=payments
`,
  );
});

suite('a cloud endpoint that cannot be linked', (test) => {
  const removal =
    'it cannot be linked; delete it (aws ec2 delete-vpc-endpoints --region us-east-1 --vpc-endpoint-ids vpce-026b4c868ce5d755d) and run the same command again to create another';
  for (const [state, code, message] of [
    ['rejected', 'Rejected', 'The owner of the service has rejected the endpoint.'],
    ['failed', 'InternalError', 'The endpoint could not be made.'],
    ['expired', 'Expired', 'Nobody accepted the endpoint in time.'],
  ] as const) {
    refuses(test, {
      when: `it is ${state}`,
      given: (world) => inState(world, state, code, message),
      command: 'link orders',
      afterProgress: true,
      stderr: `
error: the cloud endpoint vpce-026b4c868ce5d755d is ${state}: ${code}: ${message}
hint: ${removal}
`,
    });
  }
  refuses(test, {
    when: 'the id is unknown',
    given: reserved,
    command: 'link orders --id vpce-0123456789abcdef0',
    afterProgress: true,
    stderr: `
error: the cloud endpoint vpce-0123456789abcdef0 does not exist, or these credentials cannot see it
hint: check --id, --region and --profile; without --id the endpoint is looked up by tag, then by service name
`,
  });
  refuses(test, {
    when: 'there is none',
    given: reserved,
    command: 'link orders',
    afterProgress: true,
    stderr: `
error: no cloud endpoint was found for endpoint "orders-pe" of atlasdeployment/orders, neither by tag nor by the service com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d
hint: create one with: kubectl atlas-pe create atlasdeployment/orders -n default --endpoint orders-pe --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
`,
  });
});
