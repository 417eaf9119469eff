import { ciliumPolicyResource } from '../fakes/apiserver/resources.ts';
import { startKubernetes } from '../fakes/apiserver/server.ts';
import { VirtualClock } from '../harness/virtual-clock.ts';
import { type Api, widgets } from './api.ts';
import { type HttpsTools, httpsTools } from '../harness/https-tools.ts';

/** The sandbox's Kubernetes API, with its widgets, and a resource that has another version. */
export async function startSandboxApi(): Promise<Api> {
  const clock = new VirtualClock();
  const server = await startKubernetes({ clock, resources: [widgets, ciliumPolicyResource] });
  const open: HttpsTools[] = [];
  const tools = (token?: string): HttpsTools => {
    const made = httpsTools(server.url, server.caPem, token === undefined ? {} : { token });
    open.push(made);
    return made;
  };
  const admin = tools(/token: (.+)/.exec(server.kubeconfig())?.[1]);
  let namespaces = 0;
  return {
    admin,
    anonymous: tools(),
    stranger: tools('nonsense'),
    person: async (name, rules) => tools(server.addUser(name, rules)),
    namespace: async () => {
      namespaces += 1;
      const name = `contract-${namespaces}`;
      await admin.call('POST', '/api/v1/namespaces', { metadata: { name } });
      return name;
    },
    compact: async () => server.store.compact(),
    pass: (ms) => clock.foreground.sleep(ms),
    close: async () => {
      for (const one of open) one.close();
      await server.close();
    },
  };
}
