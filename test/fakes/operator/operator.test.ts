import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import type { Generation } from './generation.ts';

type Item = { name: string; cloudProviderEndpointID?: string };

function spec(world: World, items: readonly Item[]): void {
  world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
    (object['spec'] as { serverlessSpec: Record<string, unknown> }).serverlessSpec['privateEndpoints'] = items;
  });
}

/** Lets the operator react, then poll so many times. */
async function passes(world: World, polls: number): Promise<void> {
  await world.operator.settled();
  for (let poll = 0; poll < polls; poll += 1) await world.clock.foreground.sleep(10_000);
}

function status(world: World): { entries: string[]; reason: string | undefined; ready: string | undefined } {
  const object = world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
    status?: { serverlessPrivateEndpoints?: Record<string, string>[]; conditions?: Record<string, string>[] };
  };
  const conditions = object.status?.conditions ?? [];
  return {
    entries: (object.status?.serverlessPrivateEndpoints ?? []).map(
      (entry) =>
        `${entry['name']} ${entry['status']}${entry['cloudProviderEndpointId'] === undefined ? '' : ` ${entry['cloudProviderEndpointId']}`}`,
    ),
    reason: conditions.find(({ type }) => type === 'ServerlessPrivateEndpointReady')?.['reason'],
    ready: conditions.find(({ type }) => type === 'Ready')?.['status'],
  };
}

function entries(world: World): Record<string, string>[] {
  const object = world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
    status?: { serverlessPrivateEndpoints?: Record<string, string>[] };
  };
  return object.status?.serverlessPrivateEndpoints ?? [];
}

function inGeneration(generation: Generation, body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ generation }, body);
}

const both = ['v1.6', 'v2.11'] as const;

suite('the fake operator', (test) => {
  for (const generation of both) {
    test(`reserves, connects and becomes ready (${generation})`, () =>
      inGeneration(generation, async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }] });
        await passes(world, 0);
        const pending =
          generation === 'v1.6' ? 'ServerlessPrivateEndpointReady' : 'ServerlessPrivateEndpointInProgress';
        assert.deepEqual(status(world), { entries: ['a RESERVATION_REQUESTED'], reason: pending, ready: 'False' });
        await passes(world, 1);
        assert.deepEqual(status(world).entries, ['a RESERVED']);
        spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }]);
        assert.equal(world.operator.accepts('vpce-1'), false);
        await passes(world, 0);
        assert.deepEqual(status(world).entries, ['a INITIATING vpce-1']);
        assert.equal(world.operator.accepts('vpce-1'), true);
        await passes(world, 1);
        assert.deepEqual(status(world), { entries: ['a AVAILABLE vpce-1'], reason: undefined, ready: 'True' });
      }));

    test(`removes what is not in the spec, and takes a pass for it (${generation})`, () =>
      inGeneration(generation, async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }] });
        await passes(world, 1);
        spec(world, []);
        await passes(world, 0);
        assert.deepEqual(
          world.operator.instance('orders').endpoints.map((endpoint) => endpoint.status),
          ['DELETING'],
        );
        world.operator.changed('default', 'orders');
        await passes(world, 1);
        world.operator.changed('default', 'orders');
        await passes(world, 1);
        assert.deepEqual([world.operator.instance('orders').endpoints, status(world).entries], [[], []]);
      }));
  }

  test('up to 2.2.0 another id on a connected endpoint requests a new service and deletes the old one', () =>
    inGeneration('v1.6', async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      await passes(world, 1);
      spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }]);
      await passes(world, 1);
      const [before] = world.operator.instance('orders').endpoints;
      spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-2' }]);
      await passes(world, 0);
      assert.deepEqual(
        world.operator.instance('orders').endpoints.map((endpoint) => endpoint.status),
        ['DELETING', 'RESERVATION_REQUESTED'],
      );
      await passes(world, 3);
      const [after] = world.operator.instance('orders').endpoints;
      assert.notEqual(after?.endpointServiceName, before?.endpointServiceName);
      assert.deepEqual(status(world).entries, ['a AVAILABLE vpce-2']);
    }));

  test('from 2.2.1 on another id on a connected endpoint is ignored, and Ready stays True', () =>
    inGeneration('v2.11', async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      await passes(world, 1);
      spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }]);
      await passes(world, 1);
      spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-2' }]);
      await passes(world, 2);
      assert.deepEqual(status(world), { entries: ['a AVAILABLE vpce-1'], reason: undefined, ready: 'True' });
    }));

  test('up to 2.2.0 a connection that is still INITIATING when it is listed is duplicated', () =>
    inGeneration('v1.6', async (world) => {
      world.operator.instance('orders').listingsToConnect = 3;
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      await passes(world, 1);
      spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }]);
      await passes(world, 1);
      assert.deepEqual(
        world.operator.instance('orders').endpoints.map((endpoint) => endpoint.status),
        ['DELETING', 'RESERVATION_REQUESTED'],
      );
    }));

  test('a refused request: an entry FAILED up to 2.2.0, a condition after, and the next pass tries again', () =>
    Promise.all([
      inGeneration('v1.6', async (world) => {
        world.operator.instance('orders').refusals = [
          { at: 'create', message: 'POST: 409' },
          { at: 'connect', message: 'PATCH: 429' },
        ];
        world.deploy({ privateEndpoints: [{ name: 'a' }] });
        await passes(world, 0);
        assert.deepEqual(entries(world), [
          { name: 'a', status: 'FAILED', errorMessage: 'failed to create serverless private endpoint: POST: 409' },
        ]);
        await passes(world, 2);
        spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }]);
        await passes(world, 0);
        const [{ _id, ...entry } = {}] = entries(world);
        assert.deepEqual(entry, {
          name: 'a',
          status: 'FAILED',
          cloudProviderEndpointId: 'vpce-1',
          providerName: 'AWS',
          errorMessage: 'failed to connect serverless private endpoint: PATCH: 429',
        });
        await passes(world, 2);
        assert.deepEqual(status(world).entries, ['a AVAILABLE vpce-1']);
      }),
      inGeneration('v2.11', async (world) => {
        world.operator.instance('orders').refusals = [{ at: 'create', message: 'POST: 409' }];
        world.deploy({ privateEndpoints: [{ name: 'a' }] });
        await passes(world, 0);
        assert.deepEqual(status(world), { entries: [], reason: 'ServerlessPrivateEndpointFailed', ready: 'False' });
        await passes(world, 1);
        assert.deepEqual(status(world).entries, ['a RESERVATION_REQUESTED']);
      }),
    ]).then(() => undefined));

  test('a string is in the Secret when its endpoint is AVAILABLE, up to 2.2.0 when all are', async () => {
    for (const generation of both) {
      await inGeneration(generation, async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }] });
        await passes(world, 1);
        spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }, { name: 'b' }]);
        await passes(world, 2);
        const value = (): string =>
          (
            world.kubernetes.store.get('secrets', 'default', 'shop-orders-app') as
              { data?: Record<string, string> } | undefined
          )?.data?.['connectionStringPrivateSrv'] ?? '';
        assert.equal(value() === '', generation === 'v1.6');
        spec(world, [
          { name: 'a', cloudProviderEndpointID: 'vpce-1' },
          { name: 'b', cloudProviderEndpointID: 'vpce-2' },
        ]);
        await passes(world, 1);
        // 1.6.0 leaves it out again, because there are two.
        assert.equal(value() === '', generation === 'v1.6');
      });
    }
  });

  test('duplicate labels: an entry FAILED up to 2.2.0, a refusal of the whole deployment after', () =>
    Promise.all([
      inGeneration('v1.6', async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'a' }] });
        await passes(world, 0);
        assert.deepEqual(status(world).entries, ['a RESERVATION_REQUESTED', 'a FAILED']);
      }),
      inGeneration('v2.11', async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'a' }] });
        await passes(world, 0);
        assert.deepEqual([status(world).entries, world.operator.instances.size], [[], 0]);
      }),
    ]).then(() => undefined));

  test('from 2.12 on nothing is done', () =>
    inGeneration('v2.15', async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }] });
      await passes(world, 3);
      assert.deepEqual([status(world).entries, world.operator.instances.size], [[], 0]);
    }));

  test('the Secrets of the two generations differ in their keys', async () => {
    for (const generation of both) {
      await inGeneration(generation, async (world) => {
        world.deploy({ privateEndpoints: [{ name: 'a' }] });
        await passes(world, 1);
        spec(world, [{ name: 'a', cloudProviderEndpointID: 'vpce-1' }]);
        await passes(world, 1);
        const { data } = world.kubernetes.store.get('secrets', 'default', 'shop-orders-app') as unknown as {
          data: Record<string, string>;
        };
        const values = Object.fromEntries(
          Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
        );
        const empty = '//app:p%40ss%3Aword%2F1@';
        assert.deepEqual(values, {
          username: 'app',
          password: 'p@ss:word/1',
          connectionStringStandard: empty,
          connectionStringStandardSrv: 'mongodb+srv://app:p%40ss%3Aword%2F1@orders.ab1cd.mongodb.net',
          connectionStringPrivate: generation === 'v1.6' ? '' : empty,
          connectionStringPrivateSrv: 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pe-0.ab1cd.mongodb.net',
          ...(generation === 'v1.6' ? {} : { connectionStringPrivateShard: empty }),
        });
      });
    }
  });

  test('GCP is refused in a condition', () =>
    inGeneration('v2.11', async (world) => {
      world.deploy({ provider: 'GCP', privateEndpoints: [{ name: 'a' }] });
      await passes(world, 0);
      assert.deepEqual(status(world), { entries: [], reason: undefined, ready: 'False' });
    }));
});
