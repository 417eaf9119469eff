import { seedAccount } from '../fakes/ec2/seed.ts';
import { installOperator } from '../harness/operator-image.ts';
import { awsItem, connectItem } from '../harness/project-items.ts';
import { type World, inWorld } from '../harness/world.ts';
import { addNodes } from '../sandbox/nodes.ts';
import { addKept } from '../harness/kept-in-git.ts';
import { committer, inClone } from './kept-in-git.ts';

/** A world in which the commands of a page run. */
interface PageWorld {
  readonly options: Omit<Parameters<typeof inWorld>[0], 'unpasted'>;
  readonly prepare: (world: World) => Promise<void> | void;
  /** Whether its manifest is kept in Git. */
  readonly isInGit?: boolean;
}

const up = 'up ad/orders --from-nodes --refresh --yes';

async function succeed(world: World, ...commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const { code, stderr } = await world.run(command);
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stderr}`);
  }
}

/** A dedicated cluster whose AtlasPrivateEndpoint is applied from Git. */
function inGit(by: Parameters<typeof addKept>[1]): PageWorld {
  return {
    options: { generation: 'v2.15' },
    prepare(world) {
      addNodes(world, 'AWS');
      addKept(world, by);
    },
    isInGit: true,
  };
}

const inRegions = ['US_EAST_1', 'EU_WEST_1'] as const;

/** The worlds that a page can name, in `<!-- world: NAME -->` for blocks that follow each other, and `<!-- each: NAME -->` for single commands. */
const worlds: Readonly<Record<string, PageWorld>> = {
  /** A dedicated cluster on AWS without any endpoint. */
  dedicated: {
    options: { generation: 'v2.15' },
    prepare(world) {
      addNodes(world, 'AWS');
      world.deployCluster();
    },
  },
  /** The same with its endpoint, and a Secret that has its string. */
  connected: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      addNodes(world, 'AWS');
      world.deployCluster();
      await succeed(world, up);
    },
  },
  /** A dedicated cluster whose endpoint is linked; its Secret is older, and lacks the string. */
  stale: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      addNodes(world, 'AWS');
      world.deployCluster();
      await succeed(world, 'create ad/orders --from-nodes --yes', 'link ad/orders');
    },
  },
  /** The service of a dedicated cluster is reserved, and there is no cloud endpoint yet. */
  reserved: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      addNodes(world, 'AWS');
      world.deployCluster();
      await succeed(world, 'create ad/orders --yes');
    },
  },
  /** The cloud endpoint is there too, and Atlas has not been told of it. */
  placed: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      addNodes(world, 'AWS');
      world.deployCluster();
      await succeed(world, 'create ad/orders --from-nodes --yes');
    },
  },
  /** A dedicated cluster in two regions of AWS. */
  regions: {
    options: { generation: 'v2.15' },
    prepare(world) {
      seedAccount(world.ec2, 'eu-west-1');
      world.deployCluster({ regions: inRegions });
    },
  },
  /** Two dedicated clusters with a label, each in a region of AWS of its own. */
  labelled: {
    options: { generation: 'v2.15' },
    prepare(world) {
      seedAccount(world.ec2, 'eu-west-1');
      const clusters = { orders: 'US_EAST_1', reports: 'EU_WEST_1' };
      for (const [name, region] of Object.entries(clusters)) {
        world.deployCluster({ name, regions: [region] });
        world.kubernetes.store.edit('atlasdeployments', 'default', name, (object) => {
          Object.assign(object['metadata'] as object, { labels: { app: 'shop' } });
        });
      }
    },
  },
  /** An endpoint that the AtlasProject declares, in the deprecated way. */
  project: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      world.deployCluster();
      await succeed(world, 'create ap/shop --endpoint AWS/US_EAST_1 --legacy');
    },
  },
  /** The same, connected, with the operator's Deployment in the cluster. */
  item: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      installOperator(world, '2.15.0');
      await connectItem(world, awsItem);
    },
  },
  /** The same in the middle of a move. */
  moving: {
    options: { generation: 'v2.15' },
    async prepare(world) {
      installOperator(world, '2.15.0');
      await connectItem(world, awsItem);
      await world.run('migrate ap/shop --yes', { stopAt: /6\/8 adopt +\S+ {2}atlas/ });
    },
  },
  /** The service of a dedicated cluster, which Flux applies from Git. */
  flux: inGit('flux'),
  /** The same, which Argo CD applies. */
  argo: inGit('argo'),
  azure: {
    options: { generation: 'v2.15', cloud: 'AZURE' },
    prepare(world) {
      addNodes(world, 'AZURE');
      world.deployCluster();
    },
  },
  google: {
    options: { generation: 'v2.15', cloud: 'GCP' },
    prepare(world) {
      addNodes(world, 'GCP');
      world.deployCluster();
    },
  },
  serverless: {
    options: { generation: 'v2.11' },
    prepare(world) {
      addNodes(world, 'AWS');
      world.deploy();
    },
  },
};

/** Starts a world that a page names. @throws Error for a name that there is not */
export function inPageWorld(name: string, body: (world: World) => Promise<void>): Promise<void> {
  const known = worlds[name];
  if (known === undefined) throw new Error(`there is no world ${name}: it is one of ${Object.keys(worlds).join(', ')}`);
  return inWorld({ ...known.options, unpasted: true }, async (world) => {
    await known.prepare(world);
    await (known.isInGit === true ? inClone(() => body(withCommits(world))) : body(world));
  });
}

/** The world, with somebody who commits what has to be changed in Git. */
function withCommits(world: World): World {
  return {
    ...world,
    run(commandLine, options = {}) {
      const commit = committer(world);
      const onOutput = (text: string): void => {
        options.onOutput?.(text);
        commit(text);
      };
      return world.run(commandLine, { ...options, onOutput });
    },
  };
}
