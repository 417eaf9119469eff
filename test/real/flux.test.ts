import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { rejection, suite } from '../harness/suite.ts';
import { inEmptyCache } from './empty-cache.ts';
import { fluxProgram, getFlux } from './flux.ts';

/** Where the program is looked for, by what is said when it is missing. */
function place(): string {
  try {
    return fluxProgram();
  } catch (error) {
    return /^there is no flux-sync in (.+); run: npm run flux$/.exec((error as Error).message)?.[1] ?? '';
  }
}

suite("Flux's server-side apply", (test) => {
  test('when it is missing the error says what to do', () =>
    inEmptyCache(async (folder) => {
      assert.ok(place().startsWith(`${folder}/kubectl-atlas-pe/flux/`), place());
    }));

  test('what is there is not built again', () =>
    inEmptyCache(async () => {
      const missing = place();
      mkdirSync(missing, { recursive: true });
      writeFileSync(`${missing}/flux-sync`, '');
      assert.equal(dirname(fluxProgram()), missing);
      const said: string[] = [];
      await getFlux((line) => void said.push(line));
      assert.deepEqual(said, [`nothing to do: flux-sync is in ${missing}`]);
    }));

  test('without Go that is said', () =>
    inEmptyCache(async () => {
      const error = await rejection(getFlux(() => undefined));
      assert.equal(error.message, 'there is no go on PATH (https://go.dev/doc/install)');
    }));
});
