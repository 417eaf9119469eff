import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rejection, suite } from '../harness/suite.ts';
import { inEmptyCache } from './empty-cache.ts';
import { getOperators, operatorProgram, operatorVersions } from './operators.ts';

suite('the real operators', (test) => {
  test('one that is missing is an error that says what to do', () =>
    inEmptyCache(async (folder) => {
      assert.throws(() => operatorProgram('v2.2.0'), {
        message: `there is no operator v2.2.0 in ${folder}/kubectl-atlas-pe/operators/v2.2.0; run: npm run operators`,
      });
    }));

  test('what is there is not built again', () =>
    inEmptyCache(async (folder) => {
      for (const version of operatorVersions) {
        const place = join(folder, 'kubectl-atlas-pe', 'operators', version);
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, 'manager'), '');
      }
      const said: string[] = [];
      await getOperators((line) => void said.push(line));
      assert.deepEqual(
        said,
        operatorVersions.map((v) => `nothing to do: operator ${v} is in ${folder}/kubectl-atlas-pe/operators/${v}`),
      );
    }));

  test('without Go that is said', () =>
    inEmptyCache(async () => {
      const error = await rejection(getOperators(() => undefined));
      assert.equal(error.message, 'there is no go on PATH (https://go.dev/doc/install)');
    }));
});
