/** What every command loads, whatever it does: of a verb it is what its command line may say, and nothing of what it does. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundleOwnCode } from '../../build/bundle.ts';
import { ownScripts } from '../../build/bundling/own-scripts.ts';
import { suite } from '../harness/suite.ts';

/** A script, and the scripts that it loads before anything else. */
function scriptsLoaded({ outputs }: Pick<Metafile, 'outputs'>, script: string): readonly string[] {
  const scripts = new Set([script]);
  for (const name of scripts)
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') scripts.add(path);
  return [...scripts];
}

/** Every file in them. */
function filesLoaded(metafile: Metafile, script: string): readonly string[] {
  return scriptsLoaded(metafile, script).flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {}));
}

/** What of Node these scripts load before anything else. */
function builtinsLoaded({ outputs }: Metafile, script: string): readonly string[] {
  return scriptsLoaded({ outputs }, script).flatMap((name) =>
    (outputs[name]?.imports ?? []).flatMap(({ path, kind, external }) =>
      kind === 'import-statement' && external === true ? path : [],
    ),
  );
}

suite('the start', (test) => {
  test('of every command loads what command lines may say, not what the verbs do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-start-'));
    try {
      const metafile = await bundleOwnCode(folder);
      const loads = (name: string): readonly string[] => {
        const script = Object.keys(metafile.outputs).find((each) => each.endsWith(`/${name}.cjs`)) ?? '';
        return filesLoaded(metafile, script).filter((file) => file.startsWith('src/'));
      };
      const ofVerbs = loads('main').filter((file) => file.startsWith('src/cli/commands/'));
      assert.ok(ofVerbs.includes('src/cli/commands/up/facts.ts'), 'the closure was found');
      assert.deepEqual(
        ofVerbs.filter((file) => !/\/(facts|from-flags)\.ts$|\/(completion|options|version)\//.test(file)),
        [],
      );
      // Of the clouds and of the operator's objects it is what their flags and their types are.
      const rooms =
        /^src\/(?:atlas\/(?!api\/|sources\/types\.ts)|cloud\/.*\/(?:facts|checks|script|account)|kube\/(?:config|http)\/|dns\/|engines\/table\.ts)/;
      assert.deepEqual(
        loads('main').filter((file) => rooms.test(file)),
        [],
      );
      const late = Object.values(metafile.outputs).flatMap(({ imports }) =>
        imports.flatMap(({ kind, path, external }) =>
          kind === 'dynamic-import' && external !== true ? basename(path) : [],
        ),
      );
      const main = Object.keys(metafile.outputs).find((each) => each.endsWith('/main.cjs')) ?? '';
      assert.deepEqual(
        builtinsLoaded(metafile, main).filter((name) => /^node:(?:https?|net|tls|crypto|tty)$/.test(name)),
        [],
      );
      // Of a package, import() would have nothing but its default export.
      assert.deepEqual(
        [...new Set(late)].toSorted(),
        Object.keys(ownScripts).map((name) => `${name}.cjs`),
      );
      for (const name of ['complete', 'secret', 'status']) {
        assert.ok(loads(name).includes('src/kube/http/transport.ts'));
        assert.ok(!loads(name).includes('src/atlas/connect/runner.ts'));
      }
      assert.ok(!loads('secret').some((file) => file.startsWith('src/cli/words/checks/')));
      assert.ok(loads('acting').includes('src/atlas/connect/runner.ts'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
