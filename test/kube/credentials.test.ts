import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsOf } from '../../src/kube/config/credentials.ts';
import type { UserEntry } from '../../src/kube/config/entries.ts';
import { connection } from '../../src/kube/config/kubeconfig.ts';
import { Transport } from '../../src/kube/http/transport.ts';
import { UserError } from '../../src/core/errors.ts';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { hintOf } from '../harness/hint.ts';
import { rejection, suite } from '../harness/suite.ts';
import { startWitness } from './witness.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const apiVersion = 'client.authentication.k8s.io/v1';

/** A plugin that answers with the tokens 1, 2, 3 …, each good until it says. */
function counting(expirationTimestamp?: string): { folder: string; exec: { apiVersion: string; command: string } } {
  const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  const status = JSON.stringify({ token: '$n', expirationTimestamp }).replaceAll('"', '\\"');
  writeFileSync(
    join(folder, 'plugin'),
    `#!/bin/sh\necho x >>'${folder}/runs'\nn=$(wc -l <'${folder}/runs' | tr -d ' ')\necho "{\\"apiVersion\\":\\"${apiVersion}\\",\\"kind\\":\\"ExecCredential\\",\\"status\\":${status}}"\n`,
  );
  chmodSync(join(folder, 'plugin'), 0o755);
  return { folder, exec: { apiVersion, command: './plugin' } };
}

function source(value: UserEntry, folder: string, now: () => number) {
  const found = credentialsOf({ value, folder }, { env: process.env, interactive: false, cluster: undefined }, now);
  assert.ok(found !== undefined);
  return found;
}

/** The refusal of a plugin that prints this. */
function cat(answer: string): Promise<UserError> {
  return refusal({ apiVersion, command: 'sh', args: ['-c', `printf %s '${answer}'`] });
}

async function refusal(exec: UserEntry['exec'], answer?: string): Promise<UserError> {
  const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  writeFileSync(join(folder, 'answer'), answer ?? '');
  return (await rejection(source(exec === undefined ? {} : { exec }, folder, () => start).current())) as UserError;
}

suite('credentials', (test) => {
  test('a plugin is run once until its credential expires', async () => {
    const { folder, exec } = counting('2026-01-01T00:15:00Z');
    let now = start;
    const credentials = source({ exec }, folder, () => now);
    const [first, same] = await Promise.all([credentials.current(), credentials.current()]);
    assert.equal(first.authorization, 'Bearer 1');
    assert.equal(same, first);
    now += 15 * 60_000;
    assert.equal((await credentials.current()).authorization, 'Bearer 1');
    now += 1;
    assert.equal((await credentials.current()).authorization, 'Bearer 2');
  });

  test('without an expiry it is good until the process ends', async () => {
    const { folder, exec } = counting();
    let now = start;
    const credentials = source({ exec }, folder, () => now);
    await credentials.current();
    now += 1e12;
    assert.equal((await credentials.current()).authorization, 'Bearer 1');
  });

  test('what had worked and is refused is asked for again; what is refused at once is not', async () => {
    const { folder, exec } = counting();
    const credentials = source({ exec }, folder, () => start);
    const first = await credentials.current();
    assert.equal(credentials.refused(first), false);
    const second = await credentials.current();
    assert.equal(second.authorization, 'Bearer 2');
    await credentials.current();
    assert.equal(credentials.refused(second), true);
    assert.equal((await credentials.current()).authorization, 'Bearer 3');
  });

  test('a request that is refused in the middle of a wait is sent again with new credentials', async () => {
    const witness = await startWitness();
    const { folder, exec } = counting();
    const kubeconfig = join(folder, 'config');
    const cluster = { server: witness.tls, 'insecure-skip-tls-verify': true };
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        'current-context': 'a',
        contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'u', user: { exec: { ...exec, interactiveMode: 'Never' } } }],
      }),
    );
    const transport = new Transport(await connection({ kubeconfig }, { env: process.env }));
    witness.answer(200, 200, 401, 200, 401);
    const statuses = [];
    for (const path of ['/1', '/2', '/3']) statuses.push((await transport.send({ method: 'GET', path })).status);
    assert.deepEqual(statuses, [200, 200, 200]);
    assert.deepEqual(
      witness.taken().map(({ path, authorization }) => `${path} ${authorization}`),
      ['/1 Bearer 1', '/2 Bearer 1', '/3 Bearer 1', '/3 Bearer 2'],
    );
    transport.close();
    await witness.close();
  });

  test('a token file is read again after a minute, and keeps its last token when it vanishes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
    writeFileSync(join(folder, 'token'), 'one\n');
    let now = start;
    const credentials = source({ tokenFile: 'token' }, folder, () => now);
    const token = async (): Promise<string | undefined> => (await credentials.current()).authorization;
    writeFileSync(join(folder, 'token'), 'two\n');
    assert.equal(await token(), 'Bearer one');
    now += 60_000;
    assert.equal(await token(), 'Bearer two');
  });

  test('a plugin that answers something else is refused in client-go words, and nothing of it is shown', async () => {
    const begins = 'Unable to connect to the server: getting credentials: ';
    for (const [answer, message] of [
      ['{"token": "hush', 'decoding stdout: not an ExecCredential'],
      [
        '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential"}',
        `exec plugin is configured to use API version ${apiVersion}, plugin returned version client.authentication.k8s.io/v1beta1`,
      ],
      [`{"apiVersion":"${apiVersion}","kind":"ExecCredential"}`, "exec plugin didn't return a status field"],
      [
        `{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{}}`,
        "exec plugin didn't return a token or cert/key pair",
      ],
      [
        `{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{"clientKeyData":"hush"}}`,
        'exec plugin returned only certificate or key, not both',
      ],
    ] as const) {
      const error = await cat(answer);
      assert.equal(error.message, begins + message);
      assert.match(hintOf(error), /^run it yourself: sh …$/);
    }
  });

  test('an old apiVersion, and a plugin that must ask where nobody can answer', async () => {
    const old = await refusal({ apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'aws' });
    assert.equal(old.message, 'exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"');
    const asking = await refusal({ apiVersion, command: 'kubelogin', interactiveMode: 'Always' });
    assert.match(asking.message, /exec plugin cannot support interactive mode: standard input is not a terminal$/);
  });

  test('an auth-provider is refused with the way to the plugin that took its place', () => {
    for (const [name, hint] of [
      ['oidc', /kubectl oidc-login setup/],
      ['gcp', /gke-gcloud-auth-plugin/],
      ['azure', /kubelogin convert-kubeconfig/],
      ['other', /exec plugin, a client certificate or a token/],
    ] as const) {
      assert.throws(
        () => source({ 'auth-provider': { name } }, '/', () => start),
        (error) => error instanceof UserError && hint.test(hintOf(error)) && error.message.includes(`"${name}"`),
      );
    }
    assert.ok(source({ 'auth-provider': { name: 'oidc' }, token: 't' }, '/', () => start));
  });

  test('a Pod uses its service account where no kubeconfig says anything', async () => {
    const { caPem } = await makeCertificates();
    const serviceAccount = mkdtempSync(join(tmpdir(), 'service-account-'));
    for (const [file, content] of [
      ['token', 'pod-token\n'],
      ['ca.crt', caPem],
      ['namespace', 'shop'],
    ] as const)
      writeFileSync(join(serviceAccount, file), content);
    const env = { HOME: '/nowhere', KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const found = await connection({}, { env, serviceAccount });
    assert.equal(found.server.href, 'https://[fd00::1]/');
    assert.deepEqual([found.namespace, found.ca], ['shop', `${caPem}\n`]);
    assert.equal((await found.credentials.current()).authorization, 'Bearer pod-token');
    const flags = { namespace: 'x', token: 'flag', as: 'bob' };
    const flagged = await connection(flags, { env: { ...env, POD_NAMESPACE: 'y' }, serviceAccount });
    assert.deepEqual([flagged.namespace, flagged.impersonation], ['x', { 'Impersonate-User': 'bob' }]);
    assert.equal((await flagged.credentials.current()).authorization, 'Bearer flag');
    assert.equal((await connection({}, { env: { ...env, POD_NAMESPACE: 'y' }, serviceAccount })).namespace, 'y');
    assert.match((await rejection(connection({}, { env, serviceAccount: '/nope' }))).message, /^no kubeconfig found/);
    writeFileSync(join(serviceAccount, 'ca.crt'), 'broken');
    assert.equal((await connection({}, { env, serviceAccount })).ca, undefined);
  });

  test('the runs of a plugin are counted, so that the tests above can fail', async () => {
    const { folder, exec } = counting();
    await source({ exec }, folder, () => start).current();
    assert.equal(readFileSync(join(folder, 'runs'), 'utf8'), 'x\n');
  });
});
