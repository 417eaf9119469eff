import assert from 'node:assert/strict';
import { formatAge } from '../../src/core/duration.ts';
import { suite } from '../harness/suite.ts';

const [m, h, d] = [60, 3600, 86_400];

suite('ages, as kubectl shows them', (test) => {
  for (const [seconds, text] of [
    [-5, '0s'],
    [119, '119s'],
    [2 * m, '2m'],
    [3 * m + 20, '3m20s'],
    [10 * m + 20, '10m'],
    [3 * h, '3h'],
    [3 * h + 5 * m, '3h5m'],
    [47 * h + 5 * m, '47h'],
    [3 * d + 4 * h, '3d4h'],
    [12 * d + 4 * h, '12d'],
    [800 * d, '2y70d'],
    [3000 * d, '8y'],
  ] as const)
    test(text, () => assert.equal(formatAge(seconds * 1000), text));
});
