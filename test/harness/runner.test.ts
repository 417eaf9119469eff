import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from './suite.ts';

const root = new URL('../..', import.meta.url);
const uvu = new URL('node_modules/uvu/dist/index.mjs', root).href;
const own = new URL('test/harness/suite.ts', root).href;

/** What the runner says of one file with this text. */
function judged(
  text: string | undefined,
  env: NodeJS.ProcessEnv = {},
): { readonly code: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  if (text !== undefined) writeFileSync(join(folder, 'some.test.ts'), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [new URL('test/run.ts', root).pathname, folder], {
    encoding: 'utf8',
    env: { ...process.env, CI: '', ...env },
  });
  return { code: status, output: stdout + stderr };
}

suite('the test runner', (test) => {
  test('passes a file whose tests pass', () => {
    const { code, output } = judged(
      `import { suite } from '${own}'; suite('s', (test) => test('t', () => undefined));`,
    );
    assert.match(output, /\n1 passed, 0 failed\n$/);
    assert.equal(code, 0);
  });

  test('fails a file whose test fails', () => {
    const { code, output } = judged(
      `import { suite } from '${own}'; suite('s', (test) => { test('t', () => undefined); test('u', () => { throw new Error('red'); }); });`,
    );
    assert.match(output, /\n1 passed, 1 failed\n$/);
    assert.equal(code, 1);
  });

  test('fails a file that forgot run(), which uvu passes', () => {
    const { code, output } = judged(
      `import { suite } from '${uvu}'; const s = suite('s'); s('t', () => { throw new Error('never run'); });`,
    );
    assert.match(output, /does not use suite\(\)/);
    assert.equal(code, 1);
  });

  test('fails a stray .only, which uvu passes', () => {
    const { code, output } = judged(
      `import '${own}'; import { suite } from '${uvu}'; const s = suite('s'); s.only('t', () => undefined); s('u', () => { throw new Error('never run'); }); s.run();`,
    );
    assert.match(output, /declares no test/);
    assert.equal(code, 1);
  });

  test('fails a file without tests', () => {
    assert.equal(judged(`import { suite } from '${own}'; suite('s', () => undefined);`).code, 1);
    assert.equal(judged('export {};').code, 1);
  });

  test('fails where no file matches, which uvu passes', () => {
    const { code, output } = judged(undefined);
    assert.match(output, /^no test file found in: /);
    assert.equal(code, 1);
  });

  test('shows and counts what a machine could not try, and fails it on a CI server', () => {
    const skip = new URL('test/harness/skip.ts', root).href;
    const text = `import { skipped } from '${skip}'; import { suite } from '${own}'; skipped('the moon', 'no rocket'); suite('s', (test) => test('t', () => undefined));`;
    const { code, output } = judged(text);
    assert.match(output, /\nskip the moon: no rocket\n1 passed, 0 failed, 1 skipped\n$/);
    assert.equal(code, 0);
    const ci = judged(text, { CI: 'true' });
    assert.match(ci.output, /the moon cannot be tried, and CI skips nothing: no rocket/);
    assert.equal(ci.code, 1);
  });

  test('fails a file that ends before its tests do', () => {
    const { code, output } = judged(
      `import { suite } from '${own}'; suite('s', (test) => { test('t', () => process.exit(0)); test('u', () => undefined); });`,
    );
    assert.match(output, /declares 2 tests, but 0 ran|exited/);
    assert.equal(code, 1);
  });
});
