/**
 * One scenario of the fault suite, in this process: `node test/faults/scenario.check.ts NUMBER SEED`. It says what it counted; passing.check.ts
 * runs them all.
 */
import { endRounds, faultRounds, judge, seededRound } from './rounds.ts';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenario.ts';

/** Runs with many faults in each scenario. */
const SEEDED = 12;

const [number = '0', firstSeed = '1'] = process.argv.slice(2);
const scenario = scenarios[Number(number)];
if (scenario === undefined) throw new Error(`there is no scenario ${number}`);
const started = Date.now();
const unbroken = await runScenario(scenario, { fault: () => undefined });
const rounds = [
  ...faultRounds(unbroken.sent),
  ...endRounds(unbroken.sent),
  ...Array.from({ length: SEEDED }, (_, at) => seededRound(Number(firstSeed) + at)),
];
const counts = new Map<string, number>();
let failed = 0;
for (const round of rounds) {
  counts.set(round.kind, (counts.get(round.kind) ?? 0) + 1);
  const wrong = await judge(scenario, round, unbroken);
  if (wrong === undefined) continue;
  failed += 1;
  process.stdout.write(`FAIL ${scenario.name}: ${round.kind} at ${round.at}: ${wrong}\n`);
}
const summary = [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
process.stdout.write(
  `${scenario.name}: ${unbroken.sent.length} requests; ${summary}; seeds ${firstSeed} to ${Number(firstSeed) + SEEDED - 1}; ${Math.round((Date.now() - started) / 1000)} s\n`,
);
process.stdout.write(`${rounds.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
