/**
 * --dry-run writes nothing because whatever writes is opened at one place, which hands out what can only be looked at. A second door would be
 * another way in.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;
const door = 'src/cli/connect.ts';

/** The files of src in which a pattern stands. */
function filesWith(pattern: RegExp): readonly string[] {
  return globSync('src/**/*.ts', { cwd: root }).filter((file) => pattern.test(readFileSync(`${root}${file}`, 'utf8')));
}

suite('one door', (test) => {
  test('every client of a cluster is made in cli/connect', () =>
    assert.deepEqual([filesWith(/new Transport\(/), filesWith(/new KubeClient\(/)], [[door], [door]]));

  test('every cloud account is opened there', () =>
    assert.deepEqual(filesWith(/(?:facts|cloud|clouds\[\w+\])\.open\(/), [door]));
});
