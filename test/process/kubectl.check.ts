/**
 * Real kubectl beside us, on the same files and servers: what arrives at an API server for each kubeconfig (test/kube/kubeconfig-rows.ts).
 * It needs kubectl on the PATH and fails without it; therefore it is no part of `npm test`, but of .ci/run. Ends with a line
 * "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows } from '../kube/kubeconfig-rows.ts';
import { startWitness } from '../kube/witness.ts';
import { check, finish, kubectl, ours } from './oracle.ts';

/** What a credential plugin was told, with the members in one order. */
function execInfo(folder: string): unknown {
  const path = join(folder, 'exec-info');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

for (const row of rows) {
  await check(`kubeconfig: ${row.when}`, async () => {
    const witness = await startWitness();
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

finish();
