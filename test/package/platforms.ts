import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveName, binaryName, product } from '../../krew/product.ts';
import { type Target, nameOf, targets } from '../../build/targets.ts';
import { MissingPart, attempt, succeed } from './command.ts';
import { startKrew } from './krew.ts';

const dist = new URL('../../dist', import.meta.url).pathname;

/** What the first bytes of an executable say (ELF e_machine, Mach-O cputype, PE machine), as `file` calls it. */
function formOf(path: string): string {
  const file = readFileSync(path);
  if (file.readUInt32BE(0) === 0x7f454c46) return `linux_${{ 0x3e: 'amd64', 0xb7: 'arm64' }[file.readUInt16LE(18)]}`;
  if (file.readUInt32LE(0) === 0xfeedfacf)
    return `darwin_${{ 0x0100_0007: 'amd64', 0x0100_000c: 'arm64' }[file.readUInt32LE(4)]}`;
  if (file.toString('latin1', 0, 2) === 'MZ')
    return `windows_${{ 0x8664: 'amd64', 0xaa64: 'arm64' }[file.readUInt16LE(file.readUInt32LE(0x3c) + 4)]}`;
  return 'unknown';
}

async function installs(target: Target): Promise<void> {
  const krew = await startKrew(target);
  try {
    const { code, stderr } = await krew.kubectl(
      'krew',
      'install',
      `--manifest=${dist}/plugin.yaml`,
      `--archive=${dist}/${archiveName(target)}`,
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`^Installed plugin: ${product.plugin}$`, 'm'));
    const store = join(krew.root, 'store', product.plugin, `v${product.version}`);
    const names = [binaryName(target), 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'kubectl_complete-atlas_pe'];
    assert.deepEqual(readdirSync(store).sort(), names.sort());
    const link = join(krew.root, 'bin', binaryName(target));
    assert.equal(formOf(link), nameOf(target));
    assert.equal(statSync(link).mode & 0o111, 0o111);
    assert.equal((await krew.kubectl('krew', 'uninstall', product.plugin)).code, 0);
    assert.deepEqual([existsSync(link), existsSync(store)], [false, false]);
  } finally {
    krew.close();
  }
}

/** The loaders and C libraries of Debian's packages for arm64; a machine that runs arm64 itself needs none. */
const sysroot = '/usr/aarch64-linux-gnu';

export const platformChecks: Record<string, () => Promise<void>> = {
  ...Object.fromEntries(
    targets.map((target) => [`krew installs and uninstalls the archive of ${nameOf(target)}`, () => installs(target)]),
  ),
  async 'the binary of linux_arm64 runs on an emulated processor'() {
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-arm64-'));
    try {
      if (!existsSync(`${sysroot}/lib/ld-linux-aarch64.so.1`))
        throw new MissingPart('libc6-arm64-cross is not installed');
      const archive = `${dist}/${product.binary}_v${product.version}_linux_arm64.tar.gz`;
      await succeed('tar', ['xzf', archive, '-C', folder]);
      const binary = join(folder, product.binary);
      const seen = await attempt('qemu-aarch64-static', ['-L', sysroot, binary, 'version', '--client']);
      assert.deepEqual([seen.stderr, seen.code], ['', 0]);
      assert.match(
        seen.stdout,
        new RegExp(`^kubectl-atlas_pe v${product.version} \\(commit [0-9a-f]{40}\\S*, Node v24\\.`),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
