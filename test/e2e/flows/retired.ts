import assert from 'node:assert/strict';
import { type AtlasDeployment, deploymentResource } from '../../../src/atlas/api/deployment.ts';
import { ApiError } from '../../../src/kube/errors.ts';
import { apiPath } from '../../../src/kube/resource.ts';
import { eventually } from '../eventually.ts';
import { startOperator } from '../operator-process.ts';
import type { Past } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { apply, deploymentManifest, type Tenant, tenantOf } from '../tenant.ts';

/** What operators from 2.12.0 on do with serverless deployments: nothing. */

/** A deployment without an endpoint, from before the upgrade. */
export const createRefused: Scenario = {
  name: 'bare',
  sentence: 'create, link and up are refused with the reason, and nothing is patched or created',
  async run(world, tenant) {
    await eventually('the operator has seen the Flex cluster', () => isFlex(tenant));
    const before = await tenant.read();
    for (const line of ['create {d}', 'create {d} {p}', 'up {d} {p}', 'link {d} --id vpce-0fedcba9876543210']) {
      const ended = await tenant.run(line);
      assert.deepEqual([ended.stderr, ended.stdout, ended.code], [refusal('orders-bare'), '', 1]);
    }
    const after = await tenant.read();
    assert.deepEqual([after.spec, written(after)], [before.spec, written(before)]);
    assert.deepEqual(
      world.ec2
        .endpoints('us-east-1')
        .filter(({ tags }) => Object.values(tags).some((value) => value.includes('orders-bare'))),
      [],
    );
  },
};

/** An endpoint that operator 2.11.1 connected, before the upgrade and before Atlas made the instance a Flex cluster. */
export const endpointIgnored: Scenario = {
  name: 'connected',
  sentence:
    'an endpoint from before the upgrade is not reconciled any more, and no command trusts what its status still says',
  async run(world, tenant) {
    await eventually('the operator has seen the Flex cluster', () => isFlex(tenant));
    // The operator writes the Secret first, and its status a moment later.
    const status = await eventually('the warning of the operator', async () => {
      const { status: seen } = await tenant.read();
      return seen?.conditions?.find(({ type }) => type === 'Ready')?.message === deprecated && seen;
    });
    // The status of the old operator stays as it was, for ever.
    assert.deepEqual(
      status.serverlessPrivateEndpoints?.map((entry) => [entry.name, entry.status]),
      [['orders-connected-pe', 'AVAILABLE']],
    );
    assert.equal(status.conditions?.find(({ type }) => type === 'ServerlessPrivateEndpointReady')?.status, 'True');
    const rows = JSON.parse((await tenant.run('status {d} -o json')).stdout) as { items: Record<string, string>[] };
    assert.deepEqual(
      rows.items.map(({ endpoint, phase, state }) => [endpoint, phase, state]),
      [['orders-connected-pe', 'Unsupported', undefined]],
    );
    const secret = await tenant.run('secret {d}');
    assert.match(secret.stderr, /^error: secret\/\S+ in namespace connected contains no private connection string\n/);
    assert.deepEqual([secret.stdout, secret.code], ['', 1]);
    for (const line of ['up {d} {p}', 'link {d}', 'create {d}']) {
      const ended = await tenant.run(line);
      assert.deepEqual([ended.stderr, ended.stdout, ended.code], [refusal('orders-connected'), '', 1]);
    }
    // Editing it is still allowed; it changes nothing in Atlas.
    await tenant.edit([{ name: 'a' }, { name: 'b' }]);
    await eventually('the operator has seen the edit', async () => {
      const { metadata, status: seen } = await tenant.read();
      return seen?.observedGeneration === metadata.generation;
    });
    assert.deepEqual((await tenant.read()).status?.serverlessPrivateEndpoints, status.serverlessPrivateEndpoints);
    const asked = world.atlas.requests().slice(askedBefore);
    assert.deepEqual(
      asked.filter(({ path }) => path.includes('/privateEndpoint/serverless/')),
      [],
    );
  },
};

/** A new serverless deployment. */
export const newDeploymentRefused: Scenario = {
  name: 'new',
  sentence: 'a new serverless deployment is refused by the CRD',
  async run(world, tenant) {
    const error = await world
      .create(apiPath(deploymentResource, 'new'), deploymentManifest(tenant, undefined))
      .catch((reason: unknown) => reason);
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 422);
    assert.match(error.message, /serverlessSpec cannot be added - serverless instances are deprecated/);
  },
};

/** How many requests Atlas had received when the old operator was stopped. */
let askedBefore = 0;

/** The cluster's time under operator 2.11.1, which connected one endpoint. */
export const before: Past = {
  generation: 'v2.11',
  async live(world) {
    const [bare, connected] = [tenantOf(world, 'bare'), tenantOf(world, 'connected')];
    const operator = startOperator('v2.11.1', {
      kubeconfig: world.kubeconfig,
      atlasUrl: world.atlas.url,
      namespaces: [bare.namespace, connected.namespace],
    });
    try {
      await apply(world, bare);
      await apply(world, connected);
      const ended = await connected.run('up {d} {p}');
      assert.equal(ended.code, 0, ended.stderr);
    } finally {
      await operator.stop();
    }
    for (const { namespace, deployment } of [bare, connected])
      world.atlas.project(namespace)?.migrateToFlex(deployment);
    askedBefore = world.atlas.requests().length;
  },
};

const deprecated =
  'WARNING: Serverless is deprecated. See https://dochub.mongodb.org/core/atlas-flex-migration for details.';

/** What this program and the tests with its name have written: the time of each writing is in it. */
function written({ metadata }: AtlasDeployment): readonly unknown[] {
  const { managedFields = [] } = metadata as { managedFields?: readonly { readonly manager?: string }[] };
  return managedFields.filter(({ manager }) => manager === 'atlas-pe');
}

/** Whether the new operator has been there: a Flex cluster has a standard string, a serverless instance has none. */
async function isFlex(tenant: Tenant): Promise<boolean> {
  const [secret] = await tenant.secrets();
  return secret?.['connectionStringStandard']?.startsWith('mongodb://') === true;
}

function refusal(name: string): string {
  return [
    `error: atlasdeployment/${name} is Unsupported: this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints, and Atlas retired serverless instances on 2026-01-22`,
    'hint: use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration',
    '',
  ].join('\n');
}
