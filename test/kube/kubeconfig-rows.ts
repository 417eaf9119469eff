import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { dump } from 'js-yaml';
import type { ChainWish } from './rows/server-chain.ts';
import type { Arrived, Witness } from './witness.ts';

/** What a row is made of: files in a folder of its own, then flags and environment for kubectl and for us alike. */
export interface Row {
  /** A sentence: what is the case. */
  readonly when: string;
  /** Writes the files. @returns the command line's flags and environment */
  readonly given: (witness: Witness, folder: string) => { readonly flags?: readonly string[]; readonly env?: Env };
  /** What arrives at the witness, both from kubectl and from us; what is left out is nothing. */
  readonly arrives: Partial<Arrived> | 'nothing';
  /** For a credential plugin: whether KUBERNETES_EXEC_INFO is to be compared. */
  readonly execInfo?: boolean;
  /** The certificates that the server shows, if they matter. */
  readonly chain?: ChainWish;
}

export type Env = Readonly<Record<string, string>>;

interface Entries {
  readonly current?: string;
  readonly contexts?: Readonly<Record<string, object>>;
  readonly clusters?: Readonly<Record<string, object>>;
  readonly users?: Readonly<Record<string, object>>;
}

function list(key: string, entries: Readonly<Record<string, object>>): object[] {
  return Object.entries(entries).map(([name, value]) => ({ name, [key]: value }));
}

/** Writes a kubeconfig. @returns its path */
function write(folder: string, name: string, { current, contexts = {}, clusters = {}, users = {} }: Entries): string {
  const path = join(folder, name);
  const body = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current ?? '',
    contexts: list('context', contexts),
    clusters: list('cluster', clusters),
    users: list('user', users),
  };
  writeFileSync(path, dump(body));
  return path;
}

const context = { cluster: 'c', user: 'u' };
export const base64 = (text: string): string => Buffer.from(text).toString('base64');

function cluster(witness: Witness, more: object = {}): object {
  return { server: witness.tls, 'certificate-authority-data': base64(witness.caPem), ...more };
}

/** One file with one of each. */
export function simple(witness: Witness, folder: string, user: object, more: object = {}): { env: Env } {
  const path = write(folder, 'config', {
    current: 'a',
    contexts: { a: context },
    clusters: { c: cluster(witness, more) },
    users: { u: user },
  });
  return { env: { KUBECONFIG: path } };
}

/** A plugin in the folder that writes down what it was told, and answers with a token or what is given. */
export function plugin(
  folder: string,
  status: object,
): { apiVersion: string; command: string; interactiveMode: string } {
  mkdirSync(join(folder, 'bin'));
  const path = join(folder, 'bin', 'plugin');
  const apiVersion = 'client.authentication.k8s.io/v1';
  const answer = JSON.stringify({ apiVersion, kind: 'ExecCredential', status });
  writeFileSync(
    path,
    `#!/bin/sh\nprintf %s "$KUBERNETES_EXEC_INFO" >'${folder}/exec-info'\necho x >>'${folder}/runs'\necho 'asking you something' >&2\ncat <<'END'\n${answer}\nEND\n`,
  );
  chmodSync(path, 0o755);
  return { apiVersion, command: './bin/plugin', interactiveMode: 'IfAvailable' };
}

/** A name that does not resolve: only the proxy knows the way. localhost itself is never proxied. */
export const remote = (port: string): object => ({
  server: `https://api.shop.test:${port}`,
  'tls-server-name': 'localhost',
});

/** The rows of the kubeconfig, each tried with kubectl and with us (test/process/kubectl.check.ts), and in `npm test` with us. */
export const rows: readonly Row[] = [
  {
    when: 'several files are listed: the first that sets a current-context wins, and the first of two entries of a name',
    given: (witness, folder) => {
      const files = [
        write(folder, '1', { contexts: { a: { cluster: 'c', user: 'first' } }, users: { first: { token: 'one' } } }),
        join(folder, 'missing'),
        write(folder, '2', { current: 'a', contexts: { a: { cluster: 'none' } }, clusters: { c: cluster(witness) } }),
        write(folder, '3', {
          current: 'b',
          contexts: { b: context },
          clusters: { c: { server: witness.plain } },
          users: { first: { token: 'three' } },
        }),
      ];
      return { env: { KUBECONFIG: files.join(delimiter) } };
    },
    arrives: { at: 'tls', authorization: 'Bearer one' },
  },
  {
    when: 'a file named by a flag goes before KUBECONFIG',
    given: (witness, folder) => {
      const { env } = simple(witness, folder, { token: 'flag' });
      return { flags: [`--kubeconfig=${env['KUBECONFIG']}`], env: { KUBECONFIG: join(folder, 'missing') } };
    },
    arrives: { at: 'tls', authorization: 'Bearer flag' },
  },
  {
    when: 'a user and groups are impersonated by flags',
    given: (witness, folder) => ({
      ...simple(witness, folder, { token: 't' }),
      flags: ['--as', 'bob', '--as-group', 'dev', '--as-group=ops,x', '--as-uid', '7'],
    }),
    arrives: {
      at: 'tls',
      authorization: 'Bearer t',
      impersonate: { 'impersonate-user': ['bob'], 'impersonate-group': ['dev', 'ops,x'], 'impersonate-uid': ['7'] },
    },
  },
  {
    when: 'the kubeconfig impersonates, and a flag takes the place of the user',
    given: (witness, folder) => ({
      ...simple(witness, folder, {
        token: 't',
        as: 'bob',
        'as-groups': ['dev'],
        'as-user-extra': { 'example.com/scope': ['a', 'b'] },
      }),
      flags: ['--as=eve'],
    }),
    arrives: {
      at: 'tls',
      authorization: 'Bearer t',
      impersonate: {
        'impersonate-user': ['eve'],
        'impersonate-group': ['dev'],
        'impersonate-extra-example.com%2fscope': ['a', 'b'],
      },
    },
  },
  {
    when: 'a credential plugin, whose path starts at the kubeconfig, is told of itself and its cluster',
    given: (witness, folder) =>
      simple(
        witness,
        folder,
        { exec: { ...plugin(folder, { token: 'from-plugin' }), provideClusterInfo: true, env: null } },
        { extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }] },
      ),
    arrives: { at: 'tls', authorization: 'Bearer from-plugin' },
    execInfo: true,
  },
  {
    when: 'a credential plugin answers with a certificate',
    given: (witness, folder) =>
      simple(witness, folder, {
        exec: plugin(folder, {
          clientCertificateData: witness.client.certPem,
          clientKeyData: witness.client.keyPem,
        }),
      }),
    arrives: { at: 'tls', certificate: 'alice' },
    execInfo: true,
  },
  {
    when: 'there are a token and a plugin: the plugin is not run',
    given: (witness, folder) =>
      simple(witness, folder, { token: 't', exec: { ...plugin(folder, {}), command: 'nope' } }),
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
  {
    when: 'there are a certificate and a plugin: the plugin is not run',
    given: (witness, folder) =>
      simple(witness, folder, {
        'client-certificate-data': base64(witness.client.certPem),
        'client-key-data': base64(witness.client.keyPem),
        exec: { ...plugin(folder, {}), command: 'nope' },
      }),
    arrives: { at: 'tls', certificate: 'alice' },
  },
  {
    when: 'the plugin is not installed',
    given: (witness, folder) =>
      simple(witness, folder, { exec: { ...plugin(folder, {}), command: 'no-such-plugin', installHint: 'brew' } }),
    arrives: 'nothing',
  },
  {
    when: 'the token is in a file beside the kubeconfig, and goes before a token in it',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'token'), 'from-file\n');
      return simple(witness, folder, { tokenFile: 'token', token: 'old' });
    },
    arrives: { at: 'tls', authorization: 'Bearer from-file' },
  },
  {
    when: 'the server is http: it is asked without credentials',
    given: (witness, folder) =>
      simple(witness, folder, { token: 't' }, { server: witness.plain, 'certificate-authority-data': undefined }),
    arrives: { at: 'plain' },
  },
  {
    when: 'a server flag without a scheme is http too',
    given: (witness, folder) => ({
      ...simple(witness, folder, { token: 't' }, { 'certificate-authority-data': undefined }),
      flags: ['--server', witness.plain.replace('http://', '')],
    }),
    arrives: { at: 'plain' },
  },
  {
    when: 'HTTPS_PROXY is the only way',
    given: (witness, folder) => {
      const { env } = simple(witness, folder, { token: 't' }, remote('6443'));
      return { env: { ...env, HTTPS_PROXY: witness.proxy, NO_PROXY: 'other.test,shop.test:1' } };
    },
    arrives: { at: 'tls', authorization: 'Bearer t', proxiedTo: 'api.shop.test:6443' },
  },
  {
    when: 'NO_PROXY has the domain',
    given: (witness, folder) => {
      const { env } = simple(witness, folder, { token: 't' }, remote('6443'));
      return { env: { ...env, HTTPS_PROXY: witness.proxy, NO_PROXY: 'shop.test' } };
    },
    arrives: 'nothing',
  },
  {
    when: 'HTTPS_PROXY is set and the server is on loopback: it is not proxied',
    given: (witness, folder) => {
      const { env } = simple(witness, folder, { token: 't' });
      return { env: { ...env, HTTPS_PROXY: 'http://127.0.0.1:1' } };
    },
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
  {
    when: 'the cluster has a proxy-url, which goes before NO_PROXY',
    given: (witness, folder) => {
      const { env } = simple(witness, folder, { token: 't' }, { ...remote('443'), 'proxy-url': witness.proxy });
      return { env: { ...env, NO_PROXY: '*' } };
    },
    arrives: { at: 'tls', authorization: 'Bearer t', proxiedTo: 'api.shop.test:443' },
  },
  {
    when: 'a client certificate is in the kubeconfig',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'cert.pem'), witness.client.certPem);
      return simple(witness, folder, {
        'client-certificate': 'cert.pem',
        'client-key-data': base64(witness.client.keyPem),
      });
    },
    arrives: { at: 'tls', certificate: 'alice' },
  },
  {
    when: 'a client certificate is named by flags',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'cert.pem'), witness.client.certPem);
      writeFileSync(join(folder, 'key.pem'), witness.client.keyPem);
      return {
        ...simple(witness, folder, { token: 't' }),
        flags: [`--client-certificate=${folder}/cert.pem`, '--client-key', `${folder}/key.pem`],
      };
    },
    arrives: { at: 'tls', authorization: 'Bearer t', certificate: 'alice' },
  },
  {
    when: 'basic authentication is in the kubeconfig',
    given: (witness, folder) => simple(witness, folder, { username: 'bob', password: 'pa:ss' }),
    arrives: { at: 'tls', authorization: `Basic ${base64('bob:pa:ss')}` },
  },
  {
    when: 'context, cluster and user are named by flags',
    given: (witness, folder) => {
      const path = write(folder, 'config', {
        current: 'a',
        contexts: { a: context, b: { cluster: 'none', user: 'none' } },
        clusters: { c: { server: witness.plain }, d: cluster(witness) },
        users: { u: { token: 'u' }, v: { token: 'v' } },
      });
      return { env: { KUBECONFIG: path }, flags: ['--context', 'b', '--cluster=d', '--user', 'v'] };
    },
    arrives: { at: 'tls', authorization: 'Bearer v' },
  },
  {
    when: 'a token is given by a flag, twice: the last one counts',
    given: (witness, folder) => ({ ...simple(witness, folder, { token: 't' }), flags: ['--token=x', '--token', 'y'] }),
    arrives: { at: 'tls', authorization: 'Bearer y' },
  },
  {
    when: 'the certificate authority is not the one of the server',
    given: (witness, folder) => {
      const other = witness.client.certPem;
      return simple(witness, folder, { token: 't' }, { 'certificate-authority-data': base64(other) });
    },
    arrives: 'nothing',
  },
  {
    when: 'the right certificate authority is named by a flag',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'ca.pem'), witness.caPem);
      const wrong = { 'certificate-authority-data': base64(witness.client.certPem) };
      return { ...simple(witness, folder, { token: 't' }, wrong), flags: [`--certificate-authority=${folder}/ca.pem`] };
    },
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
  {
    when: 'a flag says not to check the certificate',
    given: (witness, folder) => {
      const wrong = { 'certificate-authority-data': base64(witness.client.certPem) };
      return { ...simple(witness, folder, { token: 't' }, wrong), flags: ['--insecure-skip-tls-verify'] };
    },
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
  {
    when: 'the certificate is for another name, which a flag gives',
    given: (witness, folder) => ({
      ...simple(witness, folder, { token: 't' }, { 'tls-server-name': 'api.shop.test' }),
      flags: ['--tls-server-name', 'localhost'],
    }),
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
  {
    when: 'the server is given by a flag: the tls-server-name of the kubeconfig is forgotten',
    given: (witness, folder) => ({
      ...simple(witness, folder, { token: 't' }, { server: witness.plain, 'tls-server-name': 'api.shop.test' }),
      flags: ['-s', witness.tls],
    }),
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
  {
    when: 'there is no kubeconfig, but flags for all of it',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'ca.pem'), witness.caPem);
      return {
        env: { KUBECONFIG: join(folder, 'missing') },
        flags: ['--server', witness.tls, `--certificate-authority=${folder}/ca.pem`, '--token=t'],
      };
    },
    arrives: { at: 'tls', authorization: 'Bearer t' },
  },
];
