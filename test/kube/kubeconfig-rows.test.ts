import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from '../../src/cli/args/parse.ts';
import { openClient } from '../../src/cli/open-run.ts';
import { UserError } from '../../src/core/errors.ts';
import { suite } from '../harness/suite.ts';
import type { Env, Row } from './kubeconfig-rows.ts';
import { allRows } from './rows/all.ts';
import { type Arrived, type Witness, startWitness } from './witness.ts';

/** Asks once, with the flags as they are typed. @returns what arrived */
async function ask(witness: Witness, flags: readonly string[], env: Env): Promise<readonly Arrived[]> {
  const parsed = parse(['status', ...flags]);
  assert.ok('args' in parsed);
  const signal = new AbortController().signal;
  const context = {
    stdout: { write: () => true },
    stderr: { write: () => true },
    stdin: {},
    env: { PATH: process.env['PATH'], ...env },
    now: Date.now,
    sleep: () => Promise.resolve(),
    signal,
    commandLine: '',
  };
  try {
    const { client } = await openClient(parsed.args, context);
    await client.transport.send({ method: 'GET', path: '/probe' });
    client.transport.close();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return witness.taken();
}

async function holds(row: Row, witness: Witness): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-row-'));
  try {
    const { flags = [], env = {} } = row.given(witness, folder);
    const arrived = await ask(witness, flags, env);
    const nothing = { authorization: undefined, impersonate: {}, certificate: undefined, proxiedTo: undefined };
    assert.deepEqual(arrived, row.arrives === 'nothing' ? [] : [{ path: '/probe', ...nothing, ...row.arrives }]);
    if (row.execInfo === true) assert.ok(existsSync(join(folder, 'exec-info')), 'the plugin was not told anything');
    if (existsSync(join(folder, 'runs'))) assert.equal(readFileSync(join(folder, 'runs'), 'utf8'), 'x\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

suite('what arrives at the server', (test) => {
  for (const row of allRows) {
    test(row.when, async () => {
      const witness = await startWitness(row.chain);
      try {
        await holds(row, witness);
      } finally {
        await witness.close();
      }
    });
  }
});
