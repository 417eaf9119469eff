import assert from 'node:assert/strict';
import type { AtlasPrivateEndpoint } from '../../../src/atlas/api/private-endpoint.ts';
import { suite } from '../../harness/suite.ts';
import { type World, inWorld } from '../../harness/world.ts';
import { RULE_NOT_FOUND } from '../atlas/gcp.ts';
import { connectByHand } from '../compute/by-hand.ts';

type Status = NonNullable<AtlasPrivateEndpoint['status']> & {
  readonly serviceAttachmentNames?: readonly string[];
  readonly portMappingEnabled?: boolean;
};

const options = { cloud: 'GCP', generation: 'v2.15', computeDelays: { addressMs: 0, ruleMs: 0, deleteMs: 0 } } as const;

function read({ kubernetes }: World): Status {
  const object = kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-gcp');
  return (object as AtlasPrivateEndpoint).status ?? {};
}

function configure({ kubernetes }: World, gcpConfiguration: readonly object[]): void {
  kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-gcp', (object) => {
    (object['spec'] as Record<string, unknown>)['gcpConfiguration'] = gcpConfiguration;
  });
}

/** Lets the operator react, then poll so many times. */
async function passes({ operator, clock }: World, polls: number): Promise<void> {
  await operator.settled();
  for (let poll = 0; poll < polls; poll += 1) await clock.foreground.sleep(10_000);
}

function reasonOf(world: World, type: string): string | undefined {
  const condition = read(world).conditions?.find((each) => each.type === type);
  return condition?.reason ?? condition?.status;
}

const connect = ({ compute, google }: World, name: string, target: string): Promise<string> =>
  connectByHand(compute, google, name, target);

const item = (groupName: string, rules: Readonly<Record<string, string>>): object => ({
  projectId: 'shop-prod',
  groupName,
  endpoints: Object.entries(rules).map(([name, ipAddress]) => ({ name, ipAddress })),
});

/** The entry of an interface with one rule, both of one name. */
const entry = (name: string, status: string): object => ({
  ID: name,
  InterfaceStatus: status,
  gcpForwardingRules: [{ name, status }],
});

suite('the fake operator on an AtlasPrivateEndpoint for Google Cloud', (test) => {
  test('where ports are mapped: one attachment, one rule, which is accepted when Atlas knows it', () =>
    inWorld(options, async (world) => {
      world.operator.project().services.looksToConnect = 2;
      world.deployCluster();
      world.addService({ portMappingEnabled: true });
      await passes(world, 1);
      const { serviceAttachmentNames = [], portMappingEnabled, serviceName } = read(world);
      assert.deepEqual([serviceAttachmentNames.length, portMappingEnabled, serviceName], [1, true, undefined]);
      assert.equal(reasonOf(world, 'PrivateEndpointReady'), 'PrivateEndpointConfigurationPending');
      const ip = await connect(world, 'atlas', serviceAttachmentNames[0] ?? '');
      const connection = (): unknown => world.compute.rules()[0]?.connection;
      assert.equal(connection(), 'PENDING');
      configure(world, [item('atlas', { atlas: ip })]);
      await passes(world, 0);
      assert.equal(connection(), 'ACCEPTED');
      await passes(world, 1);
      assert.deepEqual(read(world).endpoints, [entry('atlas', 'VERIFIED')]);
      await passes(world, 1);
      assert.deepEqual(read(world).endpoints, [entry('atlas', 'AVAILABLE')]);
      assert.equal(reasonOf(world, 'Ready'), 'True');
    }));

  test('where they are not: as many rules as attachments, in one group', () =>
    inWorld({ ...options, generation: 'v2.11' }, async (world) => {
      world.operator.project().services.legacyAttachments = 3;
      world.addService();
      await passes(world, 1);
      const { serviceAttachmentNames = [], portMappingEnabled } = read(world);
      assert.deepEqual([serviceAttachmentNames.length, portMappingEnabled], [3, undefined]);
      const rules: Record<string, string> = {};
      for (const [n, target] of serviceAttachmentNames.entries())
        rules[`atlas-${n}`] = await connect(world, `atlas-${n}`, target);
      configure(world, [item('shop', rules)]);
      await passes(world, 2);
      assert.deepEqual(read(world).endpoints, [
        {
          ID: 'shop',
          InterfaceStatus: 'AVAILABLE',
          gcpForwardingRules: Object.keys(rules).map((name) => ({ name, status: 'AVAILABLE' })),
        },
      ]);
      assert.deepEqual(
        world.compute.rules().map(({ connection }) => connection),
        ['ACCEPTED', 'ACCEPTED', 'ACCEPTED'],
      );
    }));

  test('a legacy service is adopted by an object that asks for mapped ports, and says so only by what it is', () =>
    inWorld(options, async (world) => {
      const { services } = world.operator.project();
      services.legacyAttachments = 4;
      services.create({ providerName: 'GCP', region: 'WESTERN_EUROPE' });
      world.addService({ portMappingEnabled: true });
      await passes(world, 2);
      const { serviceAttachmentNames = [], portMappingEnabled } = read(world);
      assert.deepEqual([serviceAttachmentNames.length, portMappingEnabled], [4, undefined]);
      assert.equal(services.all().length, 1);
      configure(world, [item('atlas', { atlas: '10.60.1.2' })]);
      await passes(world, 1);
      assert.equal(reasonOf(world, 'PrivateEndpointReady'), 'PrivateEndpointFailedToCreate');
    }));

  test('operators before 2.15 do not know that ports can be mapped, and make a service of the old kind', () =>
    inWorld({ ...options, generation: 'v2.11' }, async (world) => {
      world.operator.project().services.legacyAttachments = 4;
      world.addService({ portMappingEnabled: true });
      await passes(world, 1);
      assert.equal(read(world).serviceAttachmentNames?.length, 4);
    }));

  test('a group of another name than its rule is deleted, and its service with it, whose rule then connects to nothing', () =>
    inWorld(options, async (world) => {
      world.addService({ portMappingEnabled: true });
      await passes(world, 1);
      const { serviceId, serviceAttachmentNames = [] } = read(world);
      const ip = await connect(world, 'atlas', serviceAttachmentNames[0] ?? '');
      configure(world, [item('my-group', { atlas: ip })]);
      await passes(world, 8);
      assert.notEqual(read(world).serviceId, serviceId);
      assert.equal(reasonOf(world, 'PrivateEndpointReady'), 'PrivateEndpointFailedToConfigure');
    }));

  test('a rule that Atlas does not find is FAILED, and stays whatever the spec says', () =>
    inWorld(options, async (world) => {
      world.addService({ portMappingEnabled: true, ids: ['missing'] });
      await passes(world, 3);
      const failed = [{ ...entry('missing', 'FAILED'), error: RULE_NOT_FOUND }];
      assert.deepEqual(read(world).endpoints, failed);
      assert.equal(reasonOf(world, 'PrivateEndpointReady'), 'PrivateEndpointFailedToConfigure');
      configure(world, []);
      await passes(world, 2);
      assert.deepEqual(read(world).endpoints, failed);
    }));

  test('the last interface takes the service with it, and a new one is made', () =>
    inWorld(options, async (world) => {
      world.addService({ portMappingEnabled: true });
      await passes(world, 1);
      const [before = ''] = read(world).serviceAttachmentNames ?? [];
      const ip = await connect(world, 'atlas', before);
      configure(world, [item('atlas', { atlas: ip })]);
      await passes(world, 2);
      configure(world, []);
      await passes(world, 5);
      const [after] = read(world).serviceAttachmentNames ?? [];
      assert.ok(after);
      assert.notEqual(after, before);
    }));

  test('a service that waits for its user is not ready, and has its attachments', () =>
    inWorld(options, async (world) => {
      world.operator.project().services.waitForUser.add('WESTERN_EUROPE');
      world.addService({ portMappingEnabled: true });
      await passes(world, 1);
      const { serviceStatus, serviceAttachmentNames = [] } = read(world);
      assert.deepEqual([serviceStatus, serviceAttachmentNames.length], ['WAITING_FOR_USER', 1]);
      assert.equal(reasonOf(world, 'PrivateEndpointServiceReady'), 'PrivateEndpointServiceInitializing');
    }));
});
