/** What a person is told of files of a kubeconfig that cannot be read or hold something else: which file, what names it, and why. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

interface Kubeconfig {
  readonly clusters: readonly [{ cluster: Record<string, unknown> }];
  readonly users: readonly [{ user: Record<string, unknown> }];
}

function block(what: string): string {
  return `-----BEGIN ${what}-----\nAAAA\n-----END ${what}-----\n`;
}

/** A folder with files of every sort. */
async function filesOf(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'unreadable-'));
  const made = await makeCertificates();
  const { certPem, keyPem } = await made.issue('alice');
  for (const [name, text] of Object.entries({
    text: 'hello\n',
    'bad-cert': block('CERTIFICATE'),
    'bad-key': block('PRIVATE KEY'),
    cert: certPem,
    key: keyPem,
    'other-key': made.keyPem,
    lines: 'one\ntwo\n',
  }))
    writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'folder'));
  return folder;
}

/** The world's kubeconfig with other members of its cluster and of its user, whose paths are relative to it. */
function writeKubeconfig(world: World, folder: string, change: Record<string, string>): string {
  const config = load(readFileSync(world.env['KUBECONFIG'] ?? '', 'utf8')) as Kubeconfig;
  const [[{ cluster }], [entry]] = [config.clusters, config.users];
  if ('certificate-authority' in change) {
    delete cluster['certificate-authority-data'];
    Object.assign(cluster, change);
  } else entry.user = { ...change };
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** What `status` says, with the folder as DIR. */
async function told(world: World, folder: string, file: string, flags: readonly string[] = []): Promise<string> {
  const { stdout, stderr, code } = await world.run(['status', ...flags], { env: { KUBECONFIG: file } });
  assert.deepEqual([stdout, code], ['', 1]);
  assert.doesNotMatch(stderr, /ENOENT|EISDIR|EACCES|routines/);
  return stderr.replaceAll(folder, 'DIR');
}

const view = 'look at it with: kubectl config view --minify';
const unconnected = 'Unable to connect to the server:';

suite('a file that a kubeconfig names', (test) => {
  for (const [change, expected] of [
    [
      { 'certificate-authority': 'none' },
      `error: cannot read DIR/none, the certificate-authority of the kubeconfig cluster "sandbox": no such file or directory\nhint: ${view}\n`,
    ],
    [
      { 'client-certificate': 'folder', 'client-key': 'key' },
      `error: cannot read DIR/folder, the client-certificate of the kubeconfig user "sandbox": is a directory\nhint: ${view}\n`,
    ],
    [
      { 'client-certificate': 'cert', 'client-key': 'text/none' },
      `error: cannot read DIR/text/none, the client-key of the kubeconfig user "sandbox": not a directory\nhint: ${view}\n`,
    ],
    [
      { tokenFile: 'none' },
      `error: cannot read DIR/none, the tokenFile of the kubeconfig user "sandbox": no such file or directory\nhint: ${view}\n`,
    ],
    [
      { 'certificate-authority': 'text' },
      `error: unable to load root certificates: unable to parse bytes as PEM block\nhint: this is about DIR/text, the certificate-authority of the kubeconfig cluster "sandbox"; ${view}\n`,
    ],
    [
      { 'client-certificate': 'bad-cert', 'client-key': 'key' },
      `${unconnected} x509: malformed certificate\nhint: this is about DIR/bad-cert, the client-certificate of the kubeconfig user "sandbox"; ${view}\n`,
    ],
    [
      { 'client-certificate': 'cert', 'client-key': 'bad-key' },
      `${unconnected} tls: failed to parse private key\nhint: this is about DIR/bad-key, the client-key of the kubeconfig user "sandbox"; ${view}\n`,
    ],
    [
      { 'client-certificate': 'cert', 'client-key': 'other-key' },
      `${unconnected} tls: private key does not match public key\nhint: this is about DIR/other-key, the client-key of the kubeconfig user "sandbox"; ${view}\n`,
    ],
    [
      { tokenFile: 'lines' },
      `${unconnected} net/http: invalid header field value for "Authorization"\nhint: the token of this context has a line break or another character that no header can have; look at the user with: kubectl config view --minify\n`,
    ],
  ] as const)
    test(JSON.stringify(change), () =>
      inWorld({}, async (world) => {
        const folder = await filesOf();
        assert.equal(await told(world, folder, writeKubeconfig(world, folder, change)), expected);
      }),
    );

  test('a flag that names it is told as such', () =>
    inWorld({}, async (world) => {
      const folder = await filesOf();
      const own = world.env['KUBECONFIG'] ?? '';
      for (const flag of ['certificate-authority', 'client-certificate', 'client-key']) {
        const pair = flag === 'client-key' ? ['--client-certificate', join(folder, 'cert')] : [];
        const key = flag === 'client-certificate' ? ['--client-key', join(folder, 'key')] : [];
        assert.equal(
          await told(world, folder, own, [`--${flag}`, join(folder, 'none'), ...pair, ...key]),
          `error: cannot read DIR/none, the file of --${flag}: no such file or directory\nhint: name another file with --${flag}, or omit the flag\n`,
        );
      }
    }));
});

suite('a kubeconfig itself', (test) => {
  for (const [name, text, reason] of [
    ['mapping', 'a: b: c\n', 'is not YAML: bad indentation of a mapping entry in line 1'],
    ['binary', Buffer.from([0xff, 0x00, 0x01]), 'is not YAML: it is not text in UTF-8'],
  ] as const)
    test(`${name}: ${reason}`, () =>
      inWorld({}, async (world) => {
        const folder = await filesOf();
        const file = join(folder, name);
        writeFileSync(file, text);
        assert.equal(
          await told(world, folder, file),
          `error: the kubeconfig DIR/${name} ${reason}\nhint: check it with: kubectl config view --kubeconfig DIR/${name}\n`,
        );
      }));

  test('a folder in its place', () =>
    inWorld({}, async (world) => {
      const folder = await filesOf();
      assert.equal(
        await told(world, folder, join(folder, 'folder')),
        `error: cannot read the kubeconfig DIR/folder: is a directory\nhint: name another file with --kubeconfig or in KUBECONFIG, or look at it with: ls -ld DIR/folder\n`,
      );
    }));
});
