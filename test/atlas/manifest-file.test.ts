import assert from 'node:assert/strict';
import { appendManifest, editManifest } from '../../src/atlas/ownership/manifest-file.ts';
import type { PatchOperation } from '../../src/kube/resource.ts';
import { suite } from '../harness/suite.ts';

const named = { apiVersion: 'v1', kind: 'Shop', metadata: { name: 'a' } };
const head = 'apiVersion: v1\nkind: Shop\nmetadata:\n  name: a\n';

async function changed(text: string, ...operations: readonly PatchOperation[]): Promise<string | undefined> {
  const edited = await editManifest(head + text, named, () => operations);
  assert.ok(edited !== undefined && edited.text.startsWith(head));
  return edited.text.slice(head.length);
}

const add = (path: string, value: unknown): PatchOperation => ({ op: 'add', path, value });
const remove = (path: string): PatchOperation => ({ op: 'remove', path });

suite('a change of a manifest', (test) => {
  for (const [what, before, operations, after] of [
    ['takes out an item', 's:\n- a: 1 # x\n  b:   2\n# y\n- c\n', [remove('/s/0')], 's:\n# y\n- c\n'],
    ['takes out the last item', 's:\n- a\n- b: |\n    text\nt:  1\n', [remove('/s/1')], 's:\n- a\nt:  1\n'],
    ['empties a list', 's: # x\n  - a: 1 # y\nt:  1\n', [remove('/s/0')], 's: # x\n  [] # y\nt:  1\n'],
    ['empties a list in brackets', 's: [ a ] # x\n', [remove('/s/0')], 's: [] # x\n'],
    ['takes out an item in brackets', 's: [a,  b, c]\n', [remove('/s/1')], 's: [a,  c]\n'],
    ['takes out the last item in brackets', 's: [a,  b]\n', [remove('/s/1')], 's: [a]\n'],
    ['takes out a field', 's:\n  a:  1\n  b: 2 # x\n  c: 3\n', [remove('/s/b')], 's:\n  a:  1\n  c: 3\n'],
    ['adds a field to an item', 's:\n-  a: 1 # x\nt: 2\n', [add('/s/0/b', 'c')], 's:\n-  a: 1 # x\n   b: c\nt: 2\n'],
    ['adds a field in brackets', 's: [{a: 1}]\n', [add('/s/0/b', 'c')], 's: [{a: 1, b: c}]\n'],
    ['adds after a block of lines', 's:\n  a: |\n    x\n', [add('/s/b', 'c')], 's:\n  a: |\n    x\n  b: c\n'],
    ['changes a value', 's:\n  a:   1  # x\n', [add('/s/a', 'b')], 's:\n  a:   b  # x\n'],
    ['gives a field a value', 's:\n  a:\n  b:  1\n', [add('/s/a', 'c')], 's:\n  a: c\n  b:  1\n'],
    ['gives it one beside a comment', 's:\n  a: # x\n', [add('/s/a', 'c')], 's:\n  a: c # x\n'],
    ['replaces an item', 's: [a]\n', [remove('/s/0'), add('/s/-', 'b')], 's:\n  - b\n'],
    ['leaves a test alone', 's:  1\n', [{ op: 'test', path: '/s', value: 2 }], 's:  1\n'],
    ['adds to nothing beside a comment', 's:\n  a: # x\n', [add('/s/a', ['b'])], 's:\n  a: # x\n    - b\n'],
  ] as const)
    test(`${what}, and no other byte`, async () => {
      assert.equal(await changed(before, ...operations), after);
    });

  test('of a place that the text lacks is refused', async () => {
    for (const operation of [add('/s/b', 1), add('/t/u', 1), remove('/t'), add('/s/-', 1)])
      await assert.rejects(changed('s: 1\n', operation), { message: 'form' });
  });

  test('that would take a comment out with an empty list is refused', async () => {
    await assert.rejects(changed('s: [ # x\n  ]\n', add('/s/-', 1)), { message: 'form' });
  });

  test('of a place that JSON lacks is refused', async () => {
    const text = JSON.stringify({ ...named, s: 1 });
    for (const operation of [add('/s/b', 1), add('/t/u', 1), remove('/t')])
      await assert.rejects(
        editManifest(text, named, () => [operation]),
        { message: 'form' },
      );
  });

  test('is added with the line breaks of the text', async () => {
    assert.equal(await appendManifest('a: 1\r\n', named, false), `a: 1\r\n---\r\n${head.replaceAll('\n', '\r\n')}`);
  });
});
