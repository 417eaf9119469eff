import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import { deploymentManifest } from '../sandbox/manifests.ts';
import { refused } from './api.ts';
import type { RealServer } from './real-server.ts';
import { pluginRole } from './role.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const refusal = `error: atlasdeployment/orders is Unsupported: this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints, and Atlas retired serverless instances on 2026-01-22
hint: use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration
`;

/** A cluster whose operator was upgraded to one that leaves serverless endpoints alone. */
export function retired(
  test: DeclareTest,
  server: RealServer,
  crds: { readonly old: string; readonly new: string },
): void {
  /** A deployment from the time before the upgrade: after it, none can be made. */
  const upgraded = async (body: (place: Workplace) => Promise<void>): Promise<void> => {
    await server.installCrds(crds.old);
    await server.untilPublished('serverlessSpec cannot be added', false);
    await atWork(server, 'v2.15', async (place) => {
      await place.deploy();
      await server.installCrds(crds.new);
      await server.untilPublished('serverlessSpec cannot be added', true);
      await body(place);
    });
  };

  test('create, link and up are refused before anything is changed, whether the CRD may be read or not', () =>
    upgraded(async (place) => {
      const person = await server.person('after-the-upgrade');
      await server.bind(person, place.namespace, pluginRole());
      const before = await place.read();
      for (const kubeconfig of [server.config.kubeconfigPath, person.kubeconfig])
        for (const command of [
          'create orders',
          `up orders ${placement(place)}`,
          'link orders --id vpce-026b4c868ce5d755d',
        ])
          assert.deepEqual(await place.run(command, { kubeconfig }), { stdout: '', stderr: refusal, code: 1 });
      assert.deepEqual(await place.read(), before);
      assert.deepEqual(place.ec2.requests(), []);
    }));

  test('the CRD refuses a new serverless deployment, as the model of the operator has it', () =>
    upgraded(async ({ namespace }) => {
      const path = `/apis/atlas.mongodb.com/v1/namespaces/${namespace}/atlasdeployments`;
      const answer = await server.admin.call('POST', path, deploymentManifest({ name: 'more', namespace }));
      const { message, details } = answer.body as { readonly message: string; readonly details: unknown };
      assert.match(message, /serverlessSpec cannot be added - serverless instances are deprecated/);
      refused(answer, { code: 422, reason: 'Invalid', message, details });
    }));
}
