import assert from 'node:assert/strict';
import { hintWriter } from '../../src/cli/hints.ts';
import { awsCommand } from '../../src/cloud/aws/command.ts';
import { cloudNamed } from '../../src/cloud/table.ts';
import type { NextCommand } from '../../src/core/next-command.ts';
import { suite } from '../harness/suite.ts';

const write = hintWriter(undefined, []);
const text = (command: NextCommand): string => write([command]);
const service = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0aaaaaaaaaaaaaaaa';
const createdOnAzure = (flags: Record<string, string>): string => text(cloudNamed('AZURE').commandHint('/id', flags));

suite("commands of the clouds' own command lines", (test) => {
  test('of aws say the region of the service, or the one that is given, and the profile', () => {
    const created = (flags: Record<string, string>, of = service): string =>
      text(cloudNamed('AWS').commandHint(of, flags));
    const rest = `--vpc-endpoint-type Interface --service-name ${service} --vpc-id VPC --subnet-ids SUBNET --security-group-ids GROUP --no-private-dns-enabled`;
    assert.equal(created({}), `aws ec2 create-vpc-endpoint --region eu-west-1 ${rest}`);
    assert.equal(
      created({ region: 'us-east-1', profile: 'shop prod' }),
      `aws ec2 create-vpc-endpoint --region us-east-1 --profile 'shop prod' ${rest}`,
    );
    assert.match(
      created({ profile: 'prod' }, 'another'),
      /^aws ec2 create-vpc-endpoint --profile prod --region REGION /,
    );
    assert.equal(text(awsCommand('sso login', { profile: 'prod' })), 'aws sso login --profile prod');
  });

  test('of az say the subscription that is given', () => {
    assert.doesNotMatch(createdOnAzure({}), /subscription/);
    assert.match(createdOnAzure({ subscription: 'sub' }), /^az network private-endpoint create .* --subscription sub$/);
  });
});
