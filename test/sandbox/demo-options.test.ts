/** What `npm run demo -- …` says of its options. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from '../harness/suite.ts';

const demo = fileURLToPath(new URL('demo.ts', import.meta.url));

function run(...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [demo, ...words], { encoding: 'utf8' });
  return { stdout, stderr, status };
}

suite('the options of the demo', (test) => {
  test('--help prints all of them, and starts nothing', () => {
    const { stdout, stderr, status } = run('--help');
    assert.deepEqual(
      stdout.match(/^ {2}--[a-z]+/gm)?.map((option) => option.trim()),
      ['--cloud', '--source', '--operator', '--broken', '--play', '--keep', '--command', '--help'],
    );
    assert.match(stdout, /^Usage: npm run demo -- \[OPTION\.\.\.\]\n/);
    assert.deepEqual([stderr, status], ['', 0]);
    assert.deepEqual(run('-h').stdout, stdout);
  });

  test('what is none of them gets one sentence', () => {
    const help = 'see npm run demo -- --help';
    for (const [words, sentence] of [
      [['--hlep'], `--hlep is no option of the demo; ${help}`],
      [['orders'], `the demo takes options only, and not orders; ${help}`],
      [['--cloud'], `--cloud takes a value; ${help}`],
      [['--source', '--play'], `--source takes a value; ${help}`],
      [['--play=yes'], `--play takes no value; ${help}`],
    ] as const)
      assert.deepEqual(run(...words), { stdout: '', stderr: `error: ${sentence}\n`, status: 1 });
  });
});
