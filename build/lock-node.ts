/**
 * Writes build/node-binaries.lock.json: the integrity of every npm package that a release takes a Node binary from, as the registry
 * states it today. Run it after a change of build/targets.ts, and review the difference.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { generatorSpec, specOf } from './single-binary.ts';
import { hostTarget, targets } from './targets.ts';

const specs = new Set(targets.flatMap((target) => [specOf(target), generatorSpec(target, hostTarget())]));
const lock = Object.fromEntries(
  [...specs].sort().map((spec) => {
    const integrity = execFileSync('npm', ['view', spec, 'dist.integrity'], { encoding: 'utf8' }).trim();
    if (!integrity.startsWith('sha512-')) throw new Error(`the registry states no integrity for ${spec}`);
    return [spec, integrity];
  }),
);
writeFileSync('build/node-binaries.lock.json', `${JSON.stringify(lock, undefined, 2)}\n`);
process.stdout.write(`${specs.size} Node binaries locked\n`);
