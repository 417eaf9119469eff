import assert from 'node:assert/strict';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { suite } from '../../harness/suite.ts';
import { type Bench, withEc2 } from './fixture.ts';

function withSts(body: (bench: Bench, sts: STSClient) => Promise<void>): Promise<void> {
  return withEc2(async (bench) => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'made-up' };
    const sts = new STSClient({ region: 'eu-west-1', endpoint: bench.ec2.url, maxAttempts: 1, credentials });
    await body(bench, sts);
    sts.destroy();
  });
}

const role = { RoleArn: 'arn:aws:iam::222222222222:role/deploy', RoleSessionName: 'test' };

suite('STS, at the same URL', (test) => {
  test('says the account of the key that signs', () =>
    withSts(async ({ ec2 }, sts) => {
      assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, '123456789012');
      ec2.belongs('AKIDEXAMPLE', '999900001111');
      const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
      assert.deepEqual(
        [Account, Arn, UserId],
        ['999900001111', 'arn:aws:iam::999900001111:user/AKIDEXAMPLE', 'AKIDEXAMPLE'],
      );
      assert.deepEqual(ec2.requests(), []);
      assert.deepEqual(
        ec2.stsRequests().map(({ action, region, accessKeyId }) => [action, region, accessKeyId]),
        [
          ['GetCallerIdentity', 'eu-west-1', 'AKIDEXAMPLE'],
          ['GetCallerIdentity', 'eu-west-1', 'AKIDEXAMPLE'],
        ],
      );
    }));

  test('refuses on demand, in its own form; a failure of any action is one of EC2', () =>
    withSts(async ({ ec2 }, sts) => {
      ec2.fail({ action: '*', code: 'InternalError' });
      await sts.send(new GetCallerIdentityCommand({}));
      ec2.fail({ action: 'GetCallerIdentity', code: 'AccessDenied', message: 'explicit deny' });
      await assert.rejects(sts.send(new GetCallerIdentityCommand({})), {
        name: 'AccessDenied',
        message: 'explicit deny',
      });
    }));

  test('takes six digits as the code of an MFA device, each of them once, and never 000000', () =>
    withSts(async (_, sts) => {
      const assume = (TokenCode: string) =>
        sts.send(new AssumeRoleCommand({ ...role, SerialNumber: 'arn:aws:iam::111111111111:mfa/jo', TokenCode }));
      assert.ok((await assume('123456')).Credentials);
      const failed = { name: 'AccessDenied', message: /^MultiFactorAuthentication failed/ };
      await assert.rejects(assume('123456'), failed);
      await assert.rejects(assume('000000'), failed);
      await assert.rejects(assume('12345'), { name: 'ValidationError' });
    }));

  test('gives the session of a role, whose account is that of the role; the same each time', () =>
    withSts(async ({ ec2 }, sts) => {
      const { Credentials } = await sts.send(new AssumeRoleCommand(role));
      const again = await sts.send(new AssumeRoleCommand(role));
      assert.equal(Credentials?.AccessKeyId, again.Credentials?.AccessKeyId);
      assert.match(Credentials?.AccessKeyId ?? '', /^ASIA[0-9A-F]{16}$/);
      const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: 'y' };
      const session = new STSClient({ region: 'eu-west-1', endpoint: ec2.url, credentials });
      assert.equal((await session.send(new GetCallerIdentityCommand({}))).Account, '222222222222');
      assert.equal(ec2.stsRequests().at(-1)?.sessionToken, 'y');
      session.destroy();
    }));

  test('a token needs no signature, everything else does', () =>
    withSts(async ({ ec2 }, sts) => {
      const { Credentials } = await sts.send(new AssumeRoleWithWebIdentityCommand({ ...role, WebIdentityToken: 't' }));
      assert.match(Credentials?.AccessKeyId ?? '', /^ASIA/);
      assert.equal(ec2.stsRequests().at(-1)?.accessKeyId, undefined);
      for (const action of ['GetCallerIdentity', 'AssumeRole', 'Nothing']) {
        const body = `Action=${action}&Version=2011-06-15&RoleArn=x&RoleSessionName=y`;
        const reply = await fetch(ec2.url, { method: 'POST', body });
        assert.match(
          await reply.text(),
          action === 'Nothing' ? /<Code>InvalidAction</ : /^<ErrorResponse .*<Code>MissingAuthenticationToken</,
        );
      }
    }));
});
