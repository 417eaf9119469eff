/**
 * The sizes that keep the source readable. What one function may have, four parameters and forty lines, is lint's business (.oxlintrc.json).
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;
const files = globSync('src/**/*.ts', { cwd: root })
  .map((file) => ({ file, lines: readFileSync(`${root}${file}`, 'utf8').trimEnd().split('\n').length }))
  .sort((a, b) => a.lines - b.lines);

suite('sizes', (test) => {
  test('half of the files of src have no more than 90 lines', () => {
    assert.ok(files.length > 0);
    const { lines = 0 } = files[Math.floor(files.length / 2)] ?? {};
    assert.ok(lines <= 90, `the median is ${lines} lines`);
  });

  test('nine of ten have no more than 250, and none more than 400', () => {
    const long = files.filter(({ lines }) => lines > 250);
    assert.ok(long.length * 10 <= files.length, `too many: ${JSON.stringify(long)}`);
    assert.deepEqual(
      long.filter(({ lines }) => lines > 400),
      [],
    );
  });

  test('no folder has more than eleven files', () => {
    const folders = Map.groupBy(files, ({ file }) => dirname(file));
    assert.deepEqual(
      [...folders].filter(([, within]) => within.length > 11).map(([folder, within]) => `${folder}: ${within.length}`),
      [],
    );
  });
});
