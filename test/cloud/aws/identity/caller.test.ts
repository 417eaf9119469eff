import { realClock } from '../../../harness/clock.ts';
import { fewRetries } from '../../../harness/few-retries.ts';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloudNamed } from '../../../../src/cloud/table.ts';
import { suite } from '../../../harness/suite.ts';
import { deploy, environment, prod, withBench } from './bench.ts';

suite('which AWS account is acted on', (test) => {
  test('AWS says the account, the shell says the credentials, the source the region', () =>
    withBench(prod, async ({ ec2, identity, logged }) => {
      ec2.belongs('AKPROD', '999900001111');
      assert.equal(await identity({ profile: 'prod' }), 'AWS account 999900001111 (profile prod), region eu-west-1');
      assert.equal(
        await identity({ region: 'us-east-1' }, { ...environment, AWS_PROFILE: 'prod' }),
        'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID), region us-east-1',
      );
      assert.deepEqual(
        ec2.stsRequests().map(({ action, region, accessKeyId }) => [action, region, accessKeyId]),
        [
          ['GetCallerIdentity', 'eu-west-1', 'AKPROD'],
          ['GetCallerIdentity', 'us-east-1', 'AKENV'],
        ],
      );
      assert.match(logged[0] ?? '', /^sts GetCallerIdentity eu-west-1 OK in \d+ milliseconds$/);
    }));

  test("a role's account is that of the role, not that of the keys which assume it", () =>
    withBench(deploy, async ({ identity }) => {
      assert.equal(
        await identity({ profile: 'deploy' }),
        'AWS account 222222222222 (profile deploy), region eu-west-1',
      );
    }));

  test('a role that may not be assumed has no account to tell: the next request says why', () =>
    withBench(deploy, async ({ ec2, identity }) => {
      ec2.fail({ action: 'AssumeRole', code: 'AccessDenied', message: 'you may not', times: Infinity });
      assert.equal(await identity({ profile: 'deploy' }), undefined);
    }));

  test('where AWS does not tell, or nobody answers, the account is called unknown', () =>
    withBench(prod, async ({ ec2, identity }) => {
      const unknown = 'AWS account unknown (profile prod), region eu-west-1';
      ec2.fail({ action: 'GetCallerIdentity', code: 'AccessDenied', message: 'explicit deny' });
      assert.equal(await identity({ profile: 'prod' }), unknown);
      ec2.fail({ action: 'GetCallerIdentity', times: 2 });
      assert.equal(await identity({ profile: 'prod' }), unknown);
      assert.equal(await identity({ profile: 'prod' }, { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' }), unknown);
    }));

  test('a connection that breaks once is tried once more', () =>
    withBench(prod, async ({ ec2, identity }) => {
      ec2.fail({ action: 'GetCallerIdentity' });
      assert.equal(await identity({ profile: 'prod' }), 'AWS account 123456789012 (profile prod), region eu-west-1');
    }));

  test('a network in which STS does not answer costs some seconds, not the command', () =>
    withBench(prod, async ({ identity }) => {
      const silent = createServer(() => undefined);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const { port } = silent.address() as AddressInfo;
      const started = performance.now();
      assert.equal(
        await identity({ profile: 'prod' }, { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` }),
        'AWS account unknown (profile prod), region eu-west-1',
      );
      assert.ok(performance.now() - started < 9_000);
      silent.closeAllConnections();
      silent.close();
    }));

  test('without credentials nothing is said of an account', () =>
    withBench({}, async ({ ec2, identity }) => {
      assert.equal(await identity(), undefined);
      assert.deepEqual(ec2.stsRequests(), []);
    }));

  test('a region that nobody says is left out', () =>
    withBench(prod, async ({ ec2 }) => {
      const open = cloudNamed('AWS').open({
        flags: {},
        env: { ...environment, AWS_ENDPOINT_URL: ec2.url, AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' },
        atlasRegion: undefined,
        attachments: [],
        warn: () => undefined,
        log: undefined,
        retries: fewRetries(realClock),
      });
      assert.equal(await (await open).identity([]), 'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID)');
    }));
});
