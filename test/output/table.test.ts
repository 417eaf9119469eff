import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { structured, writeList } from '../../src/output/format.ts';
import { Style } from '../../src/output/style.ts';
import { type Cell, LiveTable, table } from '../../src/output/table.ts';
import { suite } from '../harness/suite.ts';

const heads = ['SOURCE', 'PHASE', 'MESSAGE'];

/** What is written, and in how many pieces. */
function paper(columns?: number) {
  const pieces: string[] = [];
  const stream = { write: (text: string) => pieces.push(text), isTTY: columns !== undefined, columns };
  return { pieces, stream, text: () => pieces.join('') };
}

/** Rows with everything that has a width of its own, and some that have nothing at their end. */
function rowsOf(count: number): readonly (readonly Cell[])[] {
  const names = ['ape/orders', 'ape/注文の接続', 'ape/café', 'ape/🚀', 'ape/e\u0301t\u00e9', undefined];
  return Array.from({ length: count }, (_, n): readonly Cell[] => [
    names[n % names.length],
    { text: n % 2 === 0 ? 'Available' : 'Failed', look: n % 2 === 0 ? 'good' : 'bad' },
    { text: n % 3 === 0 ? '' : `message \u001b[31m${n} that goes on, 続く, and on `, look: 'bad' },
  ]);
}

suite('tables', (test) => {
  test('a large one has the same lines as a small one, and is written part by part', async () => {
    for (const count of [1, 100, 101, 1_234]) {
      const { stream, pieces, text } = paper();
      await new LiveTable(stream).print(heads, rowsOf(count));
      assert.equal(text(), await table(heads, rowsOf(count)), `${count} rows`);
      assert.equal(pieces.length > 2, count > 1_000);
    }
  });

  test('its colors, its cut messages and what follows it are those of a small one', async () => {
    for (const columns of [20, 50, 200]) {
      const [large, small] = [paper(columns), paper(columns)];
      const style = (stream: typeof large.stream): Style =>
        new Style(stream, { LANG: 'C.UTF-8', TERM: 'xterm' }, 'auto');
      const [one, parts] = [
        new LiveTable(large.stream, style(large.stream)),
        new LiveTable(small.stream, style(small.stream)),
      ];
      await one.print(heads, rowsOf(300));
      await one.print(heads, rowsOf(6));
      for (const from of [0, 100, 200]) await parts.print(heads, rowsOf(300).slice(from, from + 100));
      await parts.print(heads, rowsOf(6));
      assert.equal(large.text(), small.text(), `${columns} columns`);
      assert.ok(large.text().includes('\u001b[32mAvailable\u001b[39m'));
      if (columns === 50) assert.match(large.text(), /…/);
    }
  });

  test('a column is as wide as a terminal shows it, and text is cut there', async () => {
    const { stream, text } = paper(40);
    const style = new Style(stream, { LANG: 'C.UTF-8' }, 'never');
    await new LiveTable(stream, style).print(
      ['SOURCE', 'MESSAGE'],
      [
        ['ape/注文', '接続を待っています、もう少しお待ちください'],
        ['ape/orders', 'waits'],
      ],
    );
    assert.equal(
      text(),
      `SOURCE       MESSAGE
ape/注文     接続を待っています、もう少…
ape/orders   waits
`,
    );
  });

  test('there is no limit to the number of rows', async () => {
    const { stream, text } = paper();
    await new LiveTable(stream).print(heads, rowsOf(150_000));
    assert.equal(stripVTControlCharacters(text()).split('\n').length, 150_002);
  });
});

suite('lists', (test) => {
  test('JSON that is written part by part is the same as in one piece', async () => {
    for (const count of [0, 1, 500, 501, 1_700]) {
      const items = Array.from({ length: count }, (_, n) => ({ n, text: '"[\n]', list: [n], none: {} }));
      const { stream, text } = paper();
      await writeList(stream, 'json', { kind: 'EndpointList', items });
      assert.equal(text(), await structured('json', { kind: 'EndpointList', items }), `${count} items`);
    }
  });
});
