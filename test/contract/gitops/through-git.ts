/** `up --write`, which leaves the object to whatever applies its manifest. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { DeclareTest } from '../../harness/suite.ts';
import { clusterManifest } from '../../sandbox/manifests.ts';
import type { Synced } from '../../real/peers.ts';
import { placement } from '../verbs.ts';
import { atWork } from '../workplace.ts';
import type { Peer } from './outcomes.ts';
import { peers, type Where } from './table.ts';

const id = 'vpce-026b4c868ce5d755d';

function manifest(namespace: string, list: string): string {
  return `# what the shop connects through
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop-us # the label of its endpoint, too
  namespace: ${namespace}
spec:
  projectRef:
    name: shop
  provider: AWS
  region: US_EAST_1
${list}`;
}

/** The managers of an object's spec. */
function managers({ managedFields = [] }: { managedFields?: readonly Manager[] }): readonly string[] {
  return managedFields.flatMap(({ manager, fieldsV1 }) => (fieldsV1?.['f:spec'] === undefined ? [] : [manager]));
}

interface Manager {
  readonly manager: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** Beside one peer: the change goes through the file, and stays. */
export function throughGit(test: DeclareTest, { server, generation }: Where, peer: Peer): void {
  test(`beside ${peer} up --write goes through the manifest, and nothing is left for a sync to undo`, () =>
    atWork(server, generation, async (place) => {
      const { namespace } = place;
      const folder = mkdtempSync(join(tmpdir(), 'atlas-pe-git-'));
      const file = join(folder, 'shop.yaml');
      const sync = (): Promise<Synced> =>
        peers[peer](server.config.kubeconfigPath, load(readFileSync(file, 'utf8')) as object);
      await place.apply('atlasdeployments', clusterManifest({ namespace }));
      writeFileSync(file, manifest(namespace, '  awsConfiguration: []\n'));
      await sync();
      let synced: Promise<Synced> | undefined;
      const seen = await place.run(`up ape/shop-us --write ${file} --refresh ${placement(place)}`, {
        onOutput: (text) => {
          if (text.includes('not applied yet')) synced ??= sync();
        },
      });
      assert.equal(seen.code, 0, seen.stderr);
      await synced;
      assert.equal(readFileSync(file, 'utf8'), manifest(namespace, `  awsConfiguration:\n    - id: ${id}\n`));
      const { metadata, spec } = await place.get('atlasprivateendpoints', 'shop-us');
      assert.deepEqual((spec as { awsConfiguration?: unknown }).awsConfiguration, [{ id }]);
      assert.equal(managers(metadata as { managedFields?: readonly Manager[] }).includes('atlas-pe'), false);
      assert.equal(await sync(), peer === 'kubectl apply --server-side' ? 'serverside-applied' : 'unchanged');
      rmSync(folder, { recursive: true });
    }));
}
