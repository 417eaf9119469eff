import assert from 'node:assert/strict';
import { idleFlags } from '../../src/cli/args/idle-flags.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

/** What a command warns of, before it does anything. */
const warned = (stderr: string): readonly string[] =>
  stderr.split('\n').filter((line) => /^warning: --\S+ has no effect/.test(line));

const rows: readonly (readonly [command: string, ...sentences: string[]])[] = [
  ['create orders --wait=false --timeout 5m', '--timeout has no effect with --wait=false, which waits for nothing'],
  ['up orders --wait=false --timeout=5m', '--timeout has no effect with --wait=false, which waits for nothing'],
  [
    'link orders --id vpce-0123456789abcdef0 --wait=false --timeout 5m',
    '--timeout has no effect with --wait=false, which waits for nothing',
  ],
  [
    'delete orders --yes --wait=false --timeout 5m',
    '--timeout has no effect with --wait=false, which waits for nothing',
  ],
  ['status --timeout 5m', '--timeout has no effect without --until-available: nothing else here has a time limit'],
  [
    'delete orders -y --keep-cloud-endpoint --profile prod --subscription x',
    '--profile has no effect with --keep-cloud-endpoint, which does not contact the cloud account',
    '--subscription has no effect with --keep-cloud-endpoint, which does not contact the cloud account',
  ],
  [
    'link orders --id vpce-0123456789abcdef0 --skip-cloud-check --profile prod',
    '--profile has no effect with --skip-cloud-check, which does not contact the cloud account',
  ],
  [
    'delete --orphans -y --ignore-not-found --force --wait=false',
    '--yes has no effect with --orphans, which lists cloud endpoints and deletes nothing',
    '--ignore-not-found has no effect with --orphans, which lists cloud endpoints and deletes nothing',
    '--force has no effect with --orphans, which lists cloud endpoints and deletes nothing',
    '--wait has no effect with --orphans, which lists cloud endpoints and deletes nothing',
  ],
  // What has an effect.
  ['create orders --wait=false'],
  ['create orders --timeout 5m'],
  ['up orders --wait=false --refresh --timeout 5m'],
  ['status --until-available --timeout 5m'],
  ['delete orders -y --keep-cloud-endpoint'],
  ['delete orders -y --keep-cloud-endpoint --region us-east-1'],
  ['delete --orphans --profile default'],
];

suite('flags without an effect', (test) => {
  for (const [command, ...sentences] of rows) {
    test(`${command}: ${sentences.length === 0 ? 'nothing' : 'warned'}`, () =>
      inWorld({}, async (world) => {
        world.deploy();
        const { stderr } = await world.run(command);
        assert.deepEqual(
          warned(stderr),
          sentences.map((sentence) => `warning: ${sentence}`),
        );
      }));
  }

  test('a default is no flag that was given', () => {
    assert.deepEqual(idleFlags(new Set(), { wait: false, timeout: '30m' }), []);
  });
});
