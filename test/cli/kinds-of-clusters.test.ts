import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { secretOf, stagingId } from '../sandbox/two-projects.ts';

const projectRef = { name: 'shop' };
const message =
  'serverless private endpoints are not supported: unable to retrieve list of serverless private endpoints from Atlas: https://cloud.mongodb.com/api/atlas/v2/groups/65a1f0c2e4b0a1b2c3d4e5f6/privateEndpoint/serverless/instance/orders/endpoint GET: HTTP 400 Bad Request (Error code: "NOT_SERVERLESS_TENANT_CLUSTER") Detail: Cluster orders is not a serverless tenant cluster.';
const migrated = {
  type: 'ServerlessPrivateEndpointReady',
  status: 'False',
  reason: 'ServerlessPrivateEndpointFailed',
  message,
};
const unsupported = `error: atlasdeployment/orders is Unsupported: Atlas has migrated the instance to a Flex cluster, which has no private endpoints
hint: use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration
`;

function setStatus(world: World, status: Record<string, unknown>): void {
  world.kubernetes.store.edit(
    'atlasdeployments',
    'default',
    'orders',
    (object) => {
      object['status'] = { ...(object['status'] as object), ...status };
    },
    'status',
  );
}

function make(world: World, spec: Record<string, unknown>): void {
  world.operator.paused = true;
  world.kubernetes.store.create({ kind: 'AtlasDeployment', metadata: { name: 'orders' }, spec });
  const secret = { name: 'shop-orders-app', cluster: 'orders', projectId: stagingId, hosts: [''] };
  world.kubernetes.store.create(secretOf(secret));
}

/** Runs a command that is refused at once, without a change anywhere. */
async function refusedAtOnce(world: World, command: string): Promise<string> {
  const objects = (): string =>
    JSON.stringify(['atlasdeployments', 'atlasprivateendpoints'].map((each) => world.kubernetes.store.list(each)));
  const [before, time] = [objects(), world.clock.now()];
  const seen = await world.run(command);
  assert.deepEqual([seen.stdout, seen.code, world.clock.now(), objects()], ['', 1, time, before], seen.stderr);
  assert.equal(world.ec2.endpoints('us-east-1').length, 0);
  return seen.stderr;
}

suite('clusters that have no private endpoints say so at once', (test) => {
  test('an instance that Atlas has made a Flex cluster: nothing is made or waited for, and it is deleted', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      make(world, {
        projectRef,
        serverlessSpec: {
          name: 'orders',
          providerSettings: { backingProviderName: 'AWS', regionName: 'US_EAST_1' },
          privateEndpoints: [{ name: 'blue' }],
        },
      });
      setStatus(world, { observedGeneration: 1, conditions: [migrated] });
      for (const verb of ['up', 'create'])
        assert.equal(await refusedAtOnce(world, `${verb} orders ${placed(world)}`), unsupported);
      assert.equal(await refusedAtOnce(world, 'link orders --id vpce-0fedcba9876543210'), unsupported);
      for (const command of ['secret orders', 'secret orders --wait', 'secret orders --refresh'])
        assert.match(
          await refusedAtOnce(world, command),
          /: atlasdeployment\/orders is Unsupported: .*\nhint: use a ded/,
        );
      assert.match(
        (await world.run('status orders -o wide')).stdout,
        /^ad\/orders +blue +Unsupported .* Atlas has migrated the instance to a Flex cluster, which has no private endpoints$/m,
      );
      assert.equal((await world.run('delete orders --yes --wait=false')).code, 0);
    }));

  test('an instance that becomes a Flex cluster while it is waited for ends the wait', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.operator.paused = true;
      world.deploy();
      let done = false;
      const seen = await world.run(`up orders ${placed(world)}`, {
        onOutput: (text) => {
          if (done || !/^ \* (?:\d\/\d )?reserve /.test(text)) return;
          done = true;
          setStatus(world, { observedGeneration: 2, conditions: [migrated] });
        },
      });
      assert.ok(seen.stderr.endsWith(unsupported), seen.stderr);
      assert.equal(seen.code, 1);
    }));

  for (const [what, spec] of [
    ['a Flex cluster', { projectRef, flexSpec: { name: 'orders' } }],
    [
      'a free or shared cluster',
      {
        projectRef,
        deploymentSpec: {
          name: 'orders',
          replicationSpecs: [{ regionConfigs: [{ providerName: 'TENANT', regionName: 'US_EAST_1' }] }],
        },
      },
    ],
  ] as const)
    test(`${what}: no command proposes what another refuses`, () =>
      inWorld({ generation: 'v2.11' }, async (world) => {
        make(world, spec);
        for (const command of ['up orders', 'create orders', 'secret orders', 'secret orders --refresh']) {
          const stderr = await refusedAtOnce(world, command);
          assert.match(stderr, new RegExp(`describes ${what}\\nhint: Atlas offers no private endpoints for `), command);
          assert.doesNotMatch(stderr, /kubectl|already/, command);
        }
      }));

  test('a cloud that is not served: nothing is offered that is refused when it is accepted', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      const config = { providerName: 'ELSEWHERE', regionName: 'NORTH_1' };
      make(world, { projectRef, deploymentSpec: { name: 'orders', replicationSpecs: [{ regionConfigs: [config] }] } });
      for (const command of ['up orders', 'up orders --yes'])
        assert.match(
          await refusedAtOnce(world, command),
          /^error: this version cannot create cloud endpoints on ELSEWHERE\n/,
        );
    }));
});

suite('a paused cluster', (test) => {
  const config = { providerName: 'AWS', regionName: 'US_EAST_1' };
  const deploymentSpec = { name: 'orders', paused: true, replicationSpecs: [{ regionConfigs: [config] }] };
  const hint =
    'hint: resume it with: kubectl patch atlasdeployment orders -n default --type merge -p \'{"spec":{"deploymentSpec":{"paused":false}}}\'\n';

  test('up, which would end with a string that is not there, is refused before anything is made', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      make(world, { projectRef, deploymentSpec });
      const paused = 'the cluster is paused, and has no private connection string until it is resumed';
      assert.equal(
        await refusedAtOnce(world, `up orders ${placed(world)} --yes`),
        `error: atlasdeployment/orders: ${paused}\n${hint}`,
      );
    }));

  test('secret says that it is paused, and --refresh does not try what cannot help', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      make(world, { projectRef, deploymentSpec });
      world.addService();
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
        (object['spec'] as Record<string, unknown>)['awsConfiguration'] = [{ id: 'vpce-0aaaaaaaaaaaaaaaa' }];
      });
      world.kubernetes.store.edit(
        'atlasprivateendpoints',
        'default',
        'shop-us',
        (object) => {
          object['status'] = {
            serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
            serviceStatus: 'AVAILABLE',
            endpoints: [{ ID: 'vpce-0aaaaaaaaaaaaaaaa', InterfaceStatus: 'AVAILABLE' }],
          };
        },
        'status',
      );
      for (const command of ['secret orders', 'secret orders --wait', 'secret orders --refresh']) {
        const stderr = await refusedAtOnce(world, command);
        assert.match(
          stderr,
          /^error: .*the cluster is paused, and has no private connection string until it is resumed\n/,
        );
        assert.ok(stderr.endsWith(hint), stderr);
      }
    }));
});

suite('before AtlasPrivateEndpoint', (test) => {
  test('up of a dedicated cluster names the item of the project that declares its endpoints', () =>
    inWorld({ generation: 'v1.6' }, async (world) => {
      const config = { providerName: 'AWS', regionName: 'US_EAST_1' };
      make(world, { projectRef, deploymentSpec: { name: 'orders', replicationSpecs: [{ regionConfigs: [config] }] } });
      for (const command of ['up orders', 'up orders --yes', 'create ad/orders'])
        assert.equal(
          await refusedAtOnce(world, command),
          `error: nothing declares the endpoints of atlasdeployment/orders for AWS US_EAST_1, and this cluster's operator is older than 2.6.0, which introduced AtlasPrivateEndpoint
hint: declare it in the project with: kubectl atlas-pe up ap/shop -n default --endpoint AWS/US_EAST_1 --legacy
`,
          command,
        );
    }));
});
