import http from 'node:http';
import https from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { trustDefaultAuthorities } from '../../../core/trust/default-authorities.ts';

/** A proxy did not connect to the host. Its answer is not the cloud's. */
class ProxyRefusal extends Error {
  /** Whether the proxy itself cannot reach the host for now, rather than that it is not allowed. */
  readonly code: 'ERR_PROXY_UNAVAILABLE' | 'ERR_PROXY_REFUSED';

  constructor(status: number, reason: string) {
    super(`the proxy answered ${status} ${reason}`.trimEnd());
    this.name = 'ProxyRefusal';
    this.code = status >= 500 ? 'ERR_PROXY_UNAVAILABLE' : 'ERR_PROXY_REFUSED';
  }
}

type Base = HttpsProxyAgent<string>;

/** The options of TLS that say which certificates to trust. */
interface Trusted {
  readonly ca?: string;
}

/** What the library tells of a proxy's answer. */
interface ProxyAnswer {
  readonly statusCode: number;
  readonly statusText: string;
}

/** A tunnel through a proxy. The library would return what a proxy answers in place of a tunnel as if the cloud had said it. */
class Tunnel extends HttpsProxyAgent<string> {
  readonly #trusted: Trusted;

  constructor(proxy: URL, trusted: Trusted) {
    super(proxy, { keepAlive: true, ...trusted });
    this.#trusted = trusted;
    this.on('proxyConnect', ({ statusCode, statusText }: ProxyAnswer) => {
      if (statusCode !== 200) throw new ProxyRefusal(statusCode, statusText);
    });
  }

  /** The library tells by the stack whether a connection is one of TLS, and finds none of those that are free. */
  override getName(options?: Parameters<Base['getName']>[0]): string {
    return https.Agent.prototype.getName.call(this, options);
  }

  override connect(...[request, options]: Parameters<Base['connect']>): ReturnType<Base['connect']> {
    return super.connect(request, { ...options, ...this.#trusted });
  }
}

/**
 * The agent for requests to hosts of one scheme.
 * @param ca the certificates to trust, in place of the usual ones
 */
export function agentFor(url: URL, proxy: URL | undefined, ca: string | undefined): http.Agent {
  const secure = url.protocol === 'https:';
  const trusted: Trusted = ca === undefined ? {} : { ca };
  if (secure || proxy?.protocol === 'https:') trustDefaultAuthorities();
  if (proxy !== undefined) return secure ? new Tunnel(proxy, trusted) : new HttpProxyAgent(proxy, { keepAlive: true });
  return secure ? new https.Agent({ keepAlive: true, ...trusted }) : new http.Agent({ keepAlive: true });
}
