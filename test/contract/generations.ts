import assert from 'node:assert/strict';
import type { Generation } from '../fakes/operator/generation.ts';
import type { DeclareTest } from '../harness/suite.ts';
import type { RealServer } from './real-server.ts';
import { atWork } from './workplace.ts';

/** What `version` tells of each generation's CRDs; those of the first are of 2.2.0. */
const told: Readonly<Record<Generation, string>> = {
  'v1.6': 'operator 1.7.0 or later, older than 2.6.0',
  'v2.11': 'operator 2.6.0 or later, older than 2.12.0',
  'v2.15': 'operator 2.15.0 or later',
};

/** What is seen of the operator by its real CRDs. */
export function recognition(test: DeclareTest, server: RealServer, generation: Generation, crds: string): void {
  test(`the CRDs say which operator it is, to the administrator and to who may do nothing`, async () => {
    await server.installCrds(crds);
    await server.untilPublished('serverlessSpec cannot be added', generation === 'v2.15');
    const nobody = await server.person(`nobody-${generation}`);
    await atWork(server, generation, async (place) => {
      for (const kubeconfig of [server.config.kubeconfigPath, nobody.kubeconfig]) {
        const { stdout, code } = await place.run('version', { kubeconfig });
        assert.deepEqual([stdout.split('\n')[1], code], [told[generation], 0]);
      }
    });
  });
}
