/** What is taken out of Node's binary: what is the data of no language but English stays as it is. */
import assert from 'node:assert/strict';
import { withoutLanguages } from '../../build/without-languages.ts';
import { suite } from '../harness/suite.ts';

const SIZE = 16;
const named = ['coll/root.res', 'curr/de.res', 'curr/en.res', 'curr/pool.res', 'de.res', 'de_AT.res'];
const more = ['en.res', 'en_GB.res', 'ibm-37_P100-1995.cnv', 'kok.res', 'res_index.res', 'root.res', 'zh_Hant_TW.res'];
const filling = Array.from({ length: 1000 }, (_, index) => `zz${index}.cnv`);

/** ICU's data with a few bytes of each item, as they stand in a binary. */
function binaryWith(items: readonly string[]): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt16LE(head.length, 0);
  Buffer.from([0xda, 0x27]).copy(head, 2);
  head.write('CmnD', 12);
  const names = items.map((item) => Buffer.from(`icudt78l/${item}\0`));
  const table = Buffer.alloc(4 + 8 * items.length);
  table.writeUInt32LE(items.length);
  let name = table.length;
  const data = table.length + Buffer.concat(names).length;
  for (const [index, bytes] of names.entries()) {
    table.writeUInt32LE(name, 4 + 8 * index);
    table.writeUInt32LE(data + SIZE * index, 8 + 8 * index);
    name += bytes.length;
  }
  const contents = items.map((item) => Buffer.from(`<${item.padEnd(SIZE - 2).slice(0, SIZE - 2)}>`));
  // The form alone, without the numbers before it, is something else.
  return Buffer.concat([Buffer.from('\u007fELF CmnD '), head, table, ...names, ...contents, Buffer.from('after')]);
}

suite('Node with English alone', (test) => {
  test('has blanks where the data of other languages were, and everything else in its place', () => {
    const binary = binaryWith([...named, ...more, ...filling]);
    const blanked = withoutLanguages(binary);
    assert.equal(blanked.length, binary.length);
    const left = [...blanked.toString('latin1').matchAll(/<([\w/.-]+) *>/g)].map(([, item]) => item);
    assert.deepEqual(
      [...named, ...more].filter((item) => !left.includes(item.slice(0, SIZE - 2))),
      ['curr/de.res', 'de.res', 'de_AT.res', 'kok.res', 'zh_Hant_TW.res'],
    );
    const blanks = blanked.filter((byte, at) => byte !== binary[at]);
    assert.deepEqual([blanks.length, new Set(blanks)], [5 * SIZE, new Set([0])]);
  });

  for (const [what, items] of [
    ['there are no data of ICU', undefined],
    ['they are few, and not those of Node', named],
    ['they are those of English already', ['en.res', ...filling]],
  ] as const)
    test(`is refused where ${what}: then it is not the Node that this is made for`, () =>
      assert.throws(
        () => withoutLanguages(items === undefined ? Buffer.from('CmnD and nothing') : binaryWith(items)),
        /^Error: no data of languages in this binary of Node$/,
      ));
});
