import assert from 'node:assert/strict';
import { hintOf, messageOf } from '../../src/cli/words/errors.ts';
import { DurationError, formatDuration, parseDuration } from '../../src/core/duration.ts';
import { suite } from '../harness/suite.ts';

suite('duration', (test) => {
  test("Go's spellings are read", () => {
    const ms = ['30m', '1h30m', '90s', '1.5h', '500ms', '45s', '0'].map((text) => parseDuration('timeout', text));
    assert.deepEqual(ms, [1_800_000, 5_400_000, 90_000, 5_400_000, 500, 45_000, 0]);
  });

  test('anything else is refused with the flag and the value', () => {
    for (const text of ['', 'soon', '5 m', '5x', 'm5', '-5m']) {
      assert.throws(
        () => parseDuration('timeout', text),
        (error) =>
          error instanceof DurationError &&
          messageOf(error) === `invalid argument "${text}" for "--timeout" flag: time: invalid duration "${text}"` &&
          hintOf(error) === 'write it like --timeout=30m or --timeout=90s',
      );
    }
  });

  test('a number without a unit is refused as kubectl wait refuses it', () => {
    assert.throws(
      () => parseDuration('timeout', '5'),
      (error) =>
        error instanceof DurationError &&
        messageOf(error) === 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"',
    );
  });

  test('it is written as kubectl writes ages', () => {
    assert.deepEqual([0, 999, 12_000, 60_000, 200_000, 3_600_000, 3_900_000].map(formatDuration), [
      '0s',
      '0s',
      '12s',
      '1m',
      '3m20s',
      '1h',
      '1h5m',
    ]);
  });
});
