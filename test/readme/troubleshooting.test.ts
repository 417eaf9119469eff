import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sentencesIn } from '../../build/sentences.ts';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;
const rows = [
  ...(readFileSync(`${root}docs/troubleshooting.md`, 'utf8')
    .split('| it says |')[1]
    ?.split('\n\n')[0]
    ?.matchAll(/^\| `([^`]+)` \|/gm) ?? []),
].flatMap(([, message]) => message ?? []);

suite('docs/troubleshooting.md', (test) => {
  test('has only messages that the program can print', () => {
    assert.ok(rows.length > 10);
    const said = sentencesIn(root)
      .filter(({ file }) => file.startsWith('src/'))
      .map(({ text }) => text);
    for (const message of rows) {
      const parts = message
        .split('…')
        .map((part) => part.trim())
        .filter((part) => part.length > 1);
      assert.ok(
        said.some((text) => parts.every((part) => text.includes(part))),
        message,
      );
    }
  });
});
