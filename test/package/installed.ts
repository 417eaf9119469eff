import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { archiveName, product } from '../../krew/product.ts';
import { hostTarget, targets } from '../../build/targets.ts';
import { attempt, succeed } from './command.ts';
import { startDownloads } from './download-server.ts';
import { type Krew, krewTools, makeIndex, startKrew } from './krew.ts';

const root = new URL('../..', import.meta.url).pathname;
const dist = join(root, 'dist');

/** A krew with the plugin of this platform. */
async function withPlugin(body: (krew: Krew) => Promise<void>): Promise<void> {
  const krew = await startKrew();
  try {
    const archive = `--archive=${dist}/${archiveName(hostTarget())}`;
    const { code, stderr } = await krew.kubectl('krew', 'install', `--manifest=${dist}/plugin.yaml`, archive);
    assert.equal(code, 0, stderr);
    await body(krew);
  } finally {
    krew.close();
  }
}

/** A PATH on which nothing but kubectl itself and the plugin can be meant by `kubectl plugin list`. */
async function barePath(krew: Krew): Promise<string> {
  const kubectl = (await succeed('sh', ['-c', 'readlink -f "$(command -v kubectl)"'])).stdout.trim();
  return [join(krew.root, 'bin'), dirname(kubectl), '/usr/bin', '/bin'].join(':');
}

const help = {
  create: /^Declare an endpoint/,
  link: /^Write the cloud endpoint's id/,
  secret: /^Print the private connection strings/,
};

export const installedChecks: Record<string, () => Promise<void>> = {
  'kubectl plugin list finds the plugin and warns of nothing': () =>
    withPlugin(async (krew) => {
      const PATH = await barePath(krew);
      const { code, stdout, stderr } = await attempt('kubectl', ['plugin', 'list'], { env: { ...krew.env, PATH } });
      assert.deepEqual([code, stderr], [0, '']);
      assert.ok(stdout.includes(`${krew.root}/bin/${product.binary}\n`), stdout);
      assert.ok(!/warning/i.test(stdout), stdout);
    }),

  'kubectl atlas-pe version and the help of create, link and secret': () =>
    withPlugin(async (krew) => {
      const { stdout } = await krew.kubectl('atlas-pe', 'version', '-o', 'json', '--client');
      const facts = JSON.parse(stdout) as { readonly version: string; readonly commit: string; readonly node: string };
      const head = (await succeed('git', ['rev-parse', 'HEAD'], { cwd: root })).stdout.trim();
      assert.deepEqual([facts.version, facts.commit.replace('-dirty', '')], [product.version, head]);
      assert.equal(facts.node, `v${hostTarget().node.version}`);
      for (const [command, first] of Object.entries(help)) {
        const seen = await krew.kubectl('atlas-pe', command, '--help');
        assert.deepEqual([seen.code, seen.stderr], [0, '']);
        assert.match(seen.stdout, first);
      }
      assert.equal((await krew.kubectl('atlas-pe', 'stauts')).code, 1);
    }),

  'the completion script of the archive completes kubectl atlas-pe': () =>
    withPlugin(async (krew) => {
      const store = join(krew.root, 'store', product.plugin, `v${product.version}`);
      const env = { ...krew.env, PATH: [store, krew.env['PATH']].join(delimiter) };
      const { stdout } = await attempt('kubectl', ['__complete', product.plugin, 'sec'], { env });
      assert.match(stdout, /^secret\t.*\n:4\n$/);
    }),

  'the demo, through kubectl': () =>
    withPlugin(async (krew) => {
      const demo = ['test/sandbox/demo.ts', '--command', 'kubectl atlas-pe'];
      const { stdout } = await succeed(process.execPath, ['--disable-warning=ExperimentalWarning', ...demo], {
        env: { ...krew.env },
        cwd: root,
      });
      assert.match(stdout, /^connectionStringPrivateSrv +orders-us-east-1 +mongodb\+srv:\/\/app:/m);
      assert.match(stdout, /\nDone in \d+ s\.\n$/);
    }),

  'after kubectl krew uninstall the command is gone': () =>
    withPlugin(async (krew) => {
      const { code, stderr } = await krew.kubectl('krew', 'uninstall', product.plugin);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^Uninstalled plugin: atlas-pe$/m);
      const gone = await krew.kubectl('atlas-pe', 'version');
      assert.equal(gone.code, 1);
      assert.match(gone.stderr, /unknown command "atlas-pe"/);
    }),

  async 'validate-krew-manifest accepts the manifest, downloads and installs every platform'() {
    const downloads = await startDownloads(dist);
    const krew = await startKrew();
    try {
      const manifest = join(krew.env['HOME'] ?? '', `${product.plugin}.yaml`);
      writeFileSync(manifest, downloads.manifest);
      const { validate } = await krewTools();
      const { stderr } = await succeed(validate, ['-manifest', manifest], { env: krew.env });
      assert.match(stderr, new RegExp(`all ${targets.length} spec.platforms installed fine`));
    } finally {
      krew.close();
      await downloads.close();
    }
  },

  async 'a custom index installs it by name'() {
    const downloads = await startDownloads(dist);
    const krew = await startKrew();
    try {
      const index = join(krew.env['HOME'] ?? '', 'custom');
      await makeIndex(index, downloads.manifest);
      for (const args of [
        ['index', 'add', 'mine', index],
        ['install', `mine/${product.plugin}`],
      ]) {
        const { code, stderr } = await krew.kubectl('krew', ...args);
        assert.equal(code, 0, stderr);
      }
      assert.match((await krew.kubectl('atlas-pe', 'version', '--client')).stdout, /^kubectl-atlas_pe v/);
      assert.match((await krew.kubectl('krew', 'list')).stdout, /mine\/atlas-pe/);
    } finally {
      krew.close();
      await downloads.close();
    }
  },
};
