import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { list } from 'tar';
import { archiveName, product } from '../../krew/product.ts';
import { targets } from '../../build/targets.ts';
import { stripElf } from '../../build/strip-elf.ts';
import { succeed } from './command.ts';

const dist = new URL('../../dist', import.meta.url).pathname;
const text = (file: string): string => readFileSync(`${dist}/${file}`, 'utf8');

/** Mode, size and name of each entry. */
async function entries(archive: string): Promise<readonly string[]> {
  if (archive.endsWith('.zip')) {
    const { stdout } = await succeed('unzip', ['-Z', `${dist}/${archive}`]);
    return stdout.split('\n').flatMap((line) => {
      const columns = /^(-[rwx-]{9}) .* (\S+)$/.exec(line);
      return columns === null ? [] : [`${columns[1]} ${columns[2]}`];
    });
  }
  const { stdout } = await succeed('tar', ['tvzf', `${dist}/${archive}`]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(\S+) .* (\S+)$/, '$1 $2'));
}

export const archiveChecks: Record<string, () => Promise<void>> = {
  async 'every archive holds the executable, the completion script, LICENSE, README and notices, and nothing else'() {
    for (const target of targets)
      assert.deepEqual(await entries(archiveName(target)), [
        `-rwxr-xr-x kubectl-atlas_pe${target.os === 'windows' ? '.exe' : ''}`,
        '-rwxr-xr-x kubectl_complete-atlas_pe',
        '-rw-r--r-- LICENSE',
        '-rw-r--r-- README.md',
        '-rw-r--r-- THIRD-PARTY-NOTICES.txt',
      ]);
  },
  async 'sha256sum agrees with checksums.txt'() {
    const { stdout } = await succeed('sha256sum', ['--check', 'checksums.txt'], { cwd: dist });
    assert.equal(stdout.trim().split('\n').length, targets.length + 2);
  },
  async 'the manifest states the same sums'() {
    for (const target of targets) {
      const sum = new RegExp(`^([a-f0-9]{64})  ${archiveName(target)}$`, 'm').exec(text('checksums.txt'))?.[1];
      assert.ok(sum !== undefined && text('plugin.yaml').includes(sum), archiveName(target));
    }
    assert.equal(text(`plugins/${product.plugin}.yaml`), text('plugin.yaml'));
  },
  async 'the bill of materials is valid CycloneDX, and names yargs and each Node'() {
    const bill = text(`${product.binary}_v${product.version}.cdx.json`);
    const complaint = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(bill);
    assert.equal(complaint, null);
    for (const name of ['yargs', ...targets.map(({ node }) => node.package)])
      assert.ok(bill.includes(`"purl": "pkg:npm/${name}@`), name);
  },
  async 'the notices hold the licences of what is bundled, of Node, and of what Node is made of'() {
    let notices = '';
    await list({
      file: `${dist}/${archiveName(targets[0] ?? assert.fail())}`,
      filter: (path) => path === 'THIRD-PARTY-NOTICES.txt',
      onReadEntry: (entry) => entry.on('data', (data) => (notices += data.toString())),
    });
    for (const name of ['@aws-sdk/client-ec2 ', 'yargs ', 'Node.js is licensed for use as follows', 'OpenSSL', 'ICU'])
      assert.ok(notices.includes(name), name);
  },
  async 'a file that is no ELF file is not stripped'() {
    assert.throws(() => stripElf(Buffer.alloc(64)), /^Error: not a 64-bit little-endian ELF file$/);
  },
  async 'built a second time, every file is the same to the byte'() {
    const before = text('checksums.txt');
    await succeed('npm', ['run', '-s', 'package'], { cwd: `${dist}/..` });
    assert.equal(text('checksums.txt'), before);
  },
};
