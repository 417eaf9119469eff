import assert from 'node:assert/strict';
import { onGoogle, make } from '../harness/google.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { writingCalls } from '../harness/writing-calls.ts';

/** A source of endpoints on a cloud. */
interface Scene {
  readonly name: string;
  readonly world: Parameters<typeof inWorld>[0];
  readonly set: (world: World) => void;
  /** What names the endpoint, for create and up, and for link and delete. */
  readonly made: string;
  readonly there: string;
  readonly place: (world: World) => string;
  /** The calls of a whole life: create, link, delete. */
  readonly calls: readonly string[];
}

const scenes: readonly Scene[] = [
  {
    name: 'an AtlasDeployment on AWS',
    world: {},
    set: (world) => world.deploy(),
    made: 'ad/orders',
    there: 'ad/orders',
    place: placed,
    calls: ['ec2 CreateVpcEndpoint', 'ec2 DeleteVpcEndpoints', 'kubernetes patch atlasdeployments'],
  },
  {
    name: 'an AtlasPrivateEndpoint on AWS',
    world: { generation: 'v2.15' },
    set: (world) => world.deployCluster(),
    made: 'ape/orders-us --project shop --provider AWS --region US_EAST_1',
    there: 'ape/orders-us',
    place: placed,
    calls: [
      'ec2 CreateVpcEndpoint',
      'ec2 DeleteVpcEndpoints',
      'kubernetes create atlasprivateendpoints',
      'kubernetes delete atlasprivateendpoints',
      'kubernetes patch atlasprivateendpoints',
    ],
  },
  {
    name: 'an AtlasProject on AWS',
    world: { generation: 'v2.11' },
    set: (world) => world.deployCluster(),
    made: 'ap/shop --endpoint AWS/US_EAST_1 --legacy',
    there: 'ap/shop --endpoint AWS/US_EAST_1',
    place: placed,
    calls: ['ec2 CreateVpcEndpoint', 'ec2 DeleteVpcEndpoints', 'kubernetes patch atlasprojects'],
  },
  {
    name: 'an AtlasDeployment on Azure',
    world: { cloud: 'AZURE' },
    set: (world) => world.deploy(),
    made: 'ad/orders',
    there: 'ad/orders',
    place: ({ azure }) => `--subnet ${azure.subnets.endpoints}`,
    calls: ['arm DELETE', 'arm PUT', 'kubernetes patch atlasdeployments'],
  },
  {
    name: 'an AtlasPrivateEndpoint on Google Cloud',
    world: onGoogle,
    set: () => undefined,
    made: make,
    there: 'ape/shop-gcp',
    place: () => '--subnetwork endpoints',
    calls: [
      'compute DELETE addresses',
      'compute DELETE forwardingRules',
      'compute POST addresses',
      'compute POST forwardingRules',
      'kubernetes create atlasprivateendpoints',
      'kubernetes delete atlasprivateendpoints',
      'kubernetes patch atlasprivateendpoints',
    ],
  },
];

const user = 'person';

/** Runs a command as a user of its own. */
function runner(world: World): (command: string) => ReturnType<World['run']> {
  const token = world.kubernetes.addUser(user, [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]);
  return (command) => world.run(`${command} --token=${token}`);
}

/** Runs every changing verb as a dry run, of both kinds, and asserts that none of them sends a call that writes. */
async function dryRuns(
  world: World,
  { made, there, place }: Scene,
  { run, stage }: { readonly run: ReturnType<typeof runner>; readonly stage: string },
): Promise<void> {
  const before = writingCalls(world, user);
  for (const verb of [
    `create ${made} ${place(world)}`,
    `up ${made} ${place(world)}`,
    `link ${there}`,
    `delete ${there}`,
  ])
    for (const mode of ['client', 'server']) {
      const { stderr } = await run(`${verb} --dry-run=${mode} -o diff`);
      assert.doesNotMatch(stderr, /bug/, `${verb} --dry-run=${mode}, ${stage}`);
      assert.deepEqual(writingCalls(world, user), before, `${verb} --dry-run=${mode}, ${stage}`);
    }
}

suite('a dry run sends no call that writes', (test) => {
  for (const scene of scenes)
    test(`${scene.name}: at no stage of its life, whose own calls are those that could be sent`, () =>
      inWorld({ ...scene.world, unpasted: true }, async (world) => {
        scene.set(world);
        const run = runner(world);
        await dryRuns(world, scene, { run, stage: 'before anything is there' });
        for (const command of [
          `create ${scene.made}`,
          `create ${scene.made} ${scene.place(world)}`,
          `link ${scene.there}`,
          `delete ${scene.there} --yes`,
        ]) {
          const { code, stderr } = await run(command);
          assert.equal(code, 0, `${command}: ${stderr}`);
          await dryRuns(world, scene, { run, stage: `after ${command}` });
        }
        assert.deepEqual([...new Set(writingCalls(world, user))].sort(), scene.calls);
      }));
});
