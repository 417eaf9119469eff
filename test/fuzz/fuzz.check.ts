/**
 * 10,000 cases for each target of test/fuzz/targets.ts. The seed is printed, and may be given as the first argument, the number of cases as the
 * second; `npm test` runs a few cases of each. Ends with a line "N passed, N failed".
 */
import { targets } from './targets.ts';

const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 31));
const count = Number(process.argv[3] ?? 10_000);
let [passed, failed] = [0, 0];
for (const { name, run } of targets) {
  const { failed: broken, numRuns, counterexample, errorInstance } = await run(seed, count);
  process.stdout.write(`${broken ? 'FAIL' : 'ok  '} ${name}: ${numRuns} cases, seed ${seed}\n`);
  if (broken) {
    failed += 1;
    const reason = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
    process.stdout.write(`     ${JSON.stringify(counterexample)}\n${String(reason).slice(0, 2_000)}\n`);
  } else passed += 1;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
