import assert from 'node:assert/strict';
import { nearest } from '../../src/core/did-you-mean.ts';
import { suite } from '../harness/suite.ts';

suite('nearest', (test) => {
  test('a slip of the finger is recognized, a different word is not', () => {
    assert.equal(nearest('oders', ['billing', 'orders']), 'orders');
    assert.equal(nearest('Orders', ['orders']), 'orders');
    assert.equal(nearest('payments', ['billing', 'orders']), undefined);
    assert.equal(nearest('a', []), undefined);
  });

  test('the nearest of several wins', () => {
    assert.equal(nearest('order', ['border-x', 'bordes', 'orders']), 'orders');
  });
});
