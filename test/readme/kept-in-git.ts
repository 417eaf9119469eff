import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { addNodes } from '../sandbox/nodes.ts';
import type { World } from '../harness/world.ts';

/** Where a page keeps its manifest. */
const FILE = 'apps/shop.yaml';

const manifest = `# What the shop connects through
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop-us
  namespace: default
spec:
  projectRef:
    name: shop
  provider: AWS
  region: US_EAST_1
  # one item for each VPC
  awsConfiguration: []
`;

/** What applies the manifest, by the mark that it leaves on the object. */
const marks = {
  flux: {
    labels: {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    },
  },
  argo: {
    annotations: {
      'argocd.argoproj.io/tracking-id': 'shop:atlas.mongodb.com/AtlasPrivateEndpoint:default/shop-us',
    },
  },
} as const;

/** Writes what a manifest has in its spec to the object, as a sync does. */
function sync({ kubernetes }: World, text: string): void {
  const { spec } = load(text) as { readonly spec: Record<string, unknown> };
  kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    Object.assign(object['spec'] as object, spec);
  });
}

/** A dedicated cluster with an AtlasPrivateEndpoint that is kept in Git. */
export function keptInGit(world: World, by: keyof typeof marks): void {
  addNodes(world, 'AWS');
  world.deployCluster();
  world.addService();
  world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    Object.assign(object['metadata'] as object, marks[by]);
  });
}

/** The person of the page: commits what a command shows, or the file that it has changed, which is applied then. */
export function committer(world: World): (shown: string) => void {
  let last = '';
  return (shown) => {
    last += shown;
    if (!/^ \S 5\/7 link .*not applied yet/m.test(last)) return;
    const [, yaml] = /^change this where the manifest is kept:\n([^]*?\n)(?= \S 5\/7)/m.exec(last) ?? [];
    last = '';
    sync(world, yaml ?? readFileSync(FILE, 'utf8'));
  };
}

/** Does something in a clone of the repository that has the manifest. */
export async function inClone(body: () => Promise<void>): Promise<void> {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'atlas-pe-clone-'))];
  mkdirSync(join(folder, dirname(FILE)));
  writeFileSync(join(folder, FILE), manifest);
  process.chdir(folder);
  try {
    await body();
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}
