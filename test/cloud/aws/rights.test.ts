import assert from 'node:assert/strict';
import { adviceOnRight } from '../../../src/cloud/aws/account/refusals/rights.ts';
import { awsError } from '../../../src/cloud/aws/account/errors.ts';
import type { Hint } from '../../../src/core/next-command.ts';
import { UserError } from '../../../src/core/errors.ts';
import { hintOf } from '../../harness/hint.ts';
import { suite } from '../../harness/suite.ts';

const where = { action: 'CreateVpcEndpoint', region: 'us-east-1', profile: 'prod' };
const user = 'User: arn:aws:sts::123456789012:assumed-role/dev/jo is not authorized to perform:';
const begin = `You are not authorized to perform this operation. ${user}`;
const readme = 'docs/permissions.md has the whole IAM policy';
const endpoint = 'arn:aws:ec2:us-east-1:123456789012:vpc-endpoint/*';

const textOf = (hint: Hint): string => hintOf(new UserError('refused', { hint }));
const advice = (message: string): string => textOf(adviceOnRight(message, where));

suite('a right that is missing on AWS', (test) => {
  for (const [what, message, expected] of [
    [
      'the one that AWS names, not the one that was tried',
      `${begin} ec2:CreateTags on resource: ${endpoint} because no identity-based policy allows the ec2:CreateTags action`,
      `the missing permission is ec2:CreateTags; ${readme}`,
    ],
    [
      'what was tried, where AWS names none',
      'You are not authorized to perform this operation.',
      `the missing permission is ec2:CreateVpcEndpoint or ec2:CreateTags; ${readme}`,
    ],
    [
      'forbidden by a policy of the organization',
      `${begin} ec2:CreateVpcEndpoint on resource: ${endpoint} with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-1`,
      'a service control policy of the organization forbids ec2:CreateVpcEndpoint: only an administrator of the organization can change that, no policy of the account can',
    ],
    [
      'not allowed by the organization',
      `${begin} ec2:CreateTags on resource: ${endpoint} because no service control policy allows the ec2:CreateTags action`,
      'no service control policy of the organization allows ec2:CreateTags: only an administrator of the organization can change that, no policy of the account can',
    ],
    [
      'denied by a statement',
      `${begin} ec2:CreateTags on resource: ${endpoint} with an explicit deny in an identity-based policy`,
      'a statement with "Deny" in the identity-based policy forbids ec2:CreateTags: no further permission helps; remove or narrow that statement',
    ],
    [
      'outside a boundary',
      `${begin} ec2:CreateVpcEndpoint on resource: ${endpoint} because no permissions boundary allows the ec2:CreateVpcEndpoint action`,
      'no permissions boundary allows ec2:CreateVpcEndpoint: allow it there too',
    ],
    [
      'in a VPC that another account shares',
      `${begin} ec2:CreateVpcEndpoint on resource: arn:aws:ec2:us-east-1:210987654321:vpc/vpc-0aaa because no identity-based policy allows the ec2:CreateVpcEndpoint action`,
      'vpc-0aaa belongs to the account 210987654321, which shares it: only that account can create an interface endpoint there',
    ],
    [
      'encoded',
      `${begin} ec2:CreateTags on resource: ${endpoint} with an explicit deny in a session policy. Encoded authorization failure message: AbC-123_xyz`,
      'a statement with "Deny" in the session policy forbids ec2:CreateTags: no further permission helps; remove or narrow that statement; decode what AWS says with: aws sts decode-authorization-message --region us-east-1 --profile prod --encoded-message AbC-123_xyz --query DecodedMessage --output text',
    ],
  ] as const) {
    test(`is told: ${what}`, () => assert.equal(advice(message), expected));
  }

  test('is told for each code that says so', () => {
    for (const name of ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException']) {
      const error = Object.assign(new Error(`${begin} ec2:CreateTags on resource: ${endpoint}`), {
        name,
        $metadata: { httpStatusCode: 403 },
      });
      assert.match(textOf(awsError(error, where).hint ?? ''), /^the missing permission is ec2:CreateTags; /);
    }
  });
});
