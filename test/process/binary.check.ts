/**
 * The built executable in the shells, folders and containers that people have. It needs `npm run build` first, and is part of .ci/run. Ends
 * with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeVariables } from '../../build/deaf-node.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { realClock } from '../harness/clock.ts';
import { type Ended, binary } from './command.ts';
import { check, finish } from './oracle.ts';

const sandbox = await startSandbox({ clock: realClock });
sandbox.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-binary-'));
// An unknown user has to be able to get there.
chmodSync(folder, 0o755);
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')));

interface Options {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
}

/** Hangs are failures: an executable that waits for a debugger prints nothing. */
const LIMIT_MS = 30_000;

/** Runs a command line of sh, in which "$0" is the executable. */
function shell(line: string, { env = {}, uid }: Options = {}, program = binary): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line, program], {
      env: { ...plain, ...sandbox.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      cwd: folder,
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const seen = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (seen.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (seen.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...seen, code, signal }));
  });
}

const expected = await shell('"$0" status -o name');
await check('status works here', async () => {
  assert.match(expected.stdout, /^atlasdeployment\S*orders\n/);
  assert.deepEqual([expected.code, expected.stderr], [0, '']);
});

const values: Readonly<Record<string, readonly string[]>> = {
  NODE_OPTIONS: [
    '-r dd-trace/init',
    '--require ./no-such-file.js',
    '--import=./no-such-file.mjs',
    '--inspect-brk=127.0.0.1:0',
    '--inspect-wait=127.0.0.1:0',
    '--no-such-flag',
    '--throw-deprecation --pending-deprecation',
    '--max-old-space-size=1',
    '--experimental-permission',
    '--trace-exit --trace-sync-io --trace-uncaught',
    '--use-openssl-ca',
    '"unclosed',
  ],
  NODE_V8_COVERAGE: [join(folder, 'coverage')],
  NODE_COMPILE_CACHE: [join(folder, 'compile-cache')],
  NODE_REDIRECT_WARNINGS: [join(folder, 'warnings')],
  NODE_REPL_HISTORY: [join(folder, 'history')],
  NODE_DEBUG: ['http,https,net,tls,module,child_process'],
  NODE_DEBUG_NATIVE: ['tls,crypto'],
  NODE_ICU_DATA: [folder],
  NODE_PATH: [folder],
};
for (const name of nodeVariables)
  for (const value of values[name] ?? ['1'])
    await check(`${name}=${value}`, async () => {
      const ended = await shell('"$0" status -o name', { env: { [name]: value } });
      assert.deepEqual(ended, expected);
      for (const made of ['coverage', 'compile-cache', 'warnings', 'history'])
        assert.ok(!existsSync(join(folder, made)), made);
    });
await check('the name of no other variable of Node is in the executable', async () => {
  const names = new Set(
    readFileSync(binary)
      .toString('latin1')
      .match(/process\.env\.NODE_\w+/g),
  );
  // What only the bundled libraries and Node's own tools read.
  const harmless = new Set(['process.env.NODE_EXTRA_CA_CERTS', 'process.env.NODE_ENV']);
  const left = [...names].filter((name) => !harmless.has(name));
  assert.deepEqual(left, []);
  assert.ok(names.size > 0);
});
await check('the compiler of TypeScript is not in the executable', async () => {
  const runs = readFileSync(binary)
    .toString('latin1')
    .match(/AGFzbQEAAA[\w+/=]{1000000}/g);
  assert.equal(runs, null);
});
await check('NODE_TLS_REJECT_UNAUTHORIZED=0 makes no certificate trusted', async () => {
  const flags = '--certificate-authority=/etc/ssl/certs/ca-certificates.crt';
  const ended = await shell(`"$0" status ${flags}`, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
  assert.match(ended.stderr, /^Unable to connect to the server: tls: failed to verify certificate: x509: /);
  assert.doesNotMatch(ended.stderr, /NODE_|Node\.js|--use-/);
  assert.equal(ended.code, 1);
});
await check('what it starts still inherits the variables', async () => {
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: 'sh',
    args: ['-c', 'echo "$NODE_OPTIONS" >&2; exit 1'],
  };
  const config = {
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user: { exec } }],
  };
  writeFileSync(join(folder, 'exec'), JSON.stringify(config));
  const ended = await shell('"$0" status -o name', {
    env: { NODE_OPTIONS: '-r mine', KUBECONFIG: join(folder, 'exec') },
  });
  assert.match(ended.stderr, /^-r mine\n/);
});

for (const LC_ALL of ['C', 'de_DE.UTF-8', 'ja_JP.UTF-8', 'tr_TR.UTF-8'])
  await check(`in a shell that speaks ${LC_ALL}; the executable has the data of English alone`, async () => {
    assert.deepEqual(await shell('"$0" status --sort-by .endpoint -o name', { env: { LC_ALL } }), expected);
  });
await check('in a folder with spaces', async () => {
  mkdirSync(join(folder, 'a folder'));
  const copy = join(folder, 'a folder', 'kubectl-atlas_pe');
  copyFileSync(binary, copy);
  chmodSync(copy, 0o755);
  assert.deepEqual(await shell('"$0" status -o name', {}, copy), expected);
});
await check('with a home that cannot be written to', async () =>
  assert.deepEqual(await shell('"$0" status -o name', { env: { HOME: '/proc' } }), expected),
);
await check('without HOME', async () => assert.deepEqual(await shell('unset HOME; "$0" status -o name'), expected));
await check('with a closed stdin', async () => assert.deepEqual(await shell('"$0" status -o name <&-'), expected));
for (const command of ['status', 'status -o json', '--help', 'version --client', 'status --help', 'completion bash'])
  await check(`${command}, and the disk is full`, async () => {
    const ended = await shell(`"$0" ${command} >/dev/full`);
    assert.match(ended.stderr, /^error: cannot write to stdout: .*no space left on device\b.*\n$/i);
    assert.equal(ended.code, 1);
  });
await check('stderr is on a full disk', async () => {
  assert.equal((await shell('"$0" stauts 2>/dev/full')).code, 1);
  const ended = await shell('"$0" status -o name 2>/dev/full');
  assert.deepEqual([ended.stdout, ended.code], [expected.stdout, 0]);
});
await check('as an unknown user, with and without HOME', async () => {
  assert.equal(process.getuid?.(), 0, 'only root can become another user');
  const copy = join(folder, 'a folder', 'kubectl-atlas_pe');
  const config = join(folder, 'readable');
  copyFileSync(sandbox.env['KUBECONFIG'] ?? '', config);
  chmodSync(config, 0o644);
  const options = { uid: 54_321, env: { KUBECONFIG: config, HOME: '/', NODE_EXTRA_CA_CERTS: undefined } };
  assert.deepEqual(await shell('"$0" status -o name', options, copy), expected);
  assert.deepEqual(await shell('unset HOME; "$0" status -o name', options, copy), expected);
  const lost = await shell('unset HOME KUBECONFIG; "$0" status', options, copy);
  assert.match(lost.stderr, /^error: no kubeconfig found \(looked for .*\.kube\/config\)\n/);
  assert.equal(lost.code, 1);
});
await check('a cloud is trusted by NODE_EXTRA_CA_CERTS, after the API server too, and not without it', async () => {
  sandbox.deploy({ name: 'shop', provider: 'AZURE', region: 'US_EAST_2' });
  const line = '"$0" create shop --wait=false --subnet "$SUBNET"';
  const env = { SUBNET: sandbox.azure.subnets.endpoints, REQUESTS_CA_BUNDLE: undefined, CURL_CA_BUNDLE: undefined };
  const refused = await shell(line, { env: { ...env, NODE_EXTRA_CA_CERTS: undefined } });
  assert.match(refused.stderr, /certificate/);
  assert.equal(refused.code, 1);
  const trusted = await shell(line, { env });
  assert.match(trusted.stderr, /Azure subscription/);
  assert.equal(trusted.code, 0, trusted.stderr);
});
await sandbox.close();
rmSync(folder, { recursive: true });
finish();
