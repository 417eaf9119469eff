import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { type Row, base64, plugin, simple } from '../kubeconfig-rows.ts';

const asked = { at: 'tls', authorization: 'Bearer t' } as const;

/** A good kubeconfig whose text or bytes were changed. */
function written(when: string, change: (text: string) => string | Buffer, arrives: Row['arrives'] = asked): Row {
  return {
    when,
    given: (witness, folder) => {
      const given = simple(witness, folder, { token: 't' });
      const path = given.env['KUBECONFIG'] ?? '';
      writeFileSync(path, change(readFileSync(path, 'utf8')));
      return given;
    },
    arrives,
  };
}

/** A user of the kubeconfig, and whether kubectl sends anything for it. */
function user(when: string, value: object | undefined, arrives: Row['arrives'], flags: readonly string[] = []): Row {
  return {
    when,
    given: (witness, folder) => {
      const given = simple(witness, folder, value ?? {});
      const path = given.env['KUBECONFIG'] ?? '';
      if (value === undefined)
        writeFileSync(path, readFileSync(path, 'utf8').replace(/^users:[\s\S]*/m, 'users: []\n'));
      return { ...given, flags };
    },
    arrives,
  };
}

/** A plugin that prints its answer as YAML. */
function answersYaml(folder: string): object {
  const exec = plugin(folder, {});
  const path = join(folder, 'bin', 'plugin');
  const answer = dump({ apiVersion: exec.apiVersion, kind: 'ExecCredential', status: { token: 't' } });
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^\{.*\}$/m, answer.trimEnd()));
  return exec;
}

export const fileRows: readonly Row[] = [
  written("UTF-16 with a byte-order mark, as PowerShell's > writes it", (text) =>
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  ),
  written('UTF-16, the other way round', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
  written('UTF-8 with a byte-order mark', (text) => `\ufeff${text}`),
  written('lines end as on Windows', (text) => text.replaceAll('\n', '\r\n')),
  written('bytes that are no UTF-8', (text) => Buffer.from(`${text}# caf\u00e9\n`, 'latin1'), 'nothing'),
  written('a key is there twice: the last one counts', (text) =>
    text.replace('token: t', 'token: old\n      token: t'),
  ),
  written('there are several documents: the first one counts', (text) => `# mine\n---\n${text}---\nusers: []\n`),
  written('a second document is no YAML', (text) => `${text}---\n{`),
  written('a JSON document is followed by a key', (text) => `${JSON.stringify(load(text))}\r\n? a`),
  written('a JSON document is followed by a directive', (text) => `${JSON.stringify(load(text))}\n%YAML 1.1 # mine`),
  written('a list has an empty item', (text) => text.replace(/^(\w+):\n {2}- name/gm, '$1:\n  - null\n  - name')),
  written('a list has an item without a name', (text) => text.replace(/^users:/m, 'users:\n  - user: {token: none}')),
  written('two entries have the same name', (text) => `${text}  - name: u\n    user: {}\n`, 'nothing'),
  written('a boolean of YAML 1.1', (text) =>
    text.replace(/certificate-authority-data: .*/, 'insecure-skip-tls-verify: yes'),
  ),
  written('a number for a name', (text) => text.replace(/name: u$/m, 'name: 5'), 'nothing'),
  written('a number for a name, in quotes', (text) => text.replace(/: u$/gm, ': "5"')),
  written('a date and a time of day for names', (text) =>
    text.replace(/: u$/gm, ': 2026-11-27').replace(/: c$/gm, ': 1:30'),
  ),
  written('a word of YAML 1.1 for a name', (text) => text.replace(/: u$/gm, ': n'), 'nothing'),
  written('an alias and a merged key', (text) =>
    text.replace(/^users:[\s\S]*/m, 'x: &user {token: t}\nusers:\n  - name: u\n    user: {<<: *user}\n'),
  ),
  written('JSON with tabs', (text) => JSON.stringify(load(text), undefined, '\t')),
  written('a tab for an indentation', (text) => text.replace(/^ {2}- /m, '\t- '), 'nothing'),
  written('another kind of object', (text) => text.replace('kind: Config', 'kind: Secret'), 'nothing'),
  written('another version', (text) => text.replace('apiVersion: v1', 'apiVersion: v2'), 'nothing'),
  written('no kind and no version', (text) => text.replace(/^(?:kind|apiVersion): .*\n/gm, '')),
  written('a certificate authority that is no base64', (text) => text.replace(/(authority-data: )./, '$1%'), 'nothing'),
  user('the user is not in the kubeconfig', undefined, 'nothing'),
  user('the user is not in the kubeconfig, but a token is given', undefined, asked, ['--token=t']),
  user('the user has no credentials', {}, 'nothing'),
  user('the user has no credentials, and somebody is impersonated', {}, 'nothing', ['--as=bob']),
  {
    when: 'the certificates were left out by kubectl config view',
    given: (witness, folder) =>
      simple(witness, folder, { token: 't' }, { 'certificate-authority-data': 'DATA+OMITTED' }),
    arrives: 'nothing',
  },
  {
    when: 'the client certificate and key were left out by kubectl config view',
    given: (witness, folder) =>
      simple(witness, folder, { 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' }),
    arrives: 'nothing',
  },
  {
    when: 'a credential plugin answers in YAML',
    given: (witness, folder) => simple(witness, folder, { exec: answersYaml(folder) }),
    arrives: asked,
  },
  {
    when: 'a credential plugin is told the certificate authority that is in a file',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'ca.pem'), witness.caPem);
      const exec = { ...plugin(folder, { token: 't' }), provideClusterInfo: true };
      return simple(
        witness,
        folder,
        { exec },
        { 'certificate-authority-data': undefined, 'certificate-authority': 'ca.pem', 'disable-compression': true },
      );
    },
    arrives: asked,
    execInfo: true,
  },
  {
    when: 'a credential plugin is told the certificate authority and the server of the flags',
    given: (witness, folder) => {
      writeFileSync(join(folder, 'ca.pem'), witness.caPem);
      const exec = { ...plugin(folder, { token: 't' }), provideClusterInfo: true };
      const other = { server: 'https://127.0.0.1:1', 'certificate-authority-data': base64(witness.client.certPem) };
      return {
        ...simple(witness, folder, { exec }, other),
        flags: ['--server', witness.tls, `--certificate-authority=${folder}/ca.pem`],
      };
    },
    arrives: asked,
    execInfo: true,
  },
  {
    when: 'a credential plugin is told that the certificate is not checked, and the proxy',
    given: (witness, folder) => {
      const exec = { ...plugin(folder, { token: 't' }), provideClusterInfo: true };
      const more = { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true };
      return simple(
        witness,
        folder,
        { exec },
        { server: 'https://api.shop.test:6443', ...more, 'tls-server-name': 'x.test', 'proxy-url': witness.proxy },
      );
    },
    arrives: { ...asked, proxiedTo: 'api.shop.test:6443' },
    execInfo: true,
  },
];
