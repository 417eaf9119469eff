import assert from 'node:assert/strict';
import { checkEndpointId, parsePlacement } from '../../../src/cloud/aws/placement.ts';
import { checkRegion, regionOfAtlas, regionOfService } from '../../../src/cloud/aws/region.ts';
import type { UserError } from '../../../src/core/errors.ts';
import { hintOf } from '../../harness/hint.ts';
import { suite } from '../../harness/suite.ts';

const [vpcId, subnet, group] = ['vpc-0123456789abcdef0', 'subnet-0a1b2c3d', 'sg-0123456789abcdef0'];

function refusal(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    return error as UserError;
  }
  throw new Error('nothing was refused');
}

suite('placement on AWS', (test) => {
  test('a complete one is read, each id once', () => {
    assert.deepEqual(
      parsePlacement({
        'vpc-id': vpcId,
        'subnet-id': [subnet, subnet],
        'security-group-id': [group],
        tag: ['team=shop', 'note=a=b', 'empty='],
      }),
      {
        cloud: 'AWS',
        network: vpcId,
        vpcId,
        subnetIds: [subnet],
        securityGroupIds: [group],
        addressType: undefined,
        tags: [
          { Key: 'team', Value: 'shop' },
          { Key: 'note', Value: 'a=b' },
          { Key: 'empty', Value: '' },
        ],
      },
    );
  });

  test('no flags, no placement; a profile or a region alone asks for none', () => {
    assert.equal(parsePlacement({}), undefined);
    assert.equal(parsePlacement({ region: 'us-east-1', profile: 'prod' }), undefined);
  });

  test('what is missing is named with the way to find it', () => {
    assert.equal(parsePlacement({ 'subnet-id': [subnet] })?.network, undefined, 'the VPC is that of the subnets');
    assert.match(refusal(() => parsePlacement({ 'vpc-id': vpcId })).message, /^--subnet-id is missing/);
    assert.match(hintOf(refusal(() => parsePlacement({ 'vpc-id': vpcId }))), new RegExp(`describe-subnets.*${vpcId}`));
  });

  test('a malformed id is refused with its flag', () => {
    for (const id of ['vpc-xyz', 'subnet-0a1b2c3d', 'vpc-0A1B2C3D', 'vpc-0a1b2c3d4', '']) {
      assert.match(
        refusal(() => parsePlacement({ 'vpc-id': id, 'subnet-id': [subnet] })).message,
        /for --vpc-id: not a vpc id/,
      );
    }
    assert.match(
      refusal(() => parsePlacement({ 'vpc-id': vpcId, 'subnet-id': [subnet, 'sn-1'] })).message,
      /"sn-1" for --subnet-id/,
    );
    assert.match(
      refusal(() => parsePlacement({ 'vpc-id': vpcId, 'subnet-id': [subnet], 'security-group-id': [subnet] })).message,
      /for --security-group-id/,
    );
  });

  test('a malformed tag is refused, and so is one that is not a person’s to give', () => {
    for (const tag of [
      'team',
      '=shop',
      'aws:x=1',
      'kubectl-atlas-pe/uid=1',
      `${'k'.repeat(129)}=v`,
      `k=${'v'.repeat(257)}`,
    ]) {
      assert.match(refusal(() => parsePlacement({ tag: [tag] })).message, /for --tag/);
    }
  });

  test('an endpoint id is checked, and the service id that people mix it up with is explained', () => {
    checkEndpointId('vpce-0123456789abcdef0');
    assert.match(refusal(() => checkEndpointId('vpce-123')).message, /"vpce-123" for --id/);
    assert.match(hintOf(refusal(() => checkEndpointId('vpce-svc-0123456789abcdef0'))), /Atlas's endpoint service/);
  });
});

suite('regions', (test) => {
  test('the region is read out of a service name, China included', () => {
    assert.equal(regionOfService('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0'), 'eu-west-1');
    assert.equal(regionOfService('cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0'), 'cn-north-1');
    assert.equal(regionOfService('/subscriptions/x'), undefined);
  });

  test("Atlas's spelling becomes AWS's", () => {
    assert.equal(regionOfAtlas('AP_SOUTHEAST_2'), 'ap-southeast-2');
  });

  test("a region in Atlas's spelling is refused with AWS's", () => {
    checkRegion('us-gov-west-1');
    assert.match(hintOf(refusal(() => checkRegion('US_EAST_1'))), /--region=us-east-1/);
    assert.match(refusal(() => checkRegion('nowhere')).message, /"nowhere" for --region/);
  });
});
