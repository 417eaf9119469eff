/** A healthy world has no finding on any cloud. */
import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { inWorld } from '../../harness/world.ts';
import { healthy } from './worlds.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm' };

suite('doctor finds nothing where nothing is broken', (test) => {
  for (const { title, options, prepare, name } of healthy)
    test(title, () =>
      inWorld(options, async (world) => {
        await prepare(world);
        const seen = await world.run(`doctor ${name}`, { env: utf8 });
        assert.deepEqual(
          seen.stdout.split('\n').filter((line) => /^ [^ ✓]/.test(line)),
          [],
          seen.stdout + seen.stderr,
        );
        assert.match(seen.stdout, /\n\d\d hold\n$/);
        assert.deepEqual([seen.stderr, seen.code], ['', 0]);
        const short = await world.run(`status ${name}`, { env: utf8 });
        assert.match(short.stdout, /^.+\n ✓ declared .+\n ✓ service .+\n ✓ linked .+\n ✓ string .+\n$/);
      }),
    );
});
