/**
 * Runs every *.test.ts below the folders (or files) named on the command line, each in a process of its own: as many at a time
 * as there are processors, and one more, since each waits for something now and then; four at most.
 * It exists because uvu 0.5.6 exits 0 for a file that forgot `.run()`, for a pattern that matches nothing and for a stray
 * `.only`: here a file that ran no test, or fewer tests than it declared, or skipped one, is a failure.
 */
import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * Where Node keeps what it has made of each module, types taken out and compiled: a tenth of the processor time, as all files load the
 * same modules one after the other. `npm ci` empties it.
 */
const compiled = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

/** What has real servers and operators, which take their time. */
const real = /test\/(contract|e2e)\//;

/** What takes longest begins first, or its last minute would have the other processors wait. */
const longest = /\/(play|made-up-cloud|dry-run|resolver|commands|started-programs)\.test\.ts$/;

/** Milliseconds after which a file's process is ended. */
const limitOf = (file: string): number => (real.test(file) ? 900_000 : 300_000);

interface Outcome {
  readonly file: string;
  readonly output: string;
  readonly passed: number;
  readonly failed: number;
  readonly fault: string | undefined;
  /** What was not tried, and why (test/harness/skip.ts). */
  readonly skipped: readonly string[];
  readonly seconds: number;
}

const roots = process.argv.slice(2);
const files = roots
  .flatMap((root) => (statSync(root).isFile() ? [root] : globSync(`${root}/**/*.test.ts`)))
  .filter((file) => roots.includes(file) || !real.test(file) || roots.some((r) => /contract|e2e/.test(r)))
  .sort((a, b) => Number(longest.test(b)) - Number(longest.test(a)) || (a < b ? -1 : 1));
if (files.length === 0) {
  process.stderr.write(`no test file found in: ${roots.join(' ') || '(no folder given)'}\n`);
  process.exit(1);
}

function runFile(file: string): Promise<Outcome> {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
      env: { NODE_COMPILE_CACHE: compiled, ...process.env, NODE_ENV: 'test', NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A server that a hanging test left open would keep its process alive for ever.
    const limit = setTimeout(() => child.kill('SIGKILL'), limitOf(file));
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve(judge(file, output, code, (Date.now() - started) / 1000));
    });
  });
}

function judge(file: string, output: string, code: number | null, seconds: number): Outcome {
  const count = (label: string): number => Number(new RegExp(`^\\s+${label}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const declared = /^#declared (\d+)$/m.exec(output)?.[1];
  const [total, passed, skipped] = [count('Total'), count('Passed'), count('Skipped')];
  const failed = Math.max(total - passed, 0);
  let fault: string | undefined;
  if (declared === undefined) fault = 'does not use suite() of test/harness/suite.ts';
  else if (Number(declared) === 0) fault = 'declares no test';
  else if (Number(declared) !== total) fault = `declares ${declared} tests, but ${total} ran`;
  else if (skipped > 0) fault = `skipped ${skipped} tests`;
  else if (code !== 0 && failed === 0) fault = `exited with ${String(code)}`;
  const notTried = [...output.matchAll(/^#skipped (.+)$/gm)].map(([, what = '']) => what);
  const shown = output.replace(/^#(declared|skipped) .*\n/gm, '');
  return { file, output: shown, passed, failed, fault, skipped: notTried, seconds };
}

const outcomes: Outcome[] = [];
const queue = [...files];
// Real servers take processors of their own.
const atATime = files.some((file) => real.test(file)) ? 2 : Math.min(4, availableParallelism() + 1);
const workers = Array.from({ length: atATime }, async () => {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const outcome = await runFile(file);
    outcomes.push(outcome);
    const verdict = outcome.fault ?? (outcome.failed > 0 ? `${outcome.failed} failed` : 'ok');
    process.stdout.write(
      `${verdict === 'ok' ? 'ok  ' : 'FAIL'} ${file} (${outcome.passed} passed, ${outcome.seconds.toFixed(1)} s)\n`,
    );
    for (const what of outcome.skipped) process.stdout.write(`skip ${what}\n`);
    if (verdict !== 'ok') process.stdout.write(`${outcome.output.trimEnd()}\n     ${verdict}\n`);
  }
});
await Promise.all(workers);

const passed = outcomes.reduce((sum, o) => sum + o.passed, 0);
const failed = outcomes.reduce((sum, o) => sum + o.failed + (o.fault !== undefined && o.failed === 0 ? 1 : 0), 0);
const notTried = outcomes.reduce((sum, o) => sum + o.skipped.length, 0);
process.stdout.write(`${passed} passed, ${failed} failed${notTried === 0 ? '' : `, ${notTried} skipped`}\n`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
