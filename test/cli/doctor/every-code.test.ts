/** No check goes unproven: each code is broken in the sandbox or on a real API server, or a reason says why it is not. */
import assert from 'node:assert/strict';
import { allChecks } from '../../../src/cli/words/checks/all.ts';
import { brokenFromPods } from '../../contract/pods/broken.ts';
import { suite } from '../../harness/suite.ts';
import { faults } from '../../sandbox/faults/all.ts';

/** The checks that nothing breaks, by their codes, with the reason. */
const unbroken: Readonly<Record<string, string>> = {};

suite('every check', (test) => {
  const inSandbox = new Set(faults.map(({ code }) => code.split('-')[0] ?? ''));
  const onServer = new Set(brokenFromPods.map(({ code }) => code));

  for (const code of Object.keys(allChecks))
    test(`${code} is broken somewhere`, () => {
      const ways = [inSandbox.has(code), onServer.has(code), unbroken[code] !== undefined].filter(Boolean);
      assert.equal(ways.length, 1, 'in the sandbox, on a real API server, or not at all for a reason');
    });

  test('nothing is broken that no check finds', () => {
    const known = Object.keys(allChecks);
    const all = [...inSandbox, ...onServer, ...Object.keys(unbroken)];
    assert.deepEqual(
      all.filter((code) => !known.includes(code)),
      [],
    );
  });
});
