import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { archiveName, downloadUrl, product } from '../../krew/product.ts';
import { krewManifest } from '../../krew/manifest.ts';
import { targets } from '../../build/targets.ts';
import { suite } from '../harness/suite.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

interface Platform {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly uri: string;
  readonly sha256: string;
  readonly bin: string;
}
interface Plugin {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly version: string;
    readonly homepage: string;
    readonly shortDescription: string;
    readonly description: string;
    readonly caveats: string;
    readonly platforms: readonly Platform[];
  };
}

const committed = read('plugin.yaml');
const { apiVersion, kind, metadata, spec } = load(committed) as Plugin;

suite('the krew manifest', (test) => {
  test('plugin.yaml is what the template makes of the sums in it; npm run package && npm run manifest mend it', () => {
    const sums = new Map(spec.platforms.map(({ uri, sha256 }) => [uri.split('/').at(-1) ?? '', sha256]));
    assert.equal(committed, krewManifest(sums));
  });

  test('the custom index holds the same manifest, under the name of the plugin', () => {
    assert.equal(read(`plugins/${product.plugin}.yaml`), committed);
    assert.equal(metadata.name, product.plugin);
  });

  // krew pkg/index/types.go and internal/index/validation/validate.go of v0.4.4.
  test('it keeps the rules of krew and of its reviewers', () => {
    assert.deepEqual([apiVersion, kind], ['krew.googlecontainertools.github.com/v1alpha2', 'Plugin']);
    assert.match(spec.version, /^v\d+\.\d+\.\d+(-[\w.]+)?$/);
    assert.ok(spec.shortDescription.length <= 50 && !spec.shortDescription.includes('\n'));
    for (const line of [...spec.description.split('\n'), ...spec.caveats.split('\n')])
      assert.ok(line.length <= 80, line);
    assert.equal(spec.platforms.length, targets.length);
    for (const [index, { selector, uri, sha256, bin }] of spec.platforms.entries()) {
      const target = targets[index];
      assert.ok(target !== undefined);
      assert.deepEqual(selector, { matchLabels: { os: target.os, arch: target.arch } });
      assert.match(sha256, /^[a-f0-9]{64}$/);
      assert.equal(uri, downloadUrl(archiveName(target)));
      assert.match(uri, /^https:.*\.(tar\.gz|zip)$/);
      assert.equal(bin, target.os === 'windows' ? `${product.binary}.exe` : product.binary);
    }
  });

  test('an archive without a checksum is refused', () => {
    assert.throws(() => krewManifest(new Map()), /^Error: kubectl-atlas_pe_v.*_linux_amd64\.tar\.gz has no checksum$/);
  });
});

suite('the name of the product', (test) => {
  test('kubectl atlas-pe is found on the PATH as kubectl-atlas_pe', () => {
    assert.deepEqual([product.plugin, product.binary], ['atlas-pe', 'kubectl-atlas_pe']);
  });
});
