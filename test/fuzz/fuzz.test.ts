import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { targets } from './targets.ts';

/** Always the same cases; test/fuzz/fuzz.check.ts draws others. */
const [SEED, COUNT] = [14, 100];

suite('no stack trace for', (test) => {
  for (const { name, run } of targets)
    test(`${name}, ${COUNT} cases with the seed ${SEED}`, async () => {
      const { failed, counterexample, errorInstance } = await run(SEED, COUNT);
      assert.ok(!failed, `${JSON.stringify(counterexample)}\n${String(errorInstance)}`);
    });
});
