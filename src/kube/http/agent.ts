import http from 'node:http';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import { leaveAuthoritiesUnread, trustDefaultAuthorities } from '../../core/trust/default-authorities.ts';
import type { Connection } from '../config/connection.ts';

/**
 * An agent that keeps the connections to one API server, through its proxy if there is one.
 * @param options a client certificate, or what else differs from the connection
 */
export async function agentOf(connection: Connection, options: https.AgentOptions): Promise<http.Agent> {
  const { server, ca, tlsServerName, skipTlsVerify, proxyUrl, env } = connection;
  if (server.protocol === 'http:' && proxyUrl === undefined) return new http.Agent({ keepAlive: true });
  const tls = {
    ...(skipTlsVerify ? {} : { ca: ca ?? (await import('./system-authorities.ts')).systemAuthorities(env) }),
    // As for Go, what is trusted need not be self-signed: an intermediate authority or the server's own certificate will do.
    allowPartialTrustChain: true,
    ...(tlsServerName === undefined || tlsServerName === '' ? {} : { servername: tlsServerName }),
    rejectUnauthorized: !skipTlsVerify,
    ...options,
  };
  // A proxy may be one of TLS itself, whose authorities nobody names.
  if (/^https:/i.test(proxyUrl ?? '')) trustDefaultAuthorities();
  else leaveAuthoritiesUnread();
  if (proxyUrl !== undefined) return proxyAgent(server, proxyUrl, tls);
  // Made once: it is the same for each connection.
  return new https.Agent({ keepAlive: true, ...tls, secureContext: createSecureContext(tls) });
}

/**
 * An agent for a proxy (http, https or socks5). It is the library's, which is loaded only if there is a proxy. As in kubectl, a SOCKS proxy
 * gets the server's name and looks it up: often nobody else can (Go net/internal/socks). socks-proxy-agent spells that `socks5h`.
 */
async function proxyAgent(server: URL, proxyUrl: string, tls: https.AgentOptions): Promise<http.Agent> {
  const { KubeConfig } = await import('../library/proxies.ts');
  const config = new KubeConfig();
  const proxy = proxyUrl.replace(/^socks5:/i, 'socks5h:');
  config.loadFromOptions({
    clusters: [
      { name: 'cluster', server: server.href, skipTLSVerify: tls.rejectUnauthorized === false, proxyUrl: proxy },
    ],
    users: [{ name: 'user' }],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  const options: https.RequestOptions = { ...tls };
  await config.applyToHTTPSOptions(options);
  if (options.agent === undefined || typeof options.agent === 'boolean')
    throw new Error('the library made no agent for proxy-url');
  return keepingConnections(options.agent, server.protocol === 'https:');
}

/**
 * The library's agents keep no connection: each request would take a tunnel and a handshake of its own (@kubernetes/client-node 2.0.1,
 * dist/config.js, createAgent). And that for SOCKS tells by the stack whether a connection is one of TLS, so that it finds none of those that
 * are free (agent-base 9.0.0, dist/index.js, getName).
 */
function keepingConnections(agent: http.Agent, secure: boolean): http.Agent {
  const { prototype } = secure ? https.Agent : http.Agent;
  const getName = (options?: https.RequestOptions): string => prototype.getName.call(agent, options);
  return Object.assign(agent, { keepAlive: true, getName });
}
