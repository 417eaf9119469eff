import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** The custom role of docs/permissions.md. */
const role = load(readFileSync(new URL('../../rbac/gcp-role.yaml', import.meta.url), 'utf8')) as {
  readonly includedPermissions: readonly string[];
};

const onGoogle = { cloud: 'GCP', generation: 'v2.15' } as const;

/** Everything that needs a right: a placement beside the nodes, in the region of the service or in another one, and the way back. */
const commands: readonly string[] = [
  'up ape/near --project shop --provider GCP --region europe-west1 --from-nodes --yes --refresh',
  'delete ape/near --yes',
  'create ape/far --project shop --provider GCP --region us-central1 --from-nodes --yes',
];

function addNode({ kubernetes, google }: World): void {
  kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node' },
    spec: { providerID: google.nodes.own[0] },
  });
}

/** Runs the commands until one fails. @returns what it said; undefined when none did */
async function runAll(world: World): Promise<string | undefined> {
  world.deployCluster();
  addNode(world);
  for (const command of commands) {
    const seen = await world.run(command);
    if (seen.code !== 0) return seen.stderr;
  }
  return undefined;
}

suite('the custom role for Google Cloud', (test) => {
  test('has all that is needed', () =>
    inWorld(onGoogle, async (world) => {
      assert.equal(await runAll(world), undefined);
      assert.deepEqual(role.includedPermissions, world.compute.permissions.needed());
    }));

  for (const permission of role.includedPermissions) {
    test(`needs ${permission}, which is named with the project when it is missing`, () =>
      inWorld(onGoogle, async (world) => {
        world.compute.permissions.deny(permission);
        const stderr = (await runAll(world)) ?? 'nothing failed';
        const said = new RegExp(
          `^error: Google Cloud refused to .* in the project shop-prod: .*Required '${permission.replaceAll('.', '\\.')}' permission for 'projects/shop-prod/.*\\(forbidden\\)\nhint: the role Compute Network Admin`,
          'm',
        );
        assert.match(stderr, said);
      }));
  }

  test('is not what too many requests lack, although Google answers them alike', () =>
    inWorld(onGoogle, async (world) => {
      world.compute.fail({
        path: /addresses$/,
        status: 403,
        reason: 'rateLimitExceeded',
        message: 'Quota exceeded',
        times: Infinity,
      });
      const seen = await world.run(
        'create ape/near --project shop --provider GCP --region europe-west1 --subnetwork endpoints --timeout 2m',
      );
      assert.equal(seen.code, 124);
      assert.match(
        seen.stderr,
        /^error: .* Quota exceeded \(rateLimitExceeded\) \(tried again for 2m\)\nhint: run the same command again in a minute$/m,
      );
    }));

  test('is nothing that a disabled API needs: the command that enables it is told', () =>
    inWorld(onGoogle, async (world) => {
      world.compute.google.project('shop-prod').computeEnabled = false;
      const seen = await world.run(
        'create ape/near --project shop --provider GCP --region europe-west1 --subnetwork endpoints',
      );
      assert.match(
        seen.stderr,
        /^error: .* Compute Engine API has not been used in project .*\nhint: enable the API: gcloud services enable compute\.googleapis\.com --project shop-prod$/m,
      );
    }));
});
