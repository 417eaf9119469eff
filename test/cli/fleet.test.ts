/** Large fleets: what they cost grows as they do. Steps and requests are counted; nothing is timed. */
import { disproportionate, stepsOf } from '../harness/steps.ts';
import assert from 'node:assert/strict';
import { findOrphans } from '../../src/atlas/disconnect/orphans.ts';
import { sources } from '../../src/atlas/sources/table.ts';
import type { CloudEndpoint } from '../../src/core/cloud-endpoint.ts';
import type { AtlasPrivateEndpoint } from '../../src/atlas/api/private-endpoint.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { dedicatedOf, secretOf, serviceOf } from '../sandbox/two-projects.ts';

/** More than a table that is drawn as a whole. */
const SOME = 120;
const id = (n: number): string => `vpce-${String(n).padStart(17, '0')}`;
const name = (n: number): string => `s${String(n).padStart(4, '0')}`;

/** As many projects, and in each a cluster, its service with an endpoint, and the Secret of a user. */
async function inFleet(size: number, body: (world: World) => Promise<void>): Promise<void> {
  await inWorld({ empty: true, generation: 'v2.15', unpasted: true }, async (world) => {
    world.operator.paused = true;
    const { store } = world.kubernetes;
    for (let n = 0; n < size; n += 1) {
      const project = `default/p${n}`;
      const metadata = { name: `p${n}`, namespace: 'default' };
      const projectId = n.toString(16).padStart(24, '0');
      store.create({
        apiVersion: 'atlas.mongodb.com/v1',
        kind: 'AtlasProject',
        metadata,
        spec: { name: `p${n}` },
        status: { id: projectId },
      });
      store.create(dedicatedOf({ name: `c${n}`, cluster: `c${n}`, project, strings: { [id(n)]: 'h.example.net' } }));
      store.create(serviceOf(name(n), project, [id(n)]));
      store.create(secretOf({ name: `x${n}`, cluster: `c${n}`, projectId, hosts: ['h.example.net'] }));
    }
    await body(world);
  });
}

const cloudEndpoint: CloudEndpoint = {
  id: '',
  service: '',
  readiness: 'connected',
  state: 'available',
  reason: undefined,
  attachment: undefined,
  place: 'vpc-1',
  ours: true,
  removeCommand: { shell: ['aws'] },
};

const service = { apiVersion: 'atlas.mongodb.com/v1', kind: 'AtlasPrivateEndpoint' } as const;

/** Watches a fleet until each of its endpoints has changed once. */
async function watchChanges(world: World, size: number): Promise<void> {
  const stop = new AbortController();
  let rows = 0;
  const seen = await world.run('status -A -w --no-headers', {
    stop,
    onOutput: (text) => {
      rows += text.split('\n').length - 1;
      if (rows === size)
        for (let n = 0; n < size; n += 1)
          world.kubernetes.store.edit('atlasprivateendpoints', 'default', name(n), fail, 'status');
      if (rows === 2 * size) stop.abort();
    },
  });
  assert.equal(seen.stdout.match(/ Failed /g)?.length, size);
}

function fail(object: Record<string, unknown>): void {
  Object.assign(object['status'] as object, { serviceStatus: 'FAILED' });
}

const commands = [
  'status -A',
  'status -A -o wide --show-labels',
  'status -A -o json',
  'status -A -o yaml',
  'status -A -o name',
  'status -A -o custom-columns=N:.source,P:.phase',
  'status -A --sort-by .phase',
  'status --endpoint s0007',
  'status ad/c7',
  'status c1 c2 c3',
  'status nosuch',
  'secret ad/c7',
  'secret secret/x7 -o json',
  'secret ape/s0007',
  'delete ad/c7 --dry-run',
];

async function stepsIn(size: number): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const steps = new Map<string, ReadonlyMap<string, number>>();
  await inFleet(size, async (world) => {
    for (const words of [...commands, ['__complete', 'status', ''], ['__complete', 'up', 'ape/s']])
      steps.set(String(words), await stepsOf(async () => void (await world.run(words))));
  });
  return steps;
}

/** What it takes to find the orphan among as many cloud endpoints as there are sources. */
function stepsToFind(size: number): Promise<ReadonlyMap<string, number>> {
  return stepsOf(async () => {
    const numbers = Array.from({ length: size }, (_, n) => n);
    const objects = numbers.map((n): AtlasPrivateEndpoint => ({
      ...service,
      metadata: { name: name(n) },
      spec: { provider: 'AWS', awsConfiguration: [{ id: id(n) }] },
    }));
    const made = numbers.map((n) => ({ ...cloudEndpoint, id: id(n + 1).toUpperCase() }));
    const orphans = findOrphans('AWS', made, [{ source: sources.atlasprivateendpoint, objects }]);
    assert.deepEqual(
      orphans.map(({ endpoint }) => endpoint.id),
      [id(size).toUpperCase()],
    );
  });
}

async function stepsToFollow(size: number): Promise<ReadonlyMap<string, number>> {
  let steps: ReadonlyMap<string, number> = new Map();
  await inFleet(size, async (world) => {
    steps = await stepsOf(() => watchChanges(world, size));
  });
  return steps;
}

suite('a fleet', (test) => {
  test('three times as many endpoints take about three times as many steps', async () => {
    const [one, three] = [await stepsIn(SOME), await stepsIn(3 * SOME)];
    const found = [...three].flatMap(([command, steps]) =>
      disproportionate(one.get(command) ?? new Map(), steps).map((place) => `${command}: ${place}`),
    );
    assert.deepEqual(found, []);
  });

  test('what several names have in common is read once', () =>
    inFleet(8, async (world) => {
      const lists = async (command: string): Promise<number> => {
        const before = world.kubernetes.requests().length;
        await world.run(command);
        return world.kubernetes
          .requests()
          .slice(before)
          .filter(({ verb }) => verb === 'list').length;
      };
      assert.equal(await lists('status ad/c1 ad/c2 ad/c3 ad/c4'), await lists('status ad/c1 ad/c2'));
    }));

  test('cloud endpoints are found among those of all sources', async () => {
    assert.deepEqual(disproportionate(await stepsToFind(SOME), await stepsToFind(3 * SOME)), []);
  });

  test('a change that is watched takes as many steps as in a small place', async () => {
    assert.deepEqual(disproportionate(await stepsToFollow(SOME), await stepsToFollow(3 * SOME)), []);
  });
});
