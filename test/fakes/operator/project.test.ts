import assert from 'node:assert/strict';
import type { AtlasProject, ProjectEndpointSpec } from '../../../src/atlas/api/project.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import { lastApplied } from './project.ts';

const item = { provider: 'AWS', region: 'US_EAST_1' };
const azure = { provider: 'AZURE', region: 'EUROPE_NORTH' };
const azureId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/pe';
const [one, two] = ['vpce-0123456789abcdef0', 'vpce-0aaaaaaaaaaaaaaaa'] as const;
const initializing = 'False ProjectPrivateEndpointServiceIsNotReadyInAtlas: Private Endpoint Service is not ready';
const connecting = 'False ProjectPrivateEndpointIsNotReadyInAtlas: Interface Private Endpoint is not ready';
const deleting = 'False ProjectPrivateEndpointServiceIsNotReadyInAtlas: Private Endpoint is deleting';
const awaits = 'True : Interface Private Endpoint awaits configuration';

function read(world: World): AtlasProject {
  return world.kubernetes.store.get('atlasprojects', 'default', 'shop') as AtlasProject;
}

/** The conditions of service and interface, and Ready. */
function conditions(world: World): readonly (string | undefined)[] {
  return ['PrivateEndpointServiceReady', 'PrivateEndpointReady', 'Ready'].map((wanted) => {
    const found = read(world).status?.conditions?.find(({ type }) => type === wanted);
    if (found?.message === undefined) return found?.status;
    return `${found.status} ${found.reason ?? ''}: ${found.message}`;
  });
}

/** The region and the interface of each entry; a star where the service has its name. */
function entries(world: World): readonly string[] {
  return (read(world).status?.privateEndpoints ?? []).map(
    ({ region, serviceName, interfaceEndpointId = '' }) =>
      `${region}${serviceName === undefined ? '' : '*'} ${interfaceEndpointId}`,
  );
}

/** Lets the operator react, then poll so many times. */
async function passes(world: World, polls: number): Promise<void> {
  await world.operator.settled();
  for (let poll = 0; poll < polls; poll += 1) await world.clock.foreground.sleep(10_000);
}

async function declare(world: World, items: readonly ProjectEndpointSpec[], polls: number): Promise<void> {
  world.declareInProject(items.map((each) => ({ ...each })));
  await passes(world, polls);
}

suite("the fake operator on an AtlasProject's private endpoints", (test) => {
  for (const generation of ['v1.6', 'v2.11', 'v2.15'] as const) {
    test(`makes the service, is Ready while it awaits configuration, connects (${generation})`, () =>
      inWorld({ generation }, async (world) => {
        await declare(world, [item], 0);
        assert.deepEqual(conditions(world), [initializing, undefined, 'False']);
        // From the Atlas SDK on, the provider's name stands in for the region in the first pass.
        assert.deepEqual(entries(world), [generation === 'v1.6' ? 'US_EAST_1 ' : 'AWS ']);
        await passes(world, 1);
        assert.deepEqual(conditions(world), [awaits, undefined, 'True']);
        assert.deepEqual(entries(world), ['US_EAST_1* ']);
        const version = read(world).metadata.resourceVersion;
        await passes(world, 3);
        assert.equal(read(world).metadata.resourceVersion, version);
        await declare(world, [{ ...item, id: one }], 0);
        assert.deepEqual(conditions(world), [awaits, connecting, 'False']);
        assert.deepEqual(entries(world), ['US_EAST_1* ']);
        assert.equal(world.operator.accepts(one), true);
        await passes(world, 1);
        assert.deepEqual(conditions(world), [awaits, 'True', 'True']);
        assert.deepEqual(entries(world), [`US_EAST_1* ${one}`]);
      }));
  }

  test('an id that was there from the start leaves the condition of the service as it was, for ever', () =>
    inWorld({}, async (world) => {
      await declare(world, [{ ...item, id: one }], 5);
      assert.deepEqual(conditions(world), [initializing, 'True', 'True']);
    }));

  test('the spelling of a region does not matter, on Azure the address is handed on', () =>
    inWorld({}, async (world) => {
      await declare(world, [{ provider: 'AZURE', region: 'northeurope' }], 2);
      await declare(world, [{ ...azure, id: azureId, ip: '10.0.0.4' }], 2);
      assert.deepEqual(conditions(world), [awaits, 'True', 'True']);
      const services = world.operator.project().services.all();
      assert.deepEqual(
        services.map(({ interfaces }) => interfaces.map((each) => each.describe()['privateEndpointIPAddress'])),
        [['10.0.0.4']],
      );
    }));

  test('of two items of a service, one without an id keeps the conditions from saying anything of the other', () =>
    inWorld({}, async (world) => {
      await declare(world, [item], 2);
      await declare(world, [{ ...item, id: one }, item], 3);
      assert.deepEqual(conditions(world), [awaits, undefined, 'False']);
      assert.deepEqual(entries(world), [`US_EAST_1* ${one}`, `US_EAST_1* ${one}`]);
      await declare(
        world,
        [
          { ...item, id: one },
          { ...item, id: two },
        ],
        2,
      );
      assert.deepEqual(conditions(world), [awaits, 'True', 'True']);
      assert.equal(entries(world).length, 4);
    }));

  test('an item that is taken out beside another of its service leaves its interface in Atlas, and the project not Ready', () =>
    inWorld({}, async (world) => {
      await declare(
        world,
        [
          { ...item, id: one },
          { ...item, id: two },
        ],
        4,
      );
      await declare(world, [{ ...item, id: one }], 5);
      assert.equal(world.operator.accepts(two), true);
      assert.deepEqual(conditions(world).slice(1), [connecting, 'False']);
    }));

  test('a service whose last item is taken out is deleted, and the conditions go', () =>
    inWorld({}, async (world) => {
      await declare(world, [item], 2);
      await declare(world, [{ ...item, id: one }], 2);
      await declare(world, [], 0);
      assert.deepEqual(conditions(world), [deleting, undefined, 'False']);
      // Nothing is synchronized in a pass that deletes, so the entries stay.
      assert.deepEqual(entries(world), [`US_EAST_1* ${one}`]);
      await passes(world, 3);
      assert.deepEqual(conditions(world), [undefined, undefined, 'True']);
      assert.deepEqual(entries(world), []);
      assert.deepEqual(world.operator.project().services.all(), []);
    }));

  for (const [generation, deleted] of [
    ['v1.6', true],
    ['v2.11', false],
  ] as const) {
    test(`a service that somebody made by hand is ${deleted ? 'deleted' : 'left alone'} (${generation})`, () =>
      inWorld({ generation }, async (world) => {
        const { services } = world.operator.project();
        services.create({ providerName: 'AWS', region: 'EU_WEST_1' });
        await declare(world, [item], 5);
        assert.deepEqual(
          services.all().map(({ region }) => region),
          deleted ? ['US_EAST_1'] : ['EU_WEST_1', 'US_EAST_1'],
        );
        const { annotations = {} } = read(world).metadata as { annotations?: Record<string, string> };
        assert.deepEqual(JSON.parse(annotations[lastApplied] ?? ''), { name: 'Shop', privateEndpoints: [item] });
      }));
  }

  test('a service that fails ends in its condition with the message of Atlas, and is polled', () =>
    inWorld({}, async (world) => {
      world.operator.project().services.failServices['US_EAST_1'] = { status: 'FAILED', message: 'no capacity' };
      await declare(world, [item], 2);
      const failed = 'False ProjectPrivateEndpointServiceIsNotReadyInAtlas: no capacity';
      assert.deepEqual(conditions(world), [failed, undefined, 'False']);
    }));

  test('an interface that fails does so on Azure; on AWS it has no word for that, and is not ready for ever', () =>
    inWorld({}, async (world) => {
      const { failInterfaces } = world.operator.project().services;
      failInterfaces[azureId] = { status: 'FAILED', message: 'wrong address' };
      failInterfaces[one] = { status: 'FAILED', message: 'not yours' };
      await declare(world, [{ ...azure, id: azureId, ip: '10.0.0.4' }], 5);
      const failed = 'False ProjectPrivateEndpointIsNotReadyInAtlas: wrong address';
      assert.deepEqual(conditions(world).slice(1), [failed, 'False']);
      await declare(world, [{ ...item, id: one }], 9);
      assert.deepEqual(conditions(world).slice(1), [connecting, 'False']);
    }));

  test('an interface that Atlas refuses is not tried again', () =>
    inWorld({}, async (world) => {
      await declare(world, [item], 2);
      world.operator.project().services.refuseInterfaces[one] = 'no such endpoint';
      await declare(world, [{ ...item, id: one }], 0);
      const refused = 'False ProjectPrivateEndpointServiceIsNotReadyInAtlas: no such endpoint';
      assert.deepEqual(conditions(world), [awaits, refused, 'False']);
      const version = read(world).metadata.resourceVersion;
      await passes(world, 3);
      assert.equal(read(world).metadata.resourceVersion, version);
    }));
});
