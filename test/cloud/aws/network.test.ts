import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cloudNamed } from '../../../src/cloud/table.ts';
import { UserError } from '../../../src/core/errors.ts';
import { makeCertificates } from '../../fakes/apiserver/certificates.ts';
import { amazons, startTunnel } from '../../fakes/compute/tunnel.ts';
import { handClock } from '../../fakes/ec2/fixture.ts';
import { startEc2 } from '../../fakes/ec2/server.ts';
import { realClock } from '../../harness/clock.ts';
import { fewRetries } from '../../harness/few-retries.ts';
import { hintOf } from '../../harness/hint.ts';
import { suite } from '../../harness/suite.ts';
import { deploy, environment, withBench } from './identity/bench.ts';
import { withFiles } from './identity/files.ts';

const region = 'us-east-1';
const proxyHint = 'check the proxy in HTTPS_PROXY; NO_PROXY lists the hosts that are reached without it';

/** What becomes of a look at the endpoints: their number, or the error and its hint. */
async function look(env: NodeJS.ProcessEnv, profile?: string): Promise<readonly unknown[]> {
  try {
    const cloud = await cloudNamed('AWS').open({
      flags: { region, ...(profile === undefined ? {} : { profile }) },
      env: { AWS_EC2_METADATA_DISABLED: 'true', ...environment, ...env },
      atlasRegion: undefined,
      attachments: [],
      warn: () => undefined,
      log: undefined,
      retries: fewRetries(realClock),
    });
    return [(await cloud.made(undefined)).length];
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return [error.message, hintOf(error)];
  }
}

/** Runs in a network in which AWS is behind a proxy, whose certificates a company has signed. */
function behindProxy(
  body: (env: NodeJS.ProcessEnv, tunnel: Awaited<ReturnType<typeof startTunnel>>) => Promise<void>,
): Promise<void> {
  return withFiles({}, async (paths) => {
    const ec2 = await startEc2({ clock: handClock() });
    const tunnel = await startTunnel(ec2.url, amazons);
    const bundle = join(paths['AWS_CONFIG_FILE'] ?? '', '..', 'bundle.pem');
    writeFileSync(bundle, tunnel.caPem);
    try {
      await body({ ...paths, HTTPS_PROXY: tunnel.url, AWS_CA_BUNDLE: bundle }, tunnel);
    } finally {
      await Promise.all([tunnel.close(), ec2.close()]);
    }
  });
}

suite('a clock that is wrong', (test) => {
  test('is called that, with how far it is off', () =>
    withBench(deploy, async ({ ec2, env }) => {
      const message = 'Request has expired.';
      const rule = { code: 'RequestExpired', message, times: Infinity };
      const hint = 'set the clock of this machine';
      ec2.fail({ ...rule, action: 'DescribeVpcEndpoints', date: new Date(Date.now() + 7_230_000).toUTCString() });
      const [behind, advice] = await look(env);
      assert.match(
        String(behind),
        /^this machine's clock is 2h behind, so AWS refused DescribeVpcEndpoints in us-east-1: Request has expired\. \(RequestExpired\)$/,
      );
      assert.equal(advice, hint);
      ec2.fail({ ...rule, action: 'AssumeRole', date: new Date(Date.now() - 730_000).toUTCString() });
      const [ahead] = await look(env, 'deploy');
      assert.match(
        String(ahead),
        /^this machine's clock is 12m\d+s ahead, so AWS refused AssumeRole of arn:aws:iam::222222222222:role\/deploy: /,
      );
    }));

  test('is set right by the first answer, and only a refusal that is about it is sent again', () =>
    withBench({}, async ({ ec2, env }) => {
      const date = new Date(Date.now() + 7_230_000).toUTCString();
      ec2.fail({ action: 'DescribeVpcEndpoints', code: 'RequestExpired', date });
      assert.deepEqual(await look(env), [0]);
      const before = ec2.requests().length;
      ec2.fail({ action: 'DescribeVpcEndpoints', code: 'UnauthorizedOperation', message: 'no', date, times: Infinity });
      assert.match(String((await look(env))[0]), /^AWS refused DescribeVpcEndpoints in us-east-1: no /);
      assert.equal(ec2.requests().length, before + 1);
    }));

  test('that agrees with the clock of AWS is not blamed', () =>
    withBench({}, async ({ ec2, env }) => {
      ec2.fail({ action: 'DescribeVpcEndpoints', code: 'AuthFailure', message: 'no', times: Infinity });
      assert.deepEqual((await look(env))[0], 'AWS refused DescribeVpcEndpoints in us-east-1: no (AuthFailure)');
    }));
});

suite('the way to AWS', (test) => {
  test('goes through the proxy of the environment', () =>
    behindProxy(async (env, tunnel) => {
      assert.deepEqual(await look(env), [0]);
      assert.deepEqual(tunnel.hosts(), ['ec2.us-east-1.amazonaws.com']);
    }));

  test('a proxy that refuses is named without its password, with what it answered', () =>
    behindProxy(async (env, tunnel) => {
      const signed = tunnel.urlOf('me', 's@cret');
      assert.deepEqual(await look({ ...env, HTTPS_PROXY: signed }), [0]);
      const refused = `cannot reach EC2 in us-east-1 through the proxy ${tunnel.url}: the proxy answered 407 Proxy Authentication Required`;
      const signIn = 'the proxy asks for a user and a password: put USER:PASSWORD@ before the host in HTTPS_PROXY';
      assert.deepEqual(await look({ ...env, HTTPS_PROXY: signed.replace('me', 'you') }), [refused, signIn]);
      assert.deepEqual(await look({ ...env, HTTPS_PROXY: signed, AWS_ENDPOINT_URL_EC2: 'https://ec2.example.com' }), [
        `cannot reach EC2 in us-east-1 through the proxy ${tunnel.url}: the proxy answered 502 Bad Gateway`,
        proxyHint,
      ]);
    }));

  test('a proxy that does not answer is named', () =>
    behindProxy(async (env) =>
      assert.deepEqual(await look({ ...env, HTTPS_PROXY: 'http://me:secret@127.0.0.1:9' }), [
        'cannot reach EC2 in us-east-1 through the proxy http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9',
        proxyHint,
      ]),
    ));

  test('a variable that names no HTTP proxy is refused without its value', () =>
    behindProxy(async (env) =>
      assert.deepEqual(await look({ ...env, HTTPS_PROXY: 'socks5://me:secret@127.0.0.1:9' }), [
        'HTTPS_PROXY is not the URL of an HTTP proxy',
        'write it like HTTPS_PROXY=http://proxy.example.com:3128; a SOCKS proxy cannot be used',
      ]),
    ));

  test('a certificate that nobody vouches for is called that, with what makes it trusted', () =>
    behindProxy(async (env, tunnel) => {
      const trust =
        'if a proxy inspects TLS, or the endpoint is a private one, name a file with its CA in AWS_CA_BUNDLE, or in ca_bundle of the profile';
      const [message, hint] = await look({ ...env, AWS_CA_BUNDLE: undefined });
      assert.equal(
        message,
        `the certificate of EC2 in us-east-1 is not trusted through the proxy ${tunnel.url}: unable to verify the first certificate`,
      );
      assert.equal(hint, trust);
      writeFileSync(env['AWS_CA_BUNDLE'] ?? '', (await makeCertificates()).caPem);
      assert.equal((await look(env))[1], trust);
    }));

  test('a bundle that cannot be used is told with what names it', () =>
    behindProxy(async (env) => {
      const file = env['AWS_CONFIG_FILE'] ?? '';
      assert.deepEqual(
        (await look({ ...env, AWS_CA_BUNDLE: file }))[0],
        `AWS_CA_BUNDLE names ${file}, which holds no certificate in PEM format`,
      );
      writeFileSync(file, '[profile prod]\naws_access_key_id = AK\naws_secret_access_key = s\nca_bundle = /nowhere\n');
      assert.deepEqual(
        (await look({ ...env, AWS_CA_BUNDLE: '' }, 'prod'))[0],
        "ca_bundle of the AWS profile prod names a file that cannot be read: ENOENT: no such file or directory, open '/nowhere'",
      );
    }));

  test('what is not sent, and a host that speaks no TLS, are not called a refusal', () =>
    withFiles({}, async (paths) => {
      const server = createServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        const [message, hint] = await look({ ...paths, AWS_ENDPOINT_URL: url });
        assert.match(String(message), /^cannot open a TLS connection to EC2 in us-east-1: \S.*wrong version number/);
        assert.equal(hint, 'check the network, --region and AWS_ENDPOINT_URL');
        assert.deepEqual(await look({ ...paths, AWS_ENDPOINT_URL: url, AWS_SESSION_TOKEN: 'two\nlines' }), [
          'cannot send DescribeVpcEndpoints to EC2 in us-east-1: Invalid character in header content ["x-amz-security-token"] (ERR_INVALID_CHAR)',
          'an access key or a session token contains a blank or a line break',
        ]);
      } finally {
        server.close();
      }
    }));
});
