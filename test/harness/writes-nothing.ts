/** States of the world in which commands only show what they would do, with every combination of their switches. */
import assert from 'node:assert/strict';
import type { Generation } from '../fakes/operator/generation.ts';
import { placed, placedInGroup } from './placement.ts';
import { installOperator } from './operator-image.ts';
import { awsItem, connectItem } from './project-items.ts';
import { suite } from './suite.ts';
import { combinationsOf, standing } from './switches.ts';
import { type World, inWorld } from './world.ts';

/** Real milliseconds for one command with all combinations, of which `up` has more than a hundred. */
const COMBINATIONS_MS = 120_000;

const region = 'us-east-1';
const other = 'vpce-0123456789abcdef0';

/** Everything that a command could have changed: the version of the whole store, and the endpoints of both clouds. */
function stateOf({ kubernetes, ec2, arm }: World): unknown {
  return [kubernetes.store.resourceVersion(), standing(ec2.endpoints(region)), arm.endpoints()];
}

/** A node of the cluster, on an instance in the account's VPC. */
function addNode({ ec2, account, kubernetes }: World): void {
  const { id } = ec2.account.addInstance({
    region,
    subnetId: account.subnets.a,
    groupIds: [account.groups.open],
    privateIp: '10.20.1.10',
  });
  kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'ip-10-20-1-10', labels: { 'topology.kubernetes.io/region': region } },
    spec: { providerID: `aws:///us-east-1a/${id}` },
  });
}

/** A state of the world, and what is asked for in it. */
interface Scene {
  readonly name: string;
  readonly generation?: Generation;
  readonly set: (world: World) => Promise<void>;
  readonly commands: readonly string[];
}

async function ran(world: World, command: string): Promise<void> {
  const { code, stderr } = await world.run(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
}

async function connected(world: World): Promise<void> {
  world.deploy();
  await ran(world, `up orders ${placed(world)}`);
}

const scenes: readonly Scene[] = [
  {
    name: 'nothing is declared yet',
    set: (world) => Promise.resolve(world.deploy()),
    commands: ['create orders', 'link orders'],
  },
  {
    name: 'an endpoint is connected',
    set: connected,
    commands: [`up orders --id ${other}`, 'delete orders'],
  },
  {
    name: 'an endpoint has failed',
    async set(world) {
      await connected(world);
      for (const endpoint of world.operator.instance('orders').endpoints)
        Object.assign(endpoint, { status: 'FAILED', errorMessage: 'the service broke' });
      world.operator.changed('default', 'orders');
    },
    commands: ['create orders'],
  },
  {
    name: "a dedicated cluster's Secret is stale",
    generation: 'v2.15',
    async set(world) {
      world.deployCluster();
      world.addService();
      await ran(world, `create shop-us ${placedInGroup(world)}`);
      await ran(world, 'link shop-us');
    },
    commands: ['up orders', 'secret orders'],
  },
  {
    name: "a project's item is connected",
    generation: 'v2.15',
    async set(world) {
      installOperator(world, '2.15.0');
      await connectItem(world, awsItem);
    },
    commands: ['migrate ap/shop'],
  },
  {
    name: 'a move has begun',
    generation: 'v2.15',
    async set(world) {
      installOperator(world, '2.15.0');
      await connectItem(world, awsItem);
      await world.run('migrate ap/shop --yes', { stopAt: / \+ 5\/8 create/ });
    },
    commands: ['migrate ap/shop'],
  },
];

/**
 * A test for each command: with no combination of its switches does it write anything.
 * @param flag with which it only shows what it would do
 * @param takes whether a verb is tried
 * @param idle switches that have no effect beside it, and are not tried
 */
export function writesNothing(
  flag: string,
  takes: (verb: string) => boolean = () => true,
  idle: readonly string[] = [],
): void {
  suite(
    `${flag} writes nothing`,
    (test) => {
      for (const { name, generation, set, commands } of scenes)
        for (const command of commands) {
          const [verb = ''] = command.split(' ');
          if (!takes(verb)) continue;
          test(`${command}, with every combination of its switches, where ${name}`, () =>
            inWorld(generation === undefined ? {} : { generation }, async (world) => {
              await set(world);
              addNode(world);
              await world.operator.settled();
              const before = stateOf(world);
              for (const switches of combinationsOf(verb, idle)) {
                const { stderr } = await world.run(`${command}${switches} ${flag}`);
                assert.deepEqual(stateOf(world), before, `${command}${switches} ${flag}: ${stderr}`);
                assert.doesNotMatch(stderr, /bug/, `${command}${switches} ${flag}`);
              }
            }));
        }
    },
    COMBINATIONS_MS,
  );
}
