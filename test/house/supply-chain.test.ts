import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly inBundle?: boolean;
}

const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const installed = Object.entries(packages).filter(([path]) => path !== '');
const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The packages that may run a script when they are installed, and why they have to. */
const scripted: Readonly<Record<string, string>> = {
  esbuild: 'puts the program for this platform in its place',
  node: 'likewise, the Node that the tests and the tools run on',
};

/** The licences of the tools, none of which is shipped, beyond those that may be (krew/licences.ts). */
const ofTools: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'PSF-2.0',
  'Unlicense',
  '(BSD-2-Clause OR MIT OR Apache-2.0)',
  '(MIT OR WTFPL)',
]);

suite('what is installed', (test) => {
  test('is what the lockfile says: each package has a checksum, and comes from the registry', () => {
    for (const [path, { integrity = '', resolved }] of installed) {
      assert.match(integrity, /^sha512-/, path);
      assert.match(resolved ?? 'https://registry.npmjs.org/', /^https:\/\/registry\.npmjs\.org\//, path);
    }
    for (const kind of ['dependencies', 'devDependencies'])
      for (const [name, version] of Object.entries(manifest[kind] ?? {}))
        assert.match(String(version), /^\d+\.\d+\.\d+$/, `${name} is pinned`);
  });

  test('runs no script but those of the packages that are named, which npm refuses otherwise', () => {
    const found = installed.flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    assert.deepEqual([...new Set(found)].sort(), Object.keys(scripted).sort());
    assert.deepEqual(Object.keys(manifest['allowScripts'] ?? {}).sort(), Object.keys(scripted).sort());
    assert.match(read('.npmrc'), /^strict-allow-scripts=true$/m);
  });

  test('is under a licence that is known', () => {
    const unknown = installed.filter(([, { license = '' }]) => !ofTools.has(license));
    assert.deepEqual(
      unknown.map(([path, { license }]) => `${path}: ${license}`),
      [],
    );
  });
});

suite('the workflows', (test) => {
  const folder = new URL('../../', import.meta.url).pathname;
  const workflows = globSync('.github/workflows/*.yml', { cwd: folder }).map((file) => [file, read(file)] as const);

  test('use every action by the commit of a release that stands beside it', () => {
    const used = workflows.flatMap(([file, text]) => [...text.matchAll(/uses: (.*)/g)].map(([, use]) => [file, use]));
    assert.ok(used.length > 0);
    for (const [file, use] of used) assert.match(use ?? '', /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, file);
  });

  test('may read only, but for the jobs that publish or attest', () => {
    for (const [file, text] of workflows) assert.match(text, /^permissions:\n {2}contents: read\n\n?\w/m, file);
    const release = read('.github/workflows/release.yml');
    for (const step of ['actions/attest-build-provenance@', 'actions/attest-sbom@', 'npm audit signatures'])
      assert.ok(release.includes(step), step);
    assert.match(release, /npm publish .*--provenance/);
  });

  test('install by the lockfile only', () => {
    for (const [file, text] of [...workflows, ['.ci/run', read('.ci/run')] as const])
      assert.doesNotMatch(text, /npm (?:i|install|update)\b(?! --global)/, file);
  });
});
