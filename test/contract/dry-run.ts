import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { DeclareTest } from '../harness/suite.ts';
import { combinationsOf, standing } from '../harness/switches.ts';
import { clusterManifest, serviceManifest } from '../sandbox/manifests.ts';
import { eventually } from './eventually.ts';
import type { RealServer } from './real-server.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const region = 'us-east-1';
/** Real milliseconds without a write after which the operator has nothing left to write. */
const RESTING_MS = 1_000;
const plurals = ['atlasdeployments', 'atlasprivateendpoints', 'atlasprojects', 'atlasdatabaseusers'].map(
  (plural) => ['/apis/atlas.mongodb.com/v1', plural] as const,
);

interface Managed {
  readonly name: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly managedFields: readonly { readonly subresource?: string }[];
}

/** Which version an object is, and who has written what of it. */
function versionOf({ name, resourceVersion, managedFields }: Managed): readonly unknown[] {
  return [name, resourceVersion, managedFields];
}

/** The same apart from the status: as long as something is in progress, the operator writes that at each of its looks. */
function versionApartFromStatus({ name, generation, managedFields }: Managed): readonly unknown[] {
  return [name, generation, managedFields.filter(({ subresource }) => subresource !== 'status')];
}

/** The version and the managers of every object that a command could have written, and the endpoints of the cloud. */
async function stateOf(server: RealServer, { namespace, ec2 }: Workplace, version = versionOf): Promise<unknown> {
  const lists = [...plurals, ['/api/v1', 'secrets'] as const].map(async ([api, plural]) => {
    const { body } = await server.admin.call('GET', `${api}/namespaces/${namespace}/${plural}`);
    const { items } = body as { items: { metadata: Managed }[] };
    assert.ok(items.length > 0 || plural === 'atlasprivateendpoints');
    return items.map(({ metadata }) => [plural, ...version(metadata)]);
  });
  return [await Promise.all(lists), standing(ec2.endpoints(region))];
}

/** The same, once the operator has written all that it had to: it looks every quarter of a second. */
async function restingState(server: RealServer, place: Workplace, version = versionOf): Promise<unknown> {
  let state: unknown;
  await eventually('an operator that has nothing left to write', async () => {
    state = await stateOf(server, place, version);
    await new Promise((resolve) => setTimeout(resolve, RESTING_MS));
    return isDeepStrictEqual(await stateOf(server, place, version), state);
  });
  return state;
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

/** The changing verbs, as they are checked by a real API server, and asserts that nothing has changed. */
async function checkedOnly(server: RealServer, place: Workplace, commands: readonly string[]): Promise<void> {
  const before = await restingState(server, place, versionApartFromStatus);
  for (const command of commands) {
    const { stdout, stderr, code } = await place.run(`${command} --dry-run=server`);
    assert.equal(code, 0, `${command}: ${stderr}`);
    assert.match(stdout, / \(server dry run\)\n$/, command);
    assert.deepEqual(await stateOf(server, place, versionApartFromStatus), before, command);
  }
}

/** What a real API server checks, admission included, and stores nothing of. */
function serverChecks(test: DeclareTest, server: RealServer): void {
  test('--dry-run=server has every write checked, and nothing gets another version or another manager', () =>
    atWork(server, 'v2.11', async (place) => {
      const { namespace } = place;
      await place.deploy();
      const described = `ape/shop-eu --project shop --provider AWS --region US_EAST_1`;
      await checkedOnly(server, place, ['create orders', `up orders ${placement(place)}`, `create ${described}`]);
      await ran(place, `create orders ${placement(place)}`);
      await checkedOnly(server, place, ['link orders', 'up orders', 'delete orders']);
      await place.apply('atlasprivateendpoints', serviceManifest({ namespace }));
      await ran(place, 'create shop-us');
      await ran(place, 'up orders');
      await checkedOnly(server, place, ['up orders', 'delete orders', 'delete shop-us']);
    }));

  test('what it shows is what is there afterwards', () =>
    atWork(server, 'v2.11', async (place) => {
      await place.deploy();
      await ran(place, `create orders ${placement(place)}`);
      const shown = await place.run('link orders --dry-run=server -o json');
      await ran(place, 'link orders');
      const there = await place.run('link orders --dry-run -o json');
      assert.deepEqual(JSON.parse(shown.stdout), JSON.parse(there.stdout));
      assert.deepEqual(
        [shown.code, (await place.run('link orders --dry-run=server -o diff')).code],
        [0, 0],
        shown.stderr,
      );
    }));

  for (const reason of ['Invalid', 'Forbidden'] as const)
    test(`a policy that refuses the change is told by --dry-run=server, and not by client (${reason})`, () =>
      atWork(server, 'v2.11', async (place) => {
        await place.deploy();
        await ran(place, `up orders ${placement(place)}`);
        await place.deploy({ name: 'reports' });
        await server.freeze(place.namespace, reason);
        const before = await restingState(server, place);
        for (const command of [
          'create reports',
          'delete orders',
          'create ape/new --project shop --provider AWS --region US_EAST_1',
        ]) {
          const client = await place.run(`${command} --dry-run=client`);
          assert.equal(client.code, 0, `${command}: ${client.stderr}`);
          const checked = await place.run(`${command} --dry-run=server`);
          assert.equal(checked.code, 1, command);
          assert.match(checked.stderr, /^(error: |Error from server \().*change freeze until Monday/m, command);
          assert.equal((await place.run(`${command} --dry-run=server -o diff`)).code, 2, command);
        }
        assert.deepEqual(await stateOf(server, place), before);
      }));
}

/** --dry-run on a real API server: whatever other switches there are, no object gets another version. */
export function dryRun(test: DeclareTest, server: RealServer): void {
  serverChecks(test, server);
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
