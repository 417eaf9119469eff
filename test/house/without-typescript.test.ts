/** What is taken out of Node's binary: what is no compiler of TypeScript stays as it is. */
import assert from 'node:assert/strict';
import { withoutTypeScript } from '../../build/without-typescript.ts';
import { suite } from '../harness/suite.ts';

const large = `AGFzbQEAAA${'abc+/9'.repeat(200_000)}==`;
const small = `AGFzbQEAAA${'abc+/9'.repeat(12_000)}`;

suite('Node without TypeScript', (test) => {
  test('has blanks where the compiler was, and everything else in its place', () => {
    const binary = Buffer.from(`\u007fELF "${small}" const wasm = '${large}'; "after"`, 'latin1');
    const blanked = withoutTypeScript(binary).toString('latin1');
    assert.equal(blanked, binary.toString('latin1').replace(large, 'A'.repeat(large.length)));
  });

  test('is refused where there is none: then it is not the Node that this is made for', () => {
    assert.throws(
      () => withoutTypeScript(Buffer.from(`"${small}"`)),
      /^Error: no compiler of TypeScript in this binary/,
    );
  });
});
