import type http from 'node:http';
import { agentFor } from './agent.ts';
import { type ProxyRules, proxyFor, shownProxy } from './proxy.ts';

/** The proxies through which requests went that failed. */
const proxies = new WeakMap<Error, string>();

/** The proxy through which a request went that failed with this error; undefined if it went straight to its host. */
export function proxyBehind(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const proxy = proxies.get(at);
    if (proxy !== undefined) return proxy;
  }
  return undefined;
}

/** How requests of one cloud get to it: through which proxy, and which certificates they trust. */
export class Way {
  readonly #env: NodeJS.ProcessEnv;
  readonly #rules: ProxyRules;
  readonly #ca: string | undefined;
  /** Connections are shared by all requests that take the same way. */
  readonly #agents = new Map<string, http.Agent>();
  /** What the last request failed with; undefined once one is answered. */
  #failure: unknown;

  /** @param ca the certificates to trust, in place of the usual ones */
  constructor(env: NodeJS.ProcessEnv, rules: ProxyRules, ca: string | undefined) {
    this.#env = env;
    this.#rules = rules;
    this.#ca = ca;
  }

  /** @throws UserError for a variable that names no usable proxy */
  agent(url: URL): http.Agent {
    const proxy = proxyFor(url, this.#env, this.#rules);
    const way = `${url.protocol} ${proxy?.href ?? ''}`;
    const agent = this.#agents.get(way) ?? agentFor(url, proxy, this.#ca);
    this.#agents.set(way, agent);
    return agent;
  }

  /** What the last request failed with, for an SDK that loses it; undefined if it was answered. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Sends a request, and notes of its failure through which proxy it went. */
  async noting<T>(url: URL, send: () => Promise<T>): Promise<T> {
    this.#failure = undefined;
    try {
      return await send();
    } catch (error) {
      this.#failure = error;
      const proxy = proxyFor(url, this.#env, this.#rules);
      if (proxy !== undefined && error instanceof Error) proxies.set(error, shownProxy(proxy));
      throw error;
    }
  }
}
