/** What `export --cloud-as` prints, as the real kube-apiserver takes it with the tools' own CRDs: no field that it does not know. */
import assert from 'node:assert/strict';
import { connected } from '../harness/exported.ts';
import { skipped } from '../harness/skip.ts';
import { suite } from '../harness/suite.ts';
import { engineCrds } from '../real/engine-crds.ts';
import { eventually } from './eventually.ts';
import { startRealServer } from './real-server.ts';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
}

/** Where each tool's objects are created, and the fields that its tried CRDs do not know yet. */
const engines = [
  { engine: 'ack', cloud: 'AWS', plurals: { VPCEndpoint: 'vpcendpoints' }, newer: [] },
  { engine: 'aso', cloud: 'AZURE', plurals: { PrivateEndpoint: 'privateendpoints' }, newer: [] },
  {
    engine: 'config-connector',
    cloud: 'GCP',
    plurals: { ComputeAddress: 'computeaddresses', ComputeForwardingRule: 'computeforwardingrules' },
    // Both are in the types of newer versions (k8s-config-connector, apis/compute/v1beta1/forwardingrule_types.go).
    newer: ['spec.allowPscGlobalAccess', 'spec.target.serviceAttachmentRef'],
  },
] as const;

const crds = new Map<string, string>();
for (const { engine } of engines)
  try {
    crds.set(engine, await engineCrds(engine));
  } catch (error) {
    skipped(`the manifests of ${engine}`, (error as Error).message);
  }
const server = await startRealServer();

for (const { engine, cloud, plurals, newer } of engines) {
  const folder = crds.get(engine);
  if (folder === undefined) continue;
  suite(`export --cloud-as ${engine}`, (test) =>
    test('is taken by the API server with the CRDs of the tool', async () => {
      await server.installCrds(folder);
      const namespace = await server.namespace();
      await connected[cloud](async (world) => {
        const { stdout, stderr, code } = await world.run(`export ape/shop --cloud-as ${engine} -o json`);
        assert.deepEqual([stderr, code], ['', 0]);
        const { items } = JSON.parse(stdout) as { readonly items: readonly Manifest[] };
        const unknown: string[] = [];
        for (const { item, plural } of items.flatMap((each) => placed(each, plurals))) {
          const path = `/apis/${item.apiVersion}/namespaces/${namespace}/${plural}`;
          await eventually('the kind is served', async () => (await server.admin.call('GET', path)).status === 200);
          const object = { ...item, metadata: { ...item.metadata, namespace } };
          const { status, body } = await server.admin.call('POST', `${path}?fieldValidation=Strict`, object);
          const said = JSON.stringify(body);
          const strangers = [...said.matchAll(/unknown field \\"([^"\\]+)\\"/g)].map(([, field = '']) => field);
          assert.equal(status, strangers.length > 0 ? 400 : 201, said);
          unknown.push(...strangers);
        }
        assert.deepEqual(unknown.toSorted(), [...newer]);
      });
    }),
  );
}

suite('the server', (test) => test('stops', () => server.stop()));

/** The object, and where it is created; nothing for the kinds of others. */
function placed(
  item: Manifest,
  plurals: Readonly<Record<string, string>>,
): readonly { readonly item: Manifest; readonly plural: string }[] {
  const plural = Object.hasOwn(plurals, item.kind) ? plurals[item.kind] : undefined;
  return plural === undefined ? [] : [{ item, plural }];
}
