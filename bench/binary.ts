/**
 * Measures the single executable: its size step by step, and its start-up against the same bundle as a script. The sides run in
 * turns, so that a slow moment of the machine hits all alike. Prints the two tables of bench/binary.md.
 * Usage: npm run package && npm run bench:binary [-- --runs 30]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { bundle } from '../build/bundle.ts';
import { nodeFiles, slim } from '../build/node-binary.ts';
import { singleBinary, specOf } from '../build/single-binary.ts';
import { hostTarget } from '../build/targets.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '30' } } });
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-bench-'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function sizes(files: Readonly<Record<string, string>>): void {
  say('| step | file, MB | gzip -9, MB |\n|---|---|---|');
  for (const [name, file] of Object.entries(files)) {
    const bytes = readFileSync(file);
    say(`| ${name} | ${megabytes(bytes.length)} | ${megabytes(gzipSync(bytes, { level: 9 }).length)} |`);
  }
  for (const file of readdirSync('dist').filter((name) => /\.(gz|zip|tgz)$/.test(name)))
    say(`| \`${file}\` | | ${megabytes(statSync(join('dist', file)).size)} |`);
}

/** Milliseconds from start to exit. @throws Error when the command fails */
function time([program, ...args]: readonly [string, ...string[]]): number {
  const started = performance.now();
  // The launcher of the npm package keeps its compiled form below the folder for temporary files.
  const { status } = spawnSync(program, args, { stdio: 'ignore', env: { ...process.env, TMPDIR: folder } });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  return performance.now() - started;
}

function compare(sides: Readonly<Record<string, readonly [string, ...string[]]>>): void {
  const seen = Object.entries(sides).map(([name, command]) => ({ name, command, times: [] as number[] }));
  // The first turn warms the file cache, and is not counted.
  for (let turn = 0; turn <= runs; turn += 1)
    for (const { command, times } of seen) {
      const ms = time(command);
      if (turn > 0) times.push(ms);
    }
  say('\n| `version --client` | median, ms | fastest, ms |\n|---|---|---|');
  for (const { name, times } of seen) {
    const sorted = times.sort((a, b) => a - b);
    say(`| ${name} | ${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)} | ${sorted[0]?.toFixed(0)} |`);
  }
}

try {
  const host = hostTarget();
  const { binary: node } = await nodeFiles(specOf(host));
  const bare = join(folder, 'without-code-cache');
  await singleBinary(await bundle('dist/bundle'), host, bare, false);
  const binary = './dist/kubectl-atlas_pe';
  sizes({
    [`Node ${host.node.version} as published`]: node,
    'without debug information, symbol table, TypeScript and languages': slim(node),
    'with the scripts': bare,
    'with their code caches: the binary': binary,
  });
  const version = ['version', '--client'] as const;
  compare({
    'an empty script on Node': [node, '-e', '0'],
    'the bundle as a script': [node, 'dist/bundle/main.cjs', ...version],
    'the npm package, from its second start on': [node, 'dist/npm/kubectl-atlas_pe', ...version],
    'the binary without a code cache': [bare, ...version],
    'the binary': [binary, ...version],
  });
} finally {
  rmSync(folder, { recursive: true });
}
