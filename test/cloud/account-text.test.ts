import assert from 'node:assert/strict';
import { accountText } from '../../src/cloud/account/account-text.ts';
import { suite } from '../harness/suite.ts';

suite('the line that tells the account', (test) => {
  for (const [by, regions, expect] of [
    [undefined, [], 'AWS account 1'],
    ['profile prod', [undefined], 'AWS account 1 (profile prod)'],
    [undefined, ['us-east-1', undefined, 'us-east-1'], 'AWS account 1, region us-east-1'],
    ['profile prod', ['us-east-1', 'eu-west-1'], 'AWS account 1 (profile prod), regions us-east-1 and eu-west-1'],
  ] as const)
    test(expect, () => assert.equal(accountText({ account: 'AWS account 1', by, regions }), expect));
});
