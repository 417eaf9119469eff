import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../build/bundle.ts';
import { bundledPackages } from '../../krew/bundled-packages.ts';
import { isShippable } from '../../krew/licences.ts';
import { notices } from '../../krew/notices.ts';
import { suite } from '../harness/suite.ts';

function inFolder(body: (folder: string) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'licences-'));
    try {
      await body(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

suite('the licences of what is shipped', (test) => {
  test(
    'are all listed, and each package has a place in the notices',
    inFolder(async (folder) => {
      const { metafile } = await bundle(folder);
      const packages = bundledPackages(metafile);
      assert.ok(packages.length > 50, `${packages.length} packages`);
      const text = notices(packages);
      for (const { name, version, license } of packages) assert.ok(text.includes(`${name} ${version} (${license})`));
    }),
  );

  test(
    'a package under another one cannot be packed',
    inFolder((folder) => {
      const own = join(folder, 'node_modules', 'copyleft');
      mkdirSync(own, { recursive: true });
      const inputs = { [join(own, 'index.js')]: { bytes: 1, imports: [] } };
      const state = (license: string | undefined): void =>
        writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'copyleft', version: '1.0.0', license }));
      state('GPL-3.0-only');
      const pack = (): unknown => bundledPackages({ inputs, outputs: {} });
      assert.throws(pack, /^Error: copyleft@1\.0\.0 is under GPL-3\.0-only, which krew\/licences\.ts does not list$/);
      state(undefined);
      assert.throws(pack, /^Error: copyleft@1\.0\.0 states no licence, and it is in the bundle$/);
    }),
  );

  test('of several to choose from one is enough, of several that apply together all are needed', () =>
    assert.deepEqual(['MIT', '(GPL-2.0-only OR MIT)', 'GPL-2.0-only AND MIT', 'UNLICENSED'].map(isShippable), [
      true,
      true,
      false,
      false,
    ]));
});
