import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** The candidates without their descriptions, and the directive. */
async function completed(world: World, words: readonly string[], env = {}): Promise<readonly string[]> {
  const seen = await world.run(['__complete', ...words], { env });
  assert.deepEqual([seen.stderr, seen.code], ['', 0]);
  return seen.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\t.*/, ''));
}

suite('completion', (test) => {
  test('commands, flags, formats and shells', () =>
    inWorld({}, async (world) => {
      for (const [words, expected] of [
        [['s'], ['status', 'secret', ':4']],
        [
          ['status', '--w'],
          ['--watch', ':4'],
        ],
        [
          ['secret', '--kube'],
          ['--kubeconfig', '--kube-user', ':4'],
        ],
        [
          ['status', '-o', 'j'],
          ['json', 'jsonpath=', 'jsonpath-as-json=', 'jsonpath-file=', ':4'],
        ],
        [
          ['status', '--output=wi'],
          ['wide', ':4'],
        ],
        [
          ['create', '-o', 'jsonpath-f'],
          ['jsonpath-file=', ':6'],
        ],
        [
          ['status', '-Ao', 'y'],
          ['yaml', ':4'],
        ],
        [['status', '--kubeconfig', ''], [':0']],
        [
          ['completion', 'z'],
          ['zsh', ':4'],
        ],
        [['version', ''], [':4']],
        [['nonsense', ''], [':4']],
      ] as const)
        assert.deepEqual(await completed(world, words), expected, words.join(' '));
    }));

  test('names come live from cluster and kubeconfig', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'orders-pe' }, { name: 'second' }] });
      world.deploy({ name: 'billing', privateEndpoints: [{ name: 'b' }] });
      for (const [words, expected] of [
        [
          ['status', ''],
          ['billing', 'orders', ':4'],
        ],
        [
          ['up', 'o'],
          ['orders', ':4'],
        ],
        [
          ['link', 'ad/'],
          ['ad/billing', 'ad/orders', ':4'],
        ],
        [
          ['link', '--', 'o'],
          ['orders', ':4'],
        ],
        [['secret', 'orders', ''], [':4']],
        [
          ['link', 'orders', ''],
          ['billing', ':4'],
        ],
        [
          ['status', 'orders', ''],
          ['billing', ':4'],
        ],
        [
          ['link', 'orders', '--endpoint', ''],
          ['orders-pe', 'second', ':4'],
        ],
        [
          ['status', '--endpoint=b'],
          ['b', ':4'],
        ],
        [
          ['status', '-n', ''],
          ['default', ':4'],
        ],
        [['status', '-n', 'other', ''], [':4']],
        [
          ['status', '--context', ''],
          ['sandbox', ':4'],
        ],
        [
          ['status', '--user', ''],
          ['sandbox', ':4'],
        ],
        [
          ['secret', '--user', ''],
          ['app', ':4'],
        ],
        [
          ['secret', '--cluster', 's'],
          ['sandbox', ':4'],
        ],
      ] as const)
        assert.deepEqual(await completed(world, words), expected, words.join(' '));
    }));

  test('nothing on failure, and not a word', () =>
    inWorld({}, async (world) => {
      assert.deepEqual(await completed(world, ['status', ''], { KUBECONFIG: '/nope', HOME: '/nope' }), [':4']);
      assert.deepEqual(await completed(world, ['status', '-n', ''], { KUBECONFIG: '/nope', HOME: '/nope' }), [':4']);
      assert.deepEqual(await completed(world, ['status', 'no/']), [':4']);
      await world.kubernetes.stop();
      assert.deepEqual(await completed(world, ['status', '']), [':4']);
      await world.kubernetes.start();
    }));

  test('the script for kubectl is the one that is shipped; another shell is refused', () =>
    inWorld({}, async (world) => {
      const shipped = readFileSync(new URL('../../krew/kubectl_complete-atlas_pe', import.meta.url), 'utf8');
      assert.deepEqual(await world.run('completion kubectl'), { stdout: shipped, stderr: '', code: 0 });
      assert.deepEqual(await world.run('completion bsh'), {
        stdout: '',
        stderr: 'error: "bsh" is not one of bash, zsh, fish, kubectl\nhint: did you mean "bash"?\n',
        code: 1,
      });
      assert.match(
        (await world.run('completion')).stderr,
        /^error: SHELL is missing: one of bash, zsh, fish, kubectl\n/,
      );
    }));
});
