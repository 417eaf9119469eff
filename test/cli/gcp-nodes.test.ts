import assert from 'node:assert/strict';
import { addNetwork, addNode, addSubnetwork } from '../fakes/compute/seed.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const onGoogle = { cloud: 'GCP', generation: 'v2.15' } as const;
const make = 'create ape/shop-gcp --project shop --provider GCP --from-nodes --yes';

function nodes({ kubernetes }: World, ...providerIDs: readonly string[]): void {
  for (const [index, providerID] of providerIDs.entries())
    kubernetes.store.create({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node-${index}` },
      spec: { providerID },
    });
}

suite('--from-nodes on Google Cloud', (test) => {
  test('chooses the subnetwork of the nodes, and their project; --dry-run shows the flags that mean the same', () =>
    inWorld(onGoogle, async (world) => {
      nodes(world, ...world.google.nodes.own);
      const shown = await world.run(`${make} --region europe-west1 --dry-run`);
      const flags = '--subnetwork projects/shop-prod/regions/europe-west1/subnetworks/nodes --gcp-project shop-prod';
      assert.equal(shown.code, 0);
      assert.match(shown.stdout, /^ {3}3\/4 endpoint {11}create it in network shop-prod\/prod$/m);
      assert.equal(
        shown.stderr,
        `warning: --yes has no effect with --dry-run, which changes nothing and waits for nothing
${accountLines.GCP}
from the nodes:
  subnetwork     projects/shop-prod/regions/europe-west1/subnetworks/nodes of 2 nodes
  project        shop-prod of the nodes
  as flags       ${flags}
endpoint shop-gcp of ape/shop-gcp in namespace default
nothing was changed
`,
      );
      const seen = await world.run(`${make} --region europe-west1`);
      assert.match(seen.stderr, /^ \+ \d\/\d endpoint {11}created \S+ in network shop-prod\/prod$/m);
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('of a Shared VPC takes the host project’s subnetwork and the nodes’ own project', () =>
    inWorld(onGoogle, async (world) => {
      nodes(world, world.google.nodes.shared);
      const seen = await world.run(`${make} --region europe-west1`);
      assert.match(
        seen.stderr,
        /projects\/shop-network\/regions\/europe-west1\/subnetworks\/staging of 1 node\n {2}project +shop-staging /,
      );
      assert.deepEqual(
        world.compute.rules().map(({ project }) => project),
        ['shop-staging'],
      );
    }));

  test('a service in another region gets a subnetwork of the nodes’ network there', () =>
    inWorld(onGoogle, async (world) => {
      nodes(world, ...world.google.nodes.own);
      const seen = await world.run(`${make} --region us-central1`);
      assert.match(
        seen.stderr,
        /^ {2}subnetwork +projects\/shop-prod\/regions\/us-central1\/subnetworks\/away of the network shop-prod\/prod, in the region of the service$/m,
      );
      assert.equal(seen.code, 0, seen.stderr);
    }));

  test('where the network has none there, the command that makes one is told', () =>
    inWorld(onGoogle, async (world) => {
      nodes(world, ...world.google.nodes.own);
      const seen = await world.run(`${make} --region asia-northeast1`);
      assert.equal(
        seen.stderr,
        `error: the network shop-prod/prod has no subnetwork in asia-northeast1, where the service is
hint: create one: gcloud compute networks subnets create NAME --network prod --range RANGE --project shop-prod --region asia-northeast1
`,
      );
    }));

  test('nodes of another region cannot be kept out and let in', () =>
    inWorld(onGoogle, async (world) => {
      nodes(world, ...world.google.nodes.own);
      const seen = await world.run(`${make} --region us-central1 --no-global-access`);
      assert.match(
        seen.stderr,
        /^error: with --no-global-access the nodes in europe-west1 could not reach an endpoint in us-central1\n/,
      );
    }));

  test('nodes in two networks are refused, with how many are in each', () =>
    inWorld(onGoogle, async (world) => {
      const network = addNetwork(world.compute.google, 'shop-prod', 'other');
      const subnetwork = addSubnetwork(world.compute.google, network, {
        name: 'o',
        region: 'europe-west1',
        cidr: '10.90.0.0/24',
      });
      const strange = addNode(world.compute.google, 'shop-prod', 'europe-west1-b', 'other-pool-1', subnetwork);
      nodes(world, ...world.google.nodes.own, strange);
      const seen = await world.run(`${make} --region europe-west1`);
      assert.match(
        seen.stderr,
        /^error: the nodes are in several networks: network shop-prod\/prod \(2 nodes\), network shop-prod\/other \(1 node\)\n/,
      );
    }));

  test('nodes of another cloud are refused', () =>
    inWorld(onGoogle, async (world) => {
      nodes(world, 'aws:///us-east-1a/i-0123456789abcdef0');
      const seen = await world.run(`${make} --region europe-west1`);
      assert.match(
        seen.stderr,
        /^error: atlasprivateendpoint\/shop-gcp runs on Google Cloud, but the cluster's nodes are on aws \(1 node\)/,
      );
    }));
});
