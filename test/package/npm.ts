import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '../../build/node-binary.ts';
import { hostTarget } from '../../build/targets.ts';
import { product } from '../../krew/product.ts';
import { type Ended, attempt, succeed } from './command.ts';

const dist = new URL('../../dist', import.meta.url).pathname;

/** The folder of a Node of this version, from the npm package that carries it for this platform; fetched once and kept. */
async function node(version: string): Promise<string> {
  const name = hostTarget().node.package;
  const folder = join(cacheFolder, 'npm-node', version);
  const bin = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    await succeed('npm', ['install', '--no-save', '--silent', '--prefix', folder, `${name}@${version}`]);
  }
  return bin;
}

/** An empty project with the tarball in it. */
async function inProject(body: (run: (version: string, ...args: string[]) => Promise<Ended>) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-npm-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true}');
    const tarball = join(dist, `${product.name}-${product.version}.tgz`);
    await succeed('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball], { cwd: folder });
    await body(async (version, ...args) =>
      attempt(join(folder, 'node_modules', '.bin', product.binary), args, {
        env: { PATH: [await node(version), process.env['PATH']].join(delimiter) },
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const npmChecks: Record<string, () => Promise<void>> = {
  'the npm package runs on Node 22 and 24': () =>
    inProject(async (run) => {
      for (const version of ['22', '24']) {
        const { code, stdout, stderr } = await run(version, 'version', '--client');
        assert.deepEqual([code, stderr], [0, '']);
        assert.match(stdout, new RegExp(`^kubectl-atlas_pe v${product.version} \\(commit \\S+, Node v${version}\\.`));
        assert.match((await run(version, 'link', '--help')).stdout, /^Write the cloud endpoint's id/);
      }
    }),
  'on an older Node it says one clear sentence': () =>
    inProject(async (run) => {
      for (const version of ['20', '14']) {
        const { code, stdout, stderr } = await run(version, 'version');
        assert.deepEqual([code, stdout], [1, '']);
        assert.match(
          stderr,
          new RegExp(`^error: kubectl atlas-pe needs Node 22.19.0 or newer; this is Node ${version}\\.[\\d.]+\n$`),
        );
      }
    }),
};
