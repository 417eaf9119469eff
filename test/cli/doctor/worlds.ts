import assert from 'node:assert/strict';
import { placedInGroup } from '../../harness/placement.ts';
import { installOperator } from '../../harness/operator-image.ts';
import type { Base } from '../../sandbox/faults/fault.ts';
import type { World, inWorld } from '../../harness/world.ts';

/** A world in which everything holds. */
export interface HealthyWorld {
  readonly title: string;
  readonly options: Parameters<typeof inWorld>[0];
  /** What is looked at. */
  readonly name: string;
  readonly prepare: (world: World) => Promise<void>;
}

async function all(world: World, ...commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const seen = await world.run(command);
    assert.equal(seen.code, 0, `${command}: ${seen.stderr}`);
  }
}

/** Lets the clouds learn what Atlas has accepted: they notice when they are asked, and take a moment. */
async function atRest(world: World): Promise<void> {
  await world.run('doctor');
  await world.clock.foreground.sleep(60_000);
}

function dedicated(name: string, placement: (world: World) => string, version = '2.15.0') {
  return async (world: World): Promise<void> => {
    installOperator(world, version);
    world.deployCluster();
    world.addService({ name });
    await all(
      world,
      `create ape/${name} ${placement(world)}`,
      `link ape/${name}`,
      'secret ad/orders --refresh -o name',
    );
    await atRest(world);
  };
}

export const healthyWorlds: Readonly<Record<Base, HealthyWorld>> = {
  aws: {
    title: 'dedicated 2.15 on AWS',
    options: { generation: 'v2.15' },
    name: 'ad/orders',
    prepare: dedicated('orders-us-east-1', placedInGroup),
  },
  azure: {
    title: 'dedicated 2.15 on Azure',
    options: { generation: 'v2.15', cloud: 'AZURE' },
    name: 'ad/orders',
    prepare: dedicated('shop-eu', ({ azure }) => `--subnet ${azure.subnets.endpoints}`),
  },
  gcp: {
    title: 'dedicated 2.15 on Google Cloud',
    options: { generation: 'v2.15', cloud: 'GCP' },
    name: 'ad/orders',
    prepare: async (world) => {
      installOperator(world, '2.15.0');
      world.deployCluster();
      world.addService({ name: 'shop-gcp', portMappingEnabled: true });
      await all(
        world,
        `create ape/shop-gcp --subnetwork ${world.google.subnetworks.endpoints.name}`,
        'link ape/shop-gcp',
        'secret ad/orders --refresh -o name',
      );
      await atRest(world);
    },
  },
  serverless: {
    title: 'serverless 2.11 on AWS',
    options: { generation: 'v2.11' },
    name: 'orders',
    prepare: async (world) => {
      installOperator(world, '2.11.1');
      world.deploy();
      await all(world, `up orders ${placedInGroup(world)}`);
      await atRest(world);
    },
  },
};

export const healthy: readonly HealthyWorld[] = Object.values(healthyWorlds);
