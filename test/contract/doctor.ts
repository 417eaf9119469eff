import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DeclareTest } from '../harness/suite.ts';
import { clusterManifest, serviceManifest } from '../sandbox/manifests.ts';
import { made, mergePatch } from './api.ts';
import type { RealServer } from './real-server.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

interface Check {
  readonly code: string;
  readonly result: string;
  readonly command?: string;
}

interface View {
  readonly endpoints: readonly { readonly categories: readonly { readonly checks: readonly Check[] }[] }[];
}

const deployments = '/apis/apps/v1/namespaces';
const source = 'ape/shop-us';

/** Something that is broken on a real API server, where kubectl itself runs what mends it. */
interface Fault {
  readonly code: string;
  readonly break: (place: Workplace, server: RealServer) => Promise<unknown>;
}

async function patch(server: RealServer, path: string, change: object): Promise<void> {
  made(await server.admin.call('PATCH', path, change, mergePatch));
}

const ape = ({ namespace }: Workplace): string =>
  `/apis/atlas.mongodb.com/v1/namespaces/${namespace}/atlasprivateendpoints/shop-us`;
const operator = ({ namespace }: Workplace): string => `${deployments}/${namespace}/deployments/mongodb-atlas-operator`;

const faults: readonly Fault[] = [
  { code: 'PE110', break: (place, server) => patch(server, operator(place), { spec: { replicas: 0 } }) },
  {
    code: 'PE111',
    break: (place, server) => {
      const container = { name: 'manager', image, env: [{ name: 'WATCH_NAMESPACE', value: 'billing' }] };
      return patch(server, operator(place), { spec: { template: { spec: { containers: [container] } } } });
    },
  },
  {
    code: 'PE112',
    break: (place, server) =>
      patch(server, ape(place), { metadata: { annotations: { 'mongodb.com/atlas-reconciliation-policy': 'skip' } } }),
  },
  {
    code: 'PE116',
    async break(place, server) {
      const data = { orgId: 'eA==', publicApiKey: 'eA==', privateApiKey: 'eA==' };
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'atlas-key' }, data };
      made(await server.admin.call('POST', `/api/v1/namespaces/${place.namespace}/secrets`, secret), 201);
      const path = `/apis/atlas.mongodb.com/v1/namespaces/${place.namespace}/atlasprojects/shop`;
      await patch(server, path, { spec: { connectionSecretRef: { name: 'atlas-key' } } });
    },
  },
  {
    code: 'PE131',
    break: (place, server) => {
      const path = `/apis/atlas.mongodb.com/v1/namespaces/${place.namespace}/atlasdeployments/orders`;
      return patch(server, path, { spec: { deploymentSpec: { paused: true } } });
    },
  },
];

const image = 'quay.io/mongodb/mongodb-atlas-kubernetes-operator:2.15.0';

/** The operator's Deployment, in the namespace of the test; no controller makes Pods of it. */
async function install({ namespace }: Workplace, server: RealServer): Promise<void> {
  const labels = { 'app.kubernetes.io/name': 'mongodb-atlas-kubernetes-operator' };
  const spec = { containers: [{ name: 'manager', image }] };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'mongodb-atlas-operator', labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
  made(await server.admin.call('POST', `${deployments}/${namespace}/deployments`, deployment), 201);
  const status = { replicas: 1, readyReplicas: 1 };
  await patch(server, `${deployments}/${namespace}/deployments/mongodb-atlas-operator/status`, { status });
}

async function look(place: Workplace, code: string): Promise<Check | undefined> {
  const seen = await place.run(`doctor ${source} --only PE11,PE13 -o json`);
  const checks = (JSON.parse(seen.stdout) as View).endpoints[0]?.categories.flatMap((each) => each.checks) ?? [];
  const broken = checks.filter(({ result }) => result === 'error');
  assert.ok(
    broken.every((each) => each.code === code),
    JSON.stringify(broken),
  );
  return broken[0];
}

const run = promisify(execFile);

/** What `doctor` finds on a real API server, and what it prints for kubectl, which kubectl runs. */
export function doctorFixes(test: DeclareTest, server: RealServer): void {
  for (const fault of faults)
    test(`${fault.code} is found, and kubectl mends it by what is printed`, () =>
      atWork(server, 'v2.15', async (place) => {
        const { namespace } = place;
        await place.apply('atlasdeployments', clusterManifest({ namespace }));
        await place.apply('atlasprivateendpoints', serviceManifest({ namespace }));
        for (const command of [`create ${source} ${placement(place)}`, `link ${source}`])
          assert.equal((await place.run(command)).code, 0);
        await install(place, server);
        assert.equal(await look(place, 'none'), undefined);
        place.operator.paused = true;
        await fault.break(place, server);
        const found = await look(place, fault.code);
        const words = found?.command?.split(' ').map((word) => word.replace(/^'|'$/g, '')) ?? [];
        assert.equal(words[0], 'kubectl', found?.command);
        const env = { ...process.env, KUBECONFIG: server.config.kubeconfigPath };
        await run('kubectl', words.slice(1), { env });
        if (fault.code === 'PE110')
          await patch(server, `${operator(place)}/status`, { status: { replicas: 1, readyReplicas: 1 } });
        assert.equal(await look(place, fault.code), undefined);
        made(await server.admin.call('DELETE', operator(place)));
        place.operator.paused = false;
      }));
}
