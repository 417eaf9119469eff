import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import { combinationsOf, standing } from '../harness/switches.ts';
import { clusterManifest, serviceManifest } from '../sandbox/manifests.ts';
import type { RealServer } from './real-server.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const region = 'us-east-1';
const plurals = ['atlasdeployments', 'atlasprivateendpoints', 'atlasprojects', 'atlasdatabaseusers'].map(
  (plural) => ['/apis/atlas.mongodb.com/v1', plural] as const,
);

/** The version of every object that a command could have written, and the endpoints of the cloud. */
async function stateOf(server: RealServer, { namespace, ec2 }: Workplace): Promise<unknown> {
  const lists = [...plurals, ['/api/v1', 'secrets'] as const].map(async ([api, plural]) => {
    const { body } = await server.admin.call('GET', `${api}/namespaces/${namespace}/${plural}`);
    const { items } = body as { items: { metadata: { name: string; resourceVersion: string } }[] };
    assert.ok(items.length > 0 || plural === 'atlasprivateendpoints');
    return items.map(({ metadata: { name, resourceVersion } }) => `${plural}/${name} ${resourceVersion}`);
  });
  return [await Promise.all(lists), standing(ec2.endpoints(region))];
}

async function ran(place: Workplace, command: string): Promise<void> {
  const { code, stderr } = await place.run(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
}

/** Runs a command with every combination of its switches and --dry-run, and asserts that nothing has changed. */
async function writesNothing(server: RealServer, place: Workplace, command: string): Promise<void> {
  const before = await stateOf(server, place);
  for (const switches of combinationsOf(command.split(' ')[0] ?? '')) {
    const { stderr } = await place.run(`${command}${switches} --dry-run`);
    assert.deepEqual(await stateOf(server, place), before, `${command}${switches}: ${stderr}`);
    assert.doesNotMatch(stderr, /this is a bug/, `${command}${switches}`);
  }
}

/** --dry-run on a real API server: whatever other switches there are, no object gets another version. */
export function dryRun(test: DeclareTest, server: RealServer): void {
  for (const command of ['up orders --id vpce-0123456789abcdef0', 'delete orders'])
    test(`${command} --dry-run writes nothing, with every combination of its switches`, () =>
      atWork(server, 'v2.11', async (place) => {
        await place.deploy();
        await ran(place, `up orders ${placement(place)}`);
        await writesNothing(server, place, command);
      }));

  test('up of a dedicated cluster whose Secret is stale writes nothing, with every combination of its switches', () =>
    atWork(server, 'v2.11', async (place) => {
      const { namespace } = place;
      await place.apply('atlasdeployments', clusterManifest({ namespace }));
      await place.apply('atlasprivateendpoints', serviceManifest({ namespace }));
      await ran(place, `create shop-us ${placement(place)}`);
      await ran(place, 'link shop-us');
      await writesNothing(server, place, 'up orders');
    }));
}
