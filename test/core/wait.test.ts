import assert from 'node:assert/strict';
import { InterruptedError, TimeoutError } from '../../src/core/errors.ts';
import { messageOf } from '../../src/cli/words/errors.ts';
import { type Time, type Verdict, poll, waitFor } from '../../src/core/wait.ts';
import { rejection, suite } from '../harness/suite.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';

function time(stop = new AbortController()): Time {
  const clock = new VirtualClock().foreground;
  return { now: () => clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal), signal: stop.signal };
}

function isThree(number: number): Verdict<string> {
  return number === 3 ? { done: 'three' } : { waiting: `saw ${number}` };
}

/** Waits for the number 3 in a row of numbers that a poll sees, one every five seconds. */
function waitForThree(on: Time, timeoutMs: number, seen: string[], last = 9): Promise<string> {
  let looks = 0;
  return waitFor(on, {
    what: 'the number 3',
    timeoutMs,
    observe: (signal) => poll(on, 5_000, signal, () => Promise.resolve(Math.min((looks += 1), last))),
    judge: isThree,
    onChange: (text) => seen.push(text),
    hint: 'count on',
  });
}

suite('waitFor', (test) => {
  test('it ends with the first observation that satisfies it, and tells each change once', async () => {
    const seen: string[] = [];
    const on = time();
    const started = on.now();
    assert.equal(await waitForThree(on, 60_000, seen), 'three');
    assert.deepEqual(seen, ['saw 1', 'saw 2']);
    assert.equal(on.now() - started, 10_000);
  });

  test('the same observation twice is told once', async () => {
    const seen: string[] = [];
    await rejection(waitForThree(time(), 60_000, seen, 2));
    assert.deepEqual(seen, ['saw 1', 'saw 2']);
  });

  test('a timeout says for what, how long, and what was last seen', async () => {
    const error = await rejection(waitForThree(time(), 60_000, [], 2));
    assert.ok(error instanceof TimeoutError);
    assert.equal(messageOf(error), 'timed out after 1m waiting for the number 3; last seen: saw 2');
    assert.equal(error.exitCode, 124);
    assert.equal(error.hint, 'count on');
  });

  test('an interruption ends it at once with the way to go on and the exit code of the signal', async () => {
    const stop = new AbortController();
    const waiting = rejection(waitForThree(time(stop), 60_000, [], 2));
    stop.abort({ exitCode: 143 });
    const error = await waiting;
    assert.ok(error instanceof InterruptedError);
    assert.match(messageOf(error), /^interrupted while waiting for the number 3; last seen: /);
    assert.equal(error.exitCode, 143);
    assert.equal(error.hint, 'count on');
  });

  test('an error of a look or a judgement ends it at once', async () => {
    const on = time();
    const failing = waitFor<number, never>(on, {
      what: 'x',
      timeoutMs: 60_000,
      observe: (signal) => poll(on, 5_000, signal, () => Promise.reject(new Error('no right to look'))),
      judge: () => ({ waiting: '' }),
    });
    assert.equal((await rejection(failing)).message, 'no right to look');
  });
});
