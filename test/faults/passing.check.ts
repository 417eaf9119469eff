/**
 * The fault suite: every request of ten scenarios meets once with each fault that passes; runs are killed and interrupted at every request;
 * runs meet with many faults at random. Each has to come to the same end as a run that nothing disturbs. The command line runs in process,
 * on a clock that jumps; signals.check.ts has real processes. `node test/faults/passing.check.ts [SEED]`; without a seed another one each time.
 * Ends with a line "N passed, N failed".
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { scenarios } from './scenario.ts';

const seed = process.argv[2] ?? String(Date.now() % 1_000_000);
const script = fileURLToPath(new URL('scenario.check.ts', import.meta.url));
const started = Date.now();
let [passed, failed] = [0, 0];

function run(number: number): Promise<void> {
  return new Promise((resolve) => {
    const words = ['--disable-warning=ExperimentalWarning', script, String(number), seed];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (code) => {
      const [, ok = '0', bad = '1'] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
      passed += Number(ok);
      failed += code === 0 ? Number(bad) : Math.max(1, Number(bad));
      process.stdout.write(output.replace(/^\d+ passed, \d+ failed\n/m, ''));
      resolve();
    });
  });
}

process.stdout.write(`seed ${seed}\n`);
// The longest ones first.
const queue = scenarios.map((_, number) => number).sort((a, b) => Math.abs(a - 4) - Math.abs(b - 4));
const worker = async (): Promise<void> => {
  for (let number = queue.shift(); number !== undefined; number = queue.shift()) await run(number);
};
await Promise.all([worker(), worker()]);
process.stdout.write(`${Math.round((Date.now() - started) / 1000)} s\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
