/** What of --from shows without a kubelet; test/contract/pods.test.ts looks for real. */
import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { inWorld } from '../../harness/world.ts';

suite('doctor --from', (test) => {
  for (const [flags, expected] of [
    ['--image x', 'error: --image has no effect without --from\nhint: say which Pod to probe from: --from pod/NAME\n'],
    ['-c app', 'error: --container has no effect without --from\nhint: say which Pod to probe from: --from pod/NAME\n'],
    [
      '--ephemeral-container',
      'error: --ephemeral-container has no effect without --from\nhint: say which Pod to probe from: --from pod/NAME\n',
    ],
    [
      '--from service/web',
      'error: invalid argument "service/web" for --from: cannot probe from the type "service"\nhint: write it like pod/NAME, deploy/NAME, sts/NAME or ds/NAME\n',
    ],
    [
      '--from pod/web --wait --ephemeral-container',
      'error: --ephemeral-container cannot be used with --wait, which checks again and again\nhint: omit --wait: each check would add another container to the Pod\n',
    ],
  ] as const)
    test(`refused before anything is asked: ${flags}`, () =>
      inWorld({}, async (world) => {
        const { stdout, stderr, code } = await world.run(`doctor ${flags}`);
        assert.deepEqual({ stdout, stderr, code }, { stdout: '', stderr: expected, code: 1 });
      }));
});
