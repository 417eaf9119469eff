import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { UserError } from '../../src/core/errors.ts';
import { JsonPath } from '../../src/output/jsonpath/jsonpath.ts';
import { suite } from '../harness/suite.ts';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`./jsonpath/${file}`, import.meta.url), 'utf8'));
/** What kubectl printed for each expression, or what it complained of (test/process/jsonpath.check.ts). */
const recorded = read('recorded.json') as readonly (readonly [string, string, string])[];
const data = read('data.json');

function fill(expression: string): readonly [string, string, string] {
  try {
    return [expression, new JsonPath(expression).print(data), ''];
  } catch (error) {
    if (error instanceof UserError) return [expression, '', error.message];
    throw error;
  }
}

/** Go walks the members of a map in any order; we in the order of names. */
const anyOrder = /\.\.|\{\.\*|labels\.\*/;

/** kubectl shows the value that cannot be filtered, which may be that of a Secret; we show its type. */
const filtered = /template: .* is not array or slice and cannot be filtered/;

suite('jsonpath as kubectl prints it', (test) => {
  for (const [expression, printed, error] of recorded) {
    test(expression, () => {
      const got = fill(expression);
      if (filtered.test(error))
        return assert.match(got[2], /template: (string|map\S*( {})?) is not array or slice and cannot be filtered/);
      if (!anyOrder.test(expression)) assert.deepEqual(got, [expression, printed, error]);
      else assert.deepEqual([Array.from(got[1]).sort(), got[2]], [Array.from(printed).sort(), error]);
    });
  }
});
