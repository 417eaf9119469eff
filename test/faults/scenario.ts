import assert from 'node:assert/strict';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { installOperator } from '../harness/operator-image.ts';
import { placedInGroup } from '../harness/placement.ts';
import { awsItem, connectItem } from '../harness/project-items.ts';
import type { World } from '../harness/world.ts';

/** One command, and the world in which it is run. */
export interface Scenario {
  readonly name: string;
  readonly options: Omit<SandboxOptions, 'clock' | 'gate'>;
  /** Brings the world to where the command begins. */
  readonly prepare: (world: World) => Promise<void>;
  readonly command: (world: World) => string;
  /** What a run may say of what another run has done already. */
  readonly alreadyDone?: RegExp;
}

/** Runs a command that has to succeed. */
async function done(world: World, commandLine: string): Promise<void> {
  const seen = await world.run(commandLine);
  assert.equal(seen.code, 0, seen.stderr);
}

const onAzure = ({ azure }: World): string => `--subnet ${azure.subnets.endpoints}`;
const shopEu = 'ape/shop-eu --project shop --provider AZURE --region EUROPE_NORTH';
const shopGcp = 'ape/shop-gcp --project shop --provider GCP --region europe-west1 --subnetwork endpoints';
/** A project whose own list has an endpoint that is connected. */
async function prepareItem(world: World): Promise<void> {
  installOperator(world, '2.11.1');
  await connectItem(world, awsItem);
}

const nothingLeft = /not found in namespace|has no private endpoint/;

export const scenarios: readonly Scenario[] = [
  {
    name: 'create, serverless, AWS',
    options: {},
    prepare: (world) => Promise.resolve(world.deploy()),
    command: (world) => `create orders ${placedInGroup(world)}`,
  },
  {
    name: 'link, serverless, Azure',
    options: { cloud: 'AZURE' },
    prepare: async (world) => {
      world.deploy();
      await done(world, `create orders ${onAzure(world)}`);
    },
    command: () => 'link orders',
  },
  {
    name: 'up, serverless, AWS',
    options: {},
    prepare: (world) => Promise.resolve(world.deploy()),
    command: (world) => `up orders ${placedInGroup(world)}`,
  },
  {
    name: 'up, dedicated, Azure',
    options: { cloud: 'AZURE' },
    prepare: (world) => Promise.resolve(world.deployCluster()),
    command: (world) => `up ${shopEu} ${onAzure(world)} --refresh`,
  },
  {
    name: 'up, dedicated, Google Cloud',
    options: { cloud: 'GCP', generation: 'v2.15' },
    prepare: (world) => Promise.resolve(world.deployCluster()),
    command: () => `up ${shopGcp} --refresh`,
  },
  {
    name: 'secret --refresh, dedicated, AWS',
    options: { generation: 'v2.15' },
    prepare: async (world) => {
      world.deployCluster();
      world.addService();
      await done(world, `create shop-us ${placedInGroup(world)}`);
      await done(world, 'link shop-us');
    },
    command: () => 'secret orders --refresh',
  },
  {
    name: 'delete, serverless, AWS',
    options: {},
    prepare: async (world) => {
      world.deploy();
      await done(world, `up orders ${placedInGroup(world)}`);
    },
    command: () => 'delete orders --yes',
    alreadyDone: nothingLeft,
  },
  {
    name: 'delete, dedicated, Google Cloud',
    options: { cloud: 'GCP', generation: 'v2.15' },
    prepare: async (world) => {
      world.deployCluster();
      await done(world, `up ${shopGcp} --refresh`);
    },
    command: () => 'delete ape/shop-gcp --yes',
    alreadyDone: nothingLeft,
  },
  {
    name: 'migrate, dedicated, AWS',
    options: { generation: 'v2.15' },
    prepare: (world) => prepareItem(world),
    command: () => 'migrate ap/shop --yes',
  },
  {
    name: 'migrate --undo, dedicated, AWS',
    options: { generation: 'v2.11' },
    prepare: async (world) => {
      await prepareItem(world);
      const seen = await world.run('migrate ap/shop --yes', { stopAt: / \+ 6\/8 adopt/ });
      assert.equal(seen.code, 130, seen.stderr);
    },
    command: () => 'migrate ap/shop --undo --yes',
    alreadyDone: /there is nothing to undo/,
  },
];
