import assert from 'node:assert/strict';
import { deploymentResource } from '../../../src/atlas/deployment.ts';
import { ApiError } from '../../../src/kube/errors.ts';
import { apiPath } from '../../../src/kube/resource.ts';
import { eventually } from '../eventually.ts';
import type { Past } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { apply, deploymentManifest, tenantOf } from '../tenant.ts';

/** What operators from 2.12.0 on do with serverless deployments: operator.md 1.4. */

/** A deployment without an endpoint, from before the upgrade. */
export const createRefused: Scenario = {
  name: 'bare',
  sentence: 'create, link and up are refused with the reason, and nothing is patched or created',
  async run(world, tenant) {
    // The operator's own writing comes first, or it would look like the command's.
    await eventually('the operator has seen the deployment', async () => {
      const { status } = await tenant.read();
      return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True');
    });
    const before = await tenant.read();
    for (const line of ['create {d}', 'create {d} {p}', 'up {d} {p}', 'link {d} --id vpce-0fedcba9876543210']) {
      const ended = await tenant.run(line);
      assert.deepEqual([ended.stderr, ended.stdout, ended.code], [refusal('orders-bare'), '', 1]);
    }
    assert.deepEqual(await tenant.read(), before);
    assert.deepEqual(world.ec2.requests(), []);
  },
};

/** A deployment with an endpoint in its spec, from before the upgrade: nobody looks at it any more. */
export const endpointIgnored: Scenario = {
  name: 'declared',
  sentence: 'an endpoint from before the upgrade is not reconciled any more, and no command waits for it',
  async run(world, tenant) {
    await eventually('the operator has seen the deployment', async () => {
      const { status } = await tenant.read();
      return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True');
    });
    const { status } = await tenant.read();
    assert.equal(status?.serverlessPrivateEndpoints, undefined);
    assert.equal(
      status?.conditions?.find(({ type }) => type === 'Ready')?.message,
      'WARNING: Serverless is deprecated. See https://dochub.mongodb.org/core/atlas-flex-migration for details.',
    );
    const ended = await tenant.run('up {d} {p}');
    assert.deepEqual([ended.stderr, ended.stdout, ended.code], [refusal('orders-declared'), '', 1]);
    // Editing it is still allowed; it changes nothing in Atlas.
    await tenant.edit([{ name: 'a' }, { name: 'b' }]);
    await eventually('the operator has seen the edit', async () => {
      const { metadata, status: seen } = await tenant.read();
      return seen?.observedGeneration === metadata.generation;
    });
    assert.equal((await tenant.read()).status?.serverlessPrivateEndpoints, undefined);
    const asked = world.atlas.requests().filter(({ path }) => path.includes('/privateEndpoint/serverless/'));
    assert.deepEqual(asked, []);
    // What the operator makes of it is a Flex cluster.
    assert.deepEqual([...(world.atlas.project('declared')?.flex.all.keys() ?? [])], ['orders-declared']);
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

/** The cluster as an operator 2.11.1 left it. */
export const before: Past = {
  generation: 'v2.11',
  async live(world) {
    await apply(world, tenantOf(world, 'bare'));
    await apply(world, tenantOf(world, 'declared'), [{ name: 'a' }]);
  },
};

function refusal(name: string): string {
  return [
    `error: atlasdeployment/${name} is Unsupported: this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints, and Atlas retired serverless instances on 2026-01-22`,
    'hint: use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration',
    '',
  ].join('\n');
}
