import type http from 'node:http';
import type https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** An agent for the cluster's `proxy-url` (http, https or socks5). It is the library's, which is loaded only if there is a proxy. */
export async function proxyAgent(server: URL, proxyUrl: string, tls: https.AgentOptions): Promise<http.Agent> {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'cluster', server: server.href, skipTLSVerify: tls.rejectUnauthorized === false, proxyUrl }],
    users: [{ name: 'user' }],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  const options: https.RequestOptions = { ...tls };
  await config.applyToHTTPSOptions(options);
  if (options.agent === undefined || typeof options.agent === 'boolean')
    throw new Error('the library made no agent for proxy-url');
  return options.agent;
}
