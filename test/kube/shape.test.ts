import assert from 'node:assert/strict';
import { type Shape, fitted } from '../../src/kube/shape.ts';
import { suite } from '../harness/suite.ts';

const shape: Shape = { spec: { name: 'string', sizes: ['number'], labels: 'strings', parts: [{ on: 'boolean' }] } };

suite('the types of what is read', (test) => {
  test('what fits is kept as it is, with what has no shape; null is the same as left out', () => {
    const value = {
      spec: { name: 'x', sizes: [1], labels: { a: 'b' }, parts: [{ on: true, other: null }] },
      more: [null],
    };
    assert.deepEqual(fitted(value, shape), value);
    assert.deepEqual(fitted({ spec: { name: null, sizes: null, labels: { a: null } } }, shape), {
      spec: { labels: {} },
    });
  });

  test('what does not fit is named by its path', () => {
    for (const [spec, message] of [
      [7, 'spec is not an object'],
      [[], 'spec is not an object'],
      [{ name: 7 }, 'spec.name is not a string'],
      [{ sizes: 'x' }, 'spec.sizes is not a list'],
      [{ sizes: [1, null] }, 'spec.sizes[1] is not a number'],
      [{ labels: { a: 1 } }, 'spec.labels.a is not a string'],
      [{ labels: 'x' }, 'spec.labels is not a map of strings'],
      [{ parts: [{ on: 'yes' }] }, 'spec.parts[0].on is not a boolean'],
      [{ parts: [null] }, 'spec.parts[0] is not an object'],
    ] as const)
      assert.throws(() => fitted({ spec }, shape), { message });
  });
});
