import assert from 'node:assert/strict';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoogleAuth, gaxios } from 'google-auth-library';
import { rejection, suite } from '../../harness/suite.ts';
import { type Bench, withCompute } from './fixture.ts';
import { impersonatingFile, serviceAccountFile, userFile } from './identity/credential-files.ts';
import { inEnvironment, inFolder } from './identity/fixture.ts';
import { type Tunnel, startTunnel } from './tunnel.ts';

const scopes = ['https://www.googleapis.com/auth/compute'];
const person = { email: 'dev@example.com', clientId: 'app', clientSecret: 'open', refreshToken: '1//refresh' };

/** Runs `body` as a process that was started with HTTPS_PROXY and NODE_EXTRA_CA_CERTS. */
function behindProxy(body: (bench: Bench, tunnel: Tunnel) => Promise<void>): Promise<void> {
  return withCompute(async (bench) => {
    const tunnel = await startTunnel(bench.compute.url);
    const [trusted, before] = [getCACertificates('default'), process.env['HTTPS_PROXY']];
    setDefaultCACertificates([...trusted, tunnel.caPem]);
    process.env['HTTPS_PROXY'] = tunnel.url;
    try {
      await body(bench, tunnel);
    } finally {
      if (before === undefined) delete process.env['HTTPS_PROXY'];
      else process.env['HTTPS_PROXY'] = before;
      setDefaultCACertificates(trusted);
      await tunnel.close();
    }
  });
}

/** Whom the fake takes the caller for who has this file. */
async function principalOf({ compute }: Bench, credentials: object): Promise<string | undefined> {
  let token: string | null | undefined;
  await inFolder((folder) => {
    const file = join(folder, 'credentials.json');
    writeFileSync(file, JSON.stringify(credentials));
    return inEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: file }, async () => {
      token = await new GoogleAuth({ scopes, projectId: 'shop-prod' }).getAccessToken();
    });
  });
  return compute.identity.tokens.read(`Bearer ${token}`)?.principal;
}

suite("behind a proxy, under Google's own names", (test) => {
  test("a service account's key is exchanged for a token", () =>
    behindProxy(async (bench, tunnel) => {
      const account = bench.compute.identity.accounts.addKey('shop-prod', 'ci');
      const file = serviceAccountFile(account);
      assert.equal(await principalOf(bench, file), 'ci@shop-prod.iam.gserviceaccount.com');
      assert.deepEqual(tunnel.hosts(), ['oauth2.googleapis.com']);
      const { privateKeyPem } = bench.compute.identity.accounts.addKey('shop-prod', 'other');
      const forged = await rejection(principalOf(bench, { ...file, private_key: privateKeyPem }));
      assert.match(forged.message, /invalid_grant: Invalid JWT Signature\./);
      const strange = { ...file, client_email: 'gone@shop-prod.iam.gserviceaccount.com' };
      assert.match((await rejection(principalOf(bench, strange))).message, /Invalid grant: account not found/);
    }));

  test("a person's login is refreshed, and is of no use once it was revoked", () =>
    behindProxy(async (bench) => {
      bench.compute.identity.accounts.users.push(person);
      assert.equal(await principalOf(bench, userFile(person)), 'dev@example.com');
      bench.compute.identity.accounts.users.pop();
      const error = await rejection(principalOf(bench, userFile(person)));
      assert.equal(error.message, 'invalid_grant');
      assert.deepEqual(bench.compute.requests().at(-1)?.answer, {
        error: 'invalid_grant',
        error_description: 'Token has been expired or revoked.',
      });
    }));

  test('a person impersonates a service account', () =>
    behindProxy(async (bench, tunnel) => {
      bench.compute.identity.accounts.users.push(person);
      const email = 'endpoints@shop-prod.iam.gserviceaccount.com';
      assert.equal(await principalOf(bench, impersonatingFile(userFile(person), email)), email);
      assert.deepEqual(tunnel.hosts(), ['oauth2.googleapis.com', 'iamcredentials.googleapis.com']);
    }));

  test('nobody else is reached', () =>
    behindProxy(async (_, tunnel) => {
      await assert.rejects(new gaxios.Gaxios().request({ url: 'https://storage.googleapis.com/', retry: false }));
      assert.deepEqual(tunnel.hosts(), ['storage.googleapis.com']);
    }));
});
