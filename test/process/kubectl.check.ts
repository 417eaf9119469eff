/**
 * Real kubectl beside us, on the same files and servers: what arrives at an API server for each kubeconfig (test/kube/rows).
 * It needs kubectl on the PATH and fails without it; therefore it is no part of `npm test`, but of .ci/run. Ends with a line
 * "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomColumns } from '../../src/output/custom-columns.ts';
import { pemsOf, refusedRows, writeRow } from '../kube/refused-kubeconfigs.ts';
import { allRows } from '../kube/rows/all.ts';
import { startWitness } from '../kube/witness.ts';
import { realClock } from '../harness/clock.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { type Ran, check, finish, kubectl, ours } from './oracle.ts';

/** What a credential plugin was told, with the members in one order. */
function execInfo(folder: string): unknown {
  const path = join(folder, 'exec-info');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

for (const row of allRows) {
  await check(`kubeconfig: ${row.when}`, async () => {
    const witness = await startWitness(row.chain);
    const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'kubectl-row-')));
    const [theirs = '', mine = ''] = folders;
    try {
      const first = row.given(witness, theirs);
      await kubectl(['get', '--raw', '/probe', ...(first.flags ?? [])], first.env);
      const expected = witness.taken().filter(({ path }) => path === '/probe');
      const second = row.given(witness, mine);
      await ours(['status', ...(second.flags ?? [])], second.env);
      // We ask for something else than the probe; who asks, and by which way, is the same for every request.
      const got = witness.taken().map((arrived) => ({ ...arrived, path: '/probe' }));
      assert.deepEqual(got.slice(0, 1), expected);
      if (row.execInfo === true) assert.deepEqual(execInfo(mine), execInfo(theirs));
    } finally {
      await witness.close();
      for (const folder of folders) rmSync(folder, { recursive: true });
    }
  });
}

for (const row of refusedRows)
  await check(`kubeconfig with ${row.when}`, async () => {
    const witness = await startWitness();
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-refused-'));
    try {
      const flags = writeRow(row, await pemsOf(witness), folder);
      const { stderr, code } = await kubectl(['get', '--raw', '/probe', ...flags]);
      // Only with --raw kubectl leaves this prefix out.
      const expected = row.says?.replace('Unable to connect to the server: ', '') ?? '';
      assert.deepEqual([stderr.trim().replace(/^error: /, ''), code], [expected, row.says === undefined ? 0 : 1]);
    } finally {
      await witness.close();
      rmSync(folder, { recursive: true });
    }
  });

/** The first line of stderr that is no log line of klog, and the exit code. */
function said({ stderr, code }: Ran): unknown {
  const line = stderr.split('\n').find((each) => !/^[EIW]\d{4} /.test(each));
  return [line?.replace(/^Error:/, 'error:'), code];
}

const sandbox = await startSandbox({ clock: realClock });
sandbox.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
const nobody = sandbox.kubernetes.addUser('nobody', []);
const down = ['--server', 'https://127.0.0.1:1'];
for (const [when, flags] of [
  ['a right is missing', ['-n', 'default', `--token=${nobody}`]],
  ['the token is unknown', ['--token=unknown']],
  ['the server refuses the connection', down],
  ['the certificate is signed by somebody else', ['--certificate-authority=/etc/ssl/certs/ca-certificates.crt']],
  ['the kubeconfig user is unknown', ['--user=nope']],
  ['a flag is unknown', ['--frobnicate']],
  ['a short flag is unknown', ['-AZ']],
  ['a flag has no value', ['--context']],
  ['a short flag has no value', ['-n']],
  ['the timeout cannot be read', ['--request-timeout=soon']],
  ['a name and a selector are given', ['orders', '-l', 'a=b']],
  ['the jsonpath is not closed', ['-o', 'jsonpath={.a']],
  ['the jsonpath is empty', ['-o', 'jsonpath=']],
  ['custom columns are none', ['-o', 'custom-columns=']],
  ['custom columns have no path', ['-o', 'custom-columns=A']],
] as const)
  await check(`error: ${when}`, async () => {
    const theirs = await kubectl(['get', 'atlasdeployments', ...flags], sandbox.env);
    const mine = await ours(['status', ...flags], sandbox.env);
    assert.deepEqual(said(mine), said(theirs));
  });
await check('error: there is no such object', async () => {
  const theirs = await kubectl(['get', 'atlasdeployments', 'nope'], sandbox.env);
  const mine = await ours(['status', 'nope'], sandbox.env);
  assert.equal(mine.stderr.split('\n')[0]?.replace(/ in namespace .*/, ''), theirs.stderr.trim());
});
await check('nothing is found, in a namespace and in all', async () => {
  // Where kubectl says only that there is nothing, we say what to do.
  const declare = 'No private endpoints in namespace empty. Declare one with: kubectl atlas-pe up NAME -n empty\n';
  for (const [flags, stderr] of [
    [['-n', 'empty'], declare],
    [['-n', 'empty', '-o', 'wide'], declare],
    [['-A', '-l', 'no=such'], 'No private endpoints in any namespace match.\n'],
  ] as const) {
    const { stdout, code } = await kubectl(['get', 'atlasdeployments', ...flags], sandbox.env);
    assert.deepEqual(await ours(['status', ...flags], sandbox.env), { stdout, stderr, code });
  }
});
sandbox.deploy({ name: 'a-much-longer-name', privateEndpoints: [{ name: 'one' }, { name: 'two' }] });
for (const spec of [
  'NAME:.metadata.name',
  'A:metadata.name,B:{.spec.serverlessSpec.privateEndpoints[*].name},C:.nope',
  'N:{metadata.generation},EMPTY:.metadata.nope.more,LABELS:.metadata.labels',
  'ALL:.spec.serverlessSpec.privateEndpoints,KIND:.kind',
  'FIRST:.spec.serverlessSpec.privateEndpoints[0].name,X:.metadata.name',
  'F:.spec.serverlessSpec.privateEndpoints[?(@.name=="two")].name,X:.metadata.name',
])
  for (const headers of [true, false])
    await check(`custom-columns ${spec}${headers ? '' : ' --no-headers'}`, async () => {
      const get = ['get', 'atlasdeployments'];
      const flags = headers ? [] : ['--no-headers'];
      const theirs = await kubectl([...get, '-o', `custom-columns=${spec}`, ...flags], sandbox.env);
      const list = JSON.parse((await kubectl([...get, '-o', 'json'], sandbox.env)).stdout) as unknown;
      assert.equal(CustomColumns.parse(spec).print(list, headers), theirs.stdout);
    });
await sandbox.close();
finish();
