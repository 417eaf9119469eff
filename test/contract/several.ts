import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import type { RealServer } from './real-server.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const MANY = 24;

const group = '/apis/atlas.mongodb.com/v1';

/**
 * How often each thing was asked of the API server, as `-v 6` logs it: by method and path, whatever the names of the deployments. What was refused
 * because the operator wrote at the same time is asked again, and counts once.
 */
function requestsIn(stderr: string, { namespace }: Workplace): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, method, path = ''] of stderr.matchAll(
    /^(GET|POST|PATCH|DELETE) https:\/\/[^/]+(\/[^?\s]*)\S* (?!409 )/gm,
  )) {
    const what = `${method} ${path.replace(namespace, 'HERE').replace(/atlasdeployments\/d\d+$/, 'atlasdeployments/NAME')}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}

/** Several objects in one command, against a real API server. */
export function several(test: DeclareTest, server: RealServer): void {
  const work = (sentence: string, count: number, body: (place: Workplace, names: string) => Promise<void>): void =>
    test(sentence, () =>
      atWork(server, 'v2.11', async (place) => {
        const names = Array.from({ length: count }, (_, at) => `d${at}`);
        for (const name of names) await place.deploy({ name });
        await body(place, names.join(' '));
      }),
    );

  work(
    `up of ${MANY} deployments reads once what they have in common, and writes each twice`,
    MANY,
    async (place, names) => {
      const began = place.now();
      const seen = await place.run(`up ad ${names} ${placement(place)} -v 6`);
      // A wait of more than half a minute is looked into, and that reads again, once for all that wait: every 15 seconds at most.
      const looks = Math.ceil((place.now() - began) / 15_000);
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, new RegExp(`^${MANY} of ${MANY} connected`, 'm'));
      assert.equal(seen.stdout.match(/^ad\/d\d+ .*mongodb\+srv:/gm)?.length, MANY);
      assert.equal(place.ec2.endpoints('us-east-1').length, MANY);
      const asked = requestsIn(seen.stderr, place);
      const counts = (...paths: readonly string[]): readonly (number | undefined)[] =>
        paths.map((path) => asked.get(path));
      const common = counts(
        'GET /apis/apps/v1/deployments',
        'GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/atlasdeployments.atlas.mongodb.com',
        `GET ${group}/atlasdatabaseusers`,
      );
      assert.ok(
        common.every((count = 0) => count >= 1 && count <= 1 + looks),
        `${JSON.stringify(common)} of at most ${1 + looks}`,
      );
      assert.deepEqual(counts(`PATCH ${group}/namespaces/HERE/atlasdeployments/NAME`), [2 * MANY]);
      // Once before the first change for all of them, and once for each at the end, when its string is there.
      assert.deepEqual(counts('GET /api/v1/namespaces/HERE/secrets'), [1 + MANY]);
      const again = await place.run(`up ad ${names} -v 6`);
      assert.deepEqual([again.stdout, again.code], [seen.stdout, 0]);
      assert.deepEqual(
        [...requestsIn(again.stderr, place).keys()].filter((what) => !what.startsWith('GET ')),
        [],
      );
    },
  );

  work('two runs at once on the same deployments create nothing twice', 6, async (place, names) => {
    const up = `up ad ${names} ${placement(place)}`;
    const both = await Promise.all([place.run(up), place.run(up)]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      both.map(({ stderr }) => stderr).join('\n'),
    );
    assert.equal(place.ec2.endpoints('us-east-1').length, 6);
  });
}
