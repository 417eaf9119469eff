import { ComputeError } from '../errors.ts';
import type { Google } from '../model.ts';
import type { Permissions } from '../permissions.ts';
import { Accounts } from './accounts.ts';
import { impersonate } from './impersonation.ts';
import { metadata } from './metadata.ts';
import { exchange } from './oauth.ts';
import { federate } from './sts.ts';
import { type Token, Tokens } from './tokens.ts';

/** One request to whatever gives tokens. */
export interface IdentityRequest {
  readonly method: string;
  readonly url: URL;
  readonly text: string;
  readonly authorization: string | undefined;
  /** The header `Metadata-Flavor`. */
  readonly flavor: string | undefined;
}

export interface IdentityAnswer {
  readonly status: number;
  /** A text as it is, or anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const ok = (body: unknown): IdentityAnswer => ({ status: 200, body });

const unauthenticated =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';

/** Everything beside Compute Engine that a client library asks before it has a token: Google's token endpoints and the metadata server. */
export class Identity {
  readonly tokens = new Tokens();
  readonly accounts = new Accounts();
  readonly #google: Google;
  readonly #permissions: Permissions;

  constructor(google: Google, permissions: Permissions) {
    this.#google = google;
    this.#permissions = permissions;
  }

  /** Whose request it is. @throws ComputeError 401 */
  caller(authorization: string | undefined): Token {
    const token = this.tokens.read(authorization);
    if (token !== undefined) return token;
    const missing = authorization === undefined;
    const message = missing ? unauthenticated.replace('had invalid', 'is missing required') : unauthenticated;
    throw new ComputeError(401, missing ? 'required' : 'authError', message, {
      rpcStatus: 'UNAUTHENTICATED',
      header: 'Authorization',
    });
  }

  /** @returns undefined for a request that is for somebody else. @throws ComputeError, OAuthError */
  answer({ method, url, text, authorization, flavor }: IdentityRequest): IdentityAnswer | undefined {
    const { accounts, tokens } = this;
    if (method === 'GET' && (url.pathname === '/' || url.pathname.startsWith('/computeMetadata/'))) {
      const told = metadata(url, flavor === 'Google', { accounts, tokens, google: this.#google });
      return { ...told, headers: { 'metadata-flavor': 'Google' } };
    }
    if (method === 'POST' && url.pathname === '/token')
      return ok(exchange(new URLSearchParams(text), accounts, tokens));
    if (method === 'POST' && url.pathname === '/v1/token')
      return ok(federate(new URLSearchParams(text), accounts, tokens));
    const path = decodeURIComponent(url.pathname);
    const [, email] = /^\/v1\/projects\/-\/serviceAccounts\/([^:]+):generateAccessToken$/.exec(path) ?? [];
    if (method === 'POST' && email !== undefined) {
      const body = JSON.parse(text === '' ? '{}' : text) as { scope?: string[]; lifetime?: string };
      return ok(impersonate(email, this.caller(authorization), body, { tokens, permissions: this.#permissions }));
    }
    const [, project] = /^\/v1\/projects\/([^/]+)$/.exec(path) ?? [];
    return method === 'GET' && project !== undefined ? ok(this.#project(project, authorization)) : undefined;
  }

  /** A project as the Resource Manager describes it, which is asked for the id that belongs to a number. */
  #project(key: string, authorization: string | undefined): unknown {
    this.caller(authorization);
    const { id, number } = this.#google.project(key);
    this.#permissions.check(['resourcemanager.projects.get', `projects/${id}`]);
    return { projectNumber: number, projectId: id, lifecycleState: 'ACTIVE', name: id };
  }
}
