/**
 * Measures builds of the command line against each other, bundles (.cjs) or executables: whole processes, against the same sandbox on
 * loopback, one after the other in turns, so that a slow moment of the machine hits all alike. Prints medians and the fastest in
 * milliseconds.
 * Usage: npm run bench:builds -- BUILD BUILD… [--runs 30]
 */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { realClock } from '../test/harness/clock.ts';
import { seedProject, startSandbox } from '../test/sandbox/sandbox.ts';
import { median, timeOf } from './timing.ts';

const { values, positionals: builds } = parseArgs({
  options: { runs: { type: 'string', default: '30' } },
  allowPositionals: true,
});
const runs = Number(values.runs);

const sandbox = await startSandbox({ clock: realClock, pollMs: 500, ec2Delays: { pendingMs: 100, acceptMs: 100 } });
try {
  seedProject(sandbox);
  sandbox.deploy();
  const { vpcId, subnets } = sandbox.account;
  const commands = builds.map((build) => (build.endsWith('.cjs') ? `node ${build}` : build));
  const [first = ''] = commands;
  await timeOf(`${first} up orders --vpc-id ${vpcId} --subnet-id ${subnets.a}`, sandbox.env);
  const jobs: readonly (readonly [string, (turn: number, side: number) => string])[] = [
    ['`version --client`: asks nobody', () => 'version --client'],
    ['`secret -o json`: reads', () => 'secret orders -o json'],
    ['`status`: reads', () => 'status orders'],
    ['`create --wait=false`: one patch', (turn, side) => `create shop-${turn}-${side} --wait=false`],
  ];
  const times = jobs.map(() => builds.map((): number[] => []));
  // The first turn warms the file cache, and is not counted.
  for (let turn = 0; turn <= runs; turn += 1) {
    for (const side of builds.keys()) sandbox.deploy({ name: `shop-${turn}-${side}` });
    for (const [job, [, command]] of jobs.entries())
      for (const [side, build] of commands.entries()) {
        const ms = await timeOf(`${build} ${command(turn, side)}`, sandbox.env);
        if (turn > 0) times[job]?.[side]?.push(ms);
      }
  }
  const sizes = builds.map((build) => `${build} (${(statSync(build).size / 1e6).toFixed(2)} MB)`);
  process.stdout.write(`Node ${process.version}, ${runs} turns; median (fastest), milliseconds\n\n`);
  process.stdout.write(`| job | ${sizes.join(' | ')} |\n|---|${builds.map(() => '---|').join('')}\n`);
  for (const [job, [name]] of jobs.entries()) {
    const cells = (times[job] ?? []).map((all) => `${median(all).toFixed(0)} (${Math.min(...all).toFixed(0)})`);
    process.stdout.write(`| ${name} | ${cells.join(' | ')} |\n`);
  }
} finally {
  await sandbox.close();
}
process.exit(0);
