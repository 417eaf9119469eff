/** What `status NAME` asks the API server: everything once, and no more than it needs. */
import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';
import { healthyWorlds } from './doctor/worlds.ts';

/** What a command asked, in the lines of -v 6: `GET /apis/…`. */
const askedIn = (stderr: string): readonly string[] =>
  [...stderr.matchAll(/(GET|POST|PATCH|PUT|DELETE) https:\/\/[^/]+(\S+)/g)].map(([, verb, path]) => `${verb} ${path}`);

suite('the requests of status NAME', (test) => {
  for (const [base, most] of [
    ['aws', 9],
    ['azure', 9],
    ['gcp', 9],
    ['serverless', 10],
  ] as const)
    test(`${base}: each once`, () => {
      const { options, prepare, name } = healthyWorlds[base];
      return inWorld(options, async (world) => {
        await prepare(world);
        const seen = await world.run(`status ${name} -v 6`);
        const asked = askedIn(seen.stderr);
        assert.equal(seen.code, 0);
        assert.deepEqual([...new Set(asked)], asked);
        assert.ok(asked.length <= most, `${asked.length} requests`);
      });
    });
});
