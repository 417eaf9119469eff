import { type HttpsTools, httpsTools } from '../../harness/https-tools.ts';
import { within } from '../../harness/suite.ts';
import { VirtualClock } from '../../harness/virtual-clock.ts';
import { type FakeKubernetes, type FakeKubernetesOptions, startKubernetes } from './server.ts';

export interface Tools extends Pick<HttpsTools, 'call' | 'watch'> {
  readonly server: FakeKubernetes;
  readonly clock: VirtualClock;
}

/** Starts a server, runs the body with plain HTTPS tools of its administrator, and closes the server whatever happens. */
export async function withServer(
  body: (tools: Tools) => Promise<void>,
  options: Partial<FakeKubernetesOptions> = {},
): Promise<void> {
  const clock = new VirtualClock();
  const server = await startKubernetes({ clock, ...options });
  const tools = httpsTools(server.url, server.caPem, { token: /token: (.+)/.exec(server.kubeconfig())?.[1] ?? '' });
  try {
    await within(10_000, 'the body of the test', body({ server, clock, call: tools.call, watch: tools.watch }));
  } finally {
    tools.close();
    await server.close();
  }
}
