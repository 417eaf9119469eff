import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { dump } from 'js-yaml';
import type { UserError } from '../../src/core/errors.ts';
import type { ClusterFlags } from '../../src/kube/config/connection.ts';
import type { ClusterEntry } from '../../src/kube/config/entries.ts';
import { loadKubeconfig } from '../../src/kube/config/kubeconfig-file.ts';
import { connection as connect } from '../../src/kube/config/kubeconfig.ts';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { hintOf } from '../harness/hint.ts';
import { rejection, suite } from '../harness/suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
const { caPem } = await makeCertificates();
let files = 0;

interface Entries {
  readonly current?: string;
  readonly contexts?: Record<string, object>;
  readonly clusters?: Record<string, object>;
  readonly users?: Record<string, object>;
}

function list(key: string, entries: Record<string, object>): object[] {
  return Object.entries(entries).map(([name, value]) => ({ name, [key]: value }));
}

function file({ current, contexts = {}, clusters = {}, users = {} }: Entries): string {
  const path = join(folder, `config-${(files += 1)}`);
  const body = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    contexts: list('context', contexts),
    clusters: list('cluster', clusters),
    users: list('user', users),
  };
  writeFileSync(path, dump(body, { skipInvalid: true }));
  return path;
}

const simple: Entries = {
  current: 'a',
  contexts: { a: { cluster: 'c', user: 'u', namespace: 'shop' }, production: { cluster: 'c', user: 'u' } },
  clusters: {
    c: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': Buffer.from(caPem).toString('base64') },
  },
  users: { u: { token: 'secret-token' } },
};

/** A kubeconfig with these bytes for a certificate. */
function withBytes(bytes: string): string {
  return `clusters: [{name: c, cluster: {server: s, certificate-authority-data: ${bytes}}}]`;
}

/** A connection with the Authorization header that it would send. */
async function connection(flags: ClusterFlags, env: NodeJS.ProcessEnv) {
  const found = await connect(flags, { env });
  return { ...found, authorization: (await found.credentials.current()).authorization };
}

async function refusal(flags: ClusterFlags, env: NodeJS.ProcessEnv): Promise<UserError> {
  return (await rejection(connection(flags, env))) as UserError;
}

suite('kubeconfig', (test) => {
  test('the current context decides cluster, user and namespace', async () => {
    const found = await connection({}, { KUBECONFIG: file(simple) });
    assert.equal(found.server.href, 'https://127.0.0.1:6443/');
    assert.deepEqual(
      [found.context, found.namespace, found.authorization, found.ca],
      ['a', 'shop', 'Bearer secret-token', `${caPem}\n`],
    );
  });

  test('flags go before the kubeconfig; without a namespace it is default', async () => {
    const env = { KUBECONFIG: file(simple) };
    assert.equal((await connection({ context: 'production' }, env)).namespace, 'default');
    assert.equal((await connection({ namespace: 'x' }, env)).namespace, 'x');
    assert.equal(
      (await connection({ kubeconfig: file({ ...simple, current: 'production' }) }, env)).context,
      'production',
    );
  });

  test('of several files the first to say something wins, and missing ones are skipped', async () => {
    const first = file({ contexts: { a: { cluster: 'c', user: 'u', namespace: 'first' } } });
    const second = file(simple);
    const third = file({ ...simple, current: 'production', clusters: { c: { server: 'https://third' } } });
    const found = await connection({}, { KUBECONFIG: [join(folder, 'missing'), first, second, third].join(delimiter) });
    assert.deepEqual([found.context, found.namespace, found.server.hostname], ['a', 'first', '127.0.0.1']);
  });

  test('relative paths start at the file that holds them', async () => {
    writeFileSync(join(folder, 'ca.pem'), `a comment\n${caPem}`);
    writeFileSync(join(folder, 'token'), 'from-file\n');
    const found = await connection(
      {},
      {
        KUBECONFIG: file({
          ...simple,
          clusters: { c: { server: 'https://h', 'certificate-authority': 'ca.pem' } },
          users: { u: { tokenFile: 'token', token: 'old' } },
        }),
      },
    );
    assert.deepEqual([found.ca, found.authorization], [`${caPem}\n`, 'Bearer from-file']);
  });

  test('a credential plugin is run relative to the file, with KUBERNETES_EXEC_INFO and its own environment', async () => {
    const plugin = join(folder, 'plugin.sh');
    writeFileSync(
      plugin,
      `#!/bin/sh\ncase "$KUBERNETES_EXEC_INFO" in *ExecCredential*) echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$1-$WHO"'"}}';; esac\n`,
    );
    chmodSync(plugin, 0o755);
    const exec = {
      command: './plugin.sh',
      args: ['t'],
      env: [{ name: 'WHO', value: 'me' }],
      apiVersion: 'client.authentication.k8s.io/v1',
      interactiveMode: 'Never',
    };
    const found = await connection(
      {},
      { PATH: process.env['PATH'], KUBECONFIG: file({ ...simple, users: { u: { exec } } }) },
    );
    assert.equal(found.authorization, 'Bearer t-me');
  });

  test('a credential plugin that is missing or fails is named, with its install hint', async () => {
    const apiVersion = 'client.authentication.k8s.io/v1beta1';
    const missing = { apiVersion, command: 'no-such-plugin', installHint: 'brew install it' };
    const error = await refusal({}, { KUBECONFIG: file({ ...simple, users: { u: { exec: missing } } }) });
    assert.match(error.message, /getting credentials: exec: executable no-such-plugin not found$/);
    assert.equal(error.hint, 'brew install it');
    const failing = await refusal(
      {},
      {
        PATH: process.env['PATH'],
        KUBECONFIG: file({ ...simple, users: { u: { exec: { apiVersion, command: 'false' } } } }),
      },
    );
    assert.match(failing.message, /exec: executable false failed with exit code 1$/);
  });

  test('what is missing is said in one sentence with a hint', async () => {
    const nothing = await refusal({}, { HOME: join(folder, 'empty') });
    assert.match(nothing.message, /^no kubeconfig found \(looked for .*empty\/\.kube\/config\)$/);
    assert.match(hintOf(nothing), /--kubeconfig/);
    assert.match((await refusal({ kubeconfig: '/nope' }, {})).message, /\/nope does not exist/);
    const unknown = await refusal({ context: 'prodction' }, { KUBECONFIG: file(simple) });
    assert.match(unknown.message, /context "prodction" does not exist/);
    assert.match(hintOf(unknown), /did you mean "production"\?/);
    assert.match((await refusal({}, { KUBECONFIG: file({ ...simple, current: '' }) })).message, /no current context/);
    assert.match((await refusal({}, { KUBECONFIG: file({ ...simple, clusters: {} }) })).message, /has no server/);
    const old = await refusal(
      {},
      { KUBECONFIG: file({ ...simple, users: { u: { 'auth-provider': { name: 'gcp' } } } }) },
    );
    assert.match(old.message, /auth-provider "gcp"/);
  });

  test('bytes may be a list of numbers, and text behind a closed bracket is not read, as kubectl has it', () => {
    const path = join(folder, 'bytes');
    const read = (text: string): ClusterEntry | undefined => {
      writeFileSync(path, text);
      return loadKubeconfig({}, path).clusters.get('c')?.value;
    };
    for (const [bytes, base64] of [
      ['[5]', 'BQ=='],
      ['[]', ''],
      ['[null, 5.0]', 'AAU='],
    ] as const)
      assert.equal(read(withBytes(bytes))?.['certificate-authority-data'], base64);
    for (const bytes of ['[256]', '[-1]', '[1.5]', '["a"]', '[true]'])
      assert.throws(() => read(withBytes(bytes)), /certificate-authority-data is not base64/);
    assert.deepEqual(read(`{"clusters":[{"name":"c","cluster":{"server":"s"}}]}"dev",\n "x": [`)?.server, 's');
    assert.throws(() => read(`{"apiVersion":"v1"}'x`), /is not YAML/);
  });

  test('only the versions of the API that have a default mode get it', () => {
    const path = join(folder, 'modes');
    for (const [apiVersion, mode] of [
      ['client.authentication.k8s.io/v1beta1', 'IfAvailable'],
      ['client.authentication.k8s.io/v1alpha1', 'IfAvailable'],
      ['client.authentication.k8s.io/v1', undefined],
      ['client.example.com/v1beta1', undefined],
    ] as const) {
      writeFileSync(path, `users: [{name: u, user: {exec: {apiVersion: ${apiVersion}, command: aws}}}]`);
      assert.equal(loadKubeconfig({}, path).users.get('u')?.value.exec?.interactiveMode, mode);
    }
  });

  test('a file that is no YAML is named', async () => {
    const path = join(folder, 'broken');
    writeFileSync(path, 'a: [1\n');
    assert.match((await refusal({}, { KUBECONFIG: path })).message, /broken is not YAML/);
  });

  test('a value of another type makes the file unusable, as it does for kubectl; null is the same as left out', async () => {
    const path = join(folder, 'types');
    for (const [text, expected] of [
      ['5', 'is not a kubeconfig'],
      ['contexts: 5', 'cannot be used: contexts is not a list'],
      ['contexts: [5]', 'cannot be used: contexts[0] is not a mapping'],
      [
        'contexts: [{name: a, context: {namespace: 7}}]',
        'cannot be used: contexts[0].context.namespace is not a string',
      ],
      [
        'clusters: [{name: a, cluster: {insecure-skip-tls-verify: "yes"}}]',
        'cannot be used: clusters[0].cluster.insecure-skip-tls-verify is not true or false',
      ],
      [
        'users: [{name: a, user: {exec: {command: x, args: [1]}}}]',
        'cannot be used: users[0].user.exec.args is not a list of strings',
      ],
    ] as const) {
      writeFileSync(path, text);
      assert.equal((await refusal({}, { KUBECONFIG: path })).message, `the kubeconfig ${path} ${expected}`);
    }
    writeFileSync(
      path,
      'current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u, namespace: null}}]\n' +
        'clusters: [{name: c, cluster: {server: "https://x", proxy-url: null}}]\nusers: [{name: u, user: {token: t, exec: null}}]\n',
    );
    assert.equal((await connection({}, { KUBECONFIG: path })).namespace, 'default');
  });
});
