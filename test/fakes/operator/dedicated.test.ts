import assert from 'node:assert/strict';
import type { AtlasPrivateEndpoint } from '../../../src/atlas/api/private-endpoint.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';

const id = 'vpce-0123456789abcdef0';

function read(world: World): AtlasPrivateEndpoint {
  return world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-us') as AtlasPrivateEndpoint;
}

function configure(world: World, ids: readonly string[]): void {
  world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    (object['spec'] as Record<string, unknown>)['awsConfiguration'] = ids.map((each) => ({ id: each }));
  });
}

/** Lets the operator react, then poll so many times. */
async function passes(world: World, polls: number): Promise<void> {
  await world.operator.settled();
  for (let poll = 0; poll < polls; poll += 1) await world.clock.foreground.sleep(10_000);
}

/** Service, its condition's reason, endpoints, their condition's reason, Ready. */
function seen(world: World): readonly unknown[] {
  const { status } = read(world);
  const of = (type: string) => status?.conditions?.find((condition) => condition.type === type);
  return [
    status?.serviceStatus,
    of('PrivateEndpointServiceReady')?.reason ?? of('PrivateEndpointServiceReady')?.status,
    (status?.endpoints ?? []).map(({ ID, InterfaceStatus }) => `${ID} ${InterfaceStatus}`),
    of('PrivateEndpointReady')?.reason ?? of('PrivateEndpointReady')?.status,
    of('Ready')?.status,
  ];
}

suite('the fake operator on an AtlasPrivateEndpoint', (test) => {
  test('makes the service, waits for a configuration without looking again, connects, becomes ready', () =>
    inWorld({}, async (world) => {
      world.addService();
      await passes(world, 0);
      assert.deepEqual(seen(world), ['INITIATING', 'PrivateEndpointServiceInitializing', [], undefined, 'False']);
      await passes(world, 1);
      const waiting = ['AVAILABLE', 'True', [], 'PrivateEndpointConfigurationPending', 'False'];
      assert.deepEqual(seen(world), waiting);
      const version = read(world).metadata.resourceVersion;
      await passes(world, 3);
      assert.equal(read(world).metadata.resourceVersion, version);
      configure(world, [id]);
      await passes(world, 0);
      assert.deepEqual(seen(world), ['AVAILABLE', 'True', [], 'PrivateEndpointUpdating', 'False']);
      await passes(world, 1);
      assert.deepEqual(seen(world), ['AVAILABLE', 'True', [`${id} AVAILABLE`], 'True', 'True']);
      assert.equal(world.operator.accepts(id), true);
    }));

  test('the last endpoint on AWS takes the service with it, and a new one is made under another name', () =>
    inWorld({}, async (world) => {
      world.addService({ ids: [id] });
      await passes(world, 2);
      const before = read(world).status?.serviceName;
      configure(world, []);
      await passes(world, 5);
      assert.notEqual(read(world).status?.serviceName, before);
      assert.deepEqual(seen(world), ['AVAILABLE', 'True', [], 'PrivateEndpointConfigurationPending', 'False']);
    }));

  test('one endpoint of two is let go alone', () =>
    inWorld({}, async (world) => {
      const other = 'vpce-0aaaaaaaaaaaaaaaa';
      world.addService({ ids: [id, other] });
      await passes(world, 3);
      const before = read(world).status?.serviceName;
      configure(world, [other]);
      await passes(world, 4);
      assert.deepEqual(seen(world), ['AVAILABLE', 'True', [`${other} AVAILABLE`], 'True', 'True']);
      assert.equal(read(world).status?.serviceName, before);
    }));

  test('a failed endpoint stays, whatever the spec says', () =>
    inWorld({}, async (world) => {
      world.operator.project().services.failInterfaces[id] = { status: 'REJECTED', message: 'no' };
      world.addService({ ids: [id] });
      await passes(world, 3);
      configure(world, []);
      await passes(world, 3);
      assert.deepEqual(seen(world), [
        'AVAILABLE',
        'True',
        [`${id} REJECTED`],
        'PrivateEndpointFailedToConfigure',
        'False',
      ]);
    }));

  test("a cluster's string reaches Secret and status only when somebody makes the operator look", () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.addService({ ids: [id] });
      await passes(world, 6);
      const keys = (): string[] => {
        const secret = world.kubernetes.store.get('secrets', 'default', 'shop-orders-app') as { data?: object };
        return Object.keys(secret.data ?? {}).filter((key) => key.startsWith('connectionStringPrivateSrv'));
      };
      const value = (): string => {
        const { data = {} } = world.kubernetes.store.get('secrets', 'default', 'shop-orders-app') as {
          data?: Record<string, string>;
        };
        return Buffer.from(data['connectionStringPrivateSrv'] ?? '', 'base64').toString();
      };
      assert.deepEqual([keys(), value()], [['connectionStringPrivateSrv'], '']);
      world.kubernetes.store.edit('secrets', 'default', 'app-password', (object) => {
        (object['metadata'] as Record<string, unknown>)['annotations'] = { touched: 'yes' };
      });
      await passes(world, 2);
      assert.equal(value(), 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pl-0.ab1cd.mongodb.net');
      const { status } = world.kubernetes.store.get('atlasdeployments', 'default', 'orders') as {
        status?: { connectionStrings?: { privateEndpoint?: unknown[] } };
      };
      assert.deepEqual(status?.connectionStrings?.privateEndpoint, []);
    }));
});

const group = '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop';
const azureId = `${group}/providers/Microsoft.Network/privateEndpoints/made-by-hand`;

function status(world: World): AtlasPrivateEndpoint['status'] {
  return (world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-eu') as AtlasPrivateEndpoint).status;
}

function configureAzure(world: World, items: readonly object[]): void {
  world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-eu', (object) => {
    (object['spec'] as Record<string, unknown>)['azureConfiguration'] = items;
  });
}

suite('the fake operator on an AtlasPrivateEndpoint for Azure', (test) => {
  test("shows the link service's name and resource id, then the endpoint with its connection's name, as Azure takes its time", () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.operator.project().services.looksToConnect = 2;
      world.addService();
      await passes(world, 0);
      assert.deepEqual([status(world)?.serviceStatus, status(world)?.resourceId], ['INITIATING', undefined]);
      await passes(world, 1);
      const { serviceId, serviceName, resourceId } = status(world) ?? {};
      assert.equal(serviceName, `pls_${serviceId}`);
      assert.match(
        resourceId ?? '',
        /^\/subscriptions\/.*\/Microsoft\.Network\/privateLinkServices\/pls_[0-9a-f]{24}$/,
      );
      configureAzure(world, [{ id: azureId, ipAddress: '10.40.1.4' }]);
      await passes(world, 0);
      assert.deepEqual(status(world)?.endpoints, undefined);
      const entry = { ID: azureId, connectionName: 'made-by-hand.connection' };
      await passes(world, 1);
      assert.deepEqual(status(world)?.endpoints, [{ ...entry, InterfaceStatus: 'INITIATING' }]);
      await passes(world, 1);
      assert.deepEqual(status(world)?.endpoints, [{ ...entry, InterfaceStatus: 'AVAILABLE' }]);
      assert.deepEqual(
        [azureId, azureId.toUpperCase()].map((each) => world.operator.accepts(each)),
        [true, true],
      );
    }));

  test('another address of the same id is ignored', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.addService({ ids: [azureId] });
      await passes(world, 3);
      const address = (): unknown =>
        world.operator.project().services.all()[0]?.interfaces[0]?.describe()['privateEndpointIPAddress'];
      assert.equal(address(), '10.40.1.4');
      configureAzure(world, [{ id: azureId, ipAddress: '10.40.1.99' }]);
      await passes(world, 3);
      assert.equal(address(), '10.40.1.4');
      assert.equal(status(world)?.conditions?.find(({ type }) => type === 'Ready')?.status, 'True');
    }));

  test('the service outlives its last endpoint', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.addService({ ids: [azureId] });
      await passes(world, 3);
      const before = status(world)?.serviceId;
      configureAzure(world, []);
      await passes(world, 5);
      assert.deepEqual([status(world)?.serviceId, status(world)?.endpoints], [before, undefined]);
    }));

  test('one that Atlas refuses shows its message', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.operator.project().services.failInterfaces[azureId] = { status: 'FAILED', message: 'no such endpoint' };
      world.addService({ ids: [azureId] });
      await passes(world, 3);
      assert.deepEqual(status(world)?.endpoints, [
        {
          ID: azureId,
          connectionName: 'made-by-hand.connection',
          InterfaceStatus: 'FAILED',
          error: 'no such endpoint',
        },
      ]);
    }));
});
