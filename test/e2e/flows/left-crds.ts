import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { RealWorld } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { apply } from '../tenant.ts';

/** Creates the operator's Deployment as its manifests do: its process runs elsewhere, but its image says its version. */
async function installImage(world: RealWorld): Promise<void> {
  const labels = { 'app.kubernetes.io/name': 'mongodb-atlas-kubernetes-operator' };
  const image = `quay.io/mongodb/mongodb-atlas-kubernetes-operator:${world.version.slice(1)}`;
  await world.create('/apis/apps/v1/namespaces/default/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'mongodb-atlas-operator', namespace: 'default', labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'manager', image }] } },
    },
  });
}

/** An operator that leaves serverless endpoints alone, where nothing but its image says so. */
export const imageOutweighsCrds: Scenario = {
  name: 'leftcrds',
  sentence: 'the CRDs still offer serverless endpoints: the image outweighs them, and nothing is patched or waited for',
  async run(world, tenant) {
    await installImage(world);
    await apply(world, tenant, [{ name: 'blue' }]);
    await eventually('the operator has seen the deployment', async () => {
      const { status } = await tenant.read();
      return (status?.conditions ?? []).length > 0;
    });
    assert.match((await tenant.run('version')).stdout, /2\.13\.2/);
    for (const line of ['up {d} {p}', 'create {d} --endpoint green --yes', 'create {d} {p}', 'link {d}']) {
      const ended = await tenant.run(line);
      assert.match(
        ended.stderr,
        /^error: atlasdeployment\/orders-leftcrds is Unsupported: this cluster's operator \(2\.12 or later\) no longer reconciles serverless private endpoints/,
      );
      assert.deepEqual([ended.stdout, ended.code], ['', 1]);
    }
    const { spec, status } = await tenant.read();
    assert.deepEqual(spec?.serverlessSpec?.privateEndpoints, [{ name: 'blue' }]);
    assert.equal(status?.serverlessPrivateEndpoints, undefined);
    assert.deepEqual(world.ec2.endpoints('us-east-1'), []);
    assert.deepEqual(
      world.atlas.requests().filter(({ path }) => path.includes('/privateEndpoint/serverless/')),
      [],
    );
    assert.match((await tenant.run('status')).stdout, /^ad\/orders-leftcrds +blue +Unsupported /m);
    assert.match(
      (await tenant.run('status {d}')).stdout,
      /deployment +ad\/orders-leftcrds is serverless: this cluster's operator no longer reconciles its/,
    );
  },
};
