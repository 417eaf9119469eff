import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.ts';
import { suite } from '../harness/suite.ts';
import { pemsOf, refusedRows, writeRow } from './refused-kubeconfigs.ts';
import { startWitness } from './witness.ts';

/** What the command says on stderr. */
async function said(flags: readonly string[]): Promise<string> {
  let stderr = '';
  await run(['status', ...flags], {
    stdout: { write: () => true },
    stderr: { write: (text) => (stderr += text) },
    stdin: {},
    env: { PATH: process.env['PATH'] },
    now: () => 0,
    sleep: () => new Promise(() => undefined),
    signal: new AbortController().signal,
    commandLine: '',
  });
  return stderr;
}

suite('a kubeconfig that kubectl refuses', (test) => {
  for (const row of refusedRows)
    test(`${row.when}: ${row.says === undefined ? 'is accepted' : 'is refused in its words'}`, async () => {
      const witness = await startWitness();
      const folder = mkdtempSync(join(tmpdir(), 'refused-'));
      try {
        const stderr = await said(writeRow(row, await pemsOf(witness), folder));
        const arrived = witness.taken().length > 0;
        if (row.says === undefined) return assert.ok(arrived, stderr);
        const prefix = row.says.startsWith('Unable') ? '' : 'error: ';
        assert.equal(stderr.split('\n')[0], `${prefix}${row.says}`);
        assert.match(stderr, /\nhint: /);
        assert.equal(arrived, false);
      } finally {
        await witness.close();
        rmSync(folder, { recursive: true });
      }
    });
});
