import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Certificates, makeCertificates } from '../apiserver/certificates.ts';
import type { Clock } from '../../harness/clock.ts';
import { type Gate, behind } from '../../harness/gate.ts';
import { directory, scopeOf } from './directory.ts';
import { ArmError } from './errors.ts';
import { Failures, type FailureRule } from './failures.ts';
import { type Approved, type Delays, settle } from './life.ts';
import { Azure, type Connection, key, type PrivateEndpoint } from './model.ts';
import { Permissions } from '../permissions.ts';
import { checkPermissions } from './permissions.ts';
import { type Answer, answer } from './routes.ts';

export interface FakeArmOptions {
  readonly clock: Clock;
  /** Asked for each pending connection, at every request; nobody approves when it is left out. */
  readonly approved?: Approved;
  readonly delays?: Partial<Delays>;
  /** What tokens have to be for; that of the public cloud when left out. */
  readonly audience?: string;
  readonly pageSize?: number;
  readonly gate?: Gate | undefined;
}

export interface FakeArm {
  readonly url: string;
  /** The authority that signed its certificate. */
  readonly caPem: string;
  readonly azure: Azure;
  /** The private endpoints, oldest first, brought up to this moment. */
  readonly endpoints: () => readonly PrivateEndpoint[];
  /** Every request so far, as `METHOD path?query`. */
  readonly requests: () => readonly string[];
  /** Bodies of PUT requests so far. */
  readonly bodies: () => readonly unknown[];
  readonly fail: (rule: FailureRule) => void;
  readonly heal: () => void;
  /** What the caller may do in the subscriptions. */
  readonly permissions: Permissions;
  /** Changes a connection behind its user's back. */
  readonly setConnection: (id: string, connection: Connection, description: string) => void;
  readonly inflight: () => number;
  readonly close: () => Promise<void>;
}

/** Versions of Microsoft.Network that the fake takes; the newest of the SDK is not among them, as in a sovereign cloud. */
const versions = ['2023-09-01', '2024-03-01', '2024-05-01', '2025-05-01', '2018-10-01'];

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Those of all fakes of a process, so that it has one authority to trust. */
let certificates: Promise<Certificates> | undefined;

/** Starts the fake on loopback, over HTTPS: the SDK gives no token to anything else. Its behaviour is written down in arm.md. */
export async function startArm(options: FakeArmOptions): Promise<FakeArm> {
  const { caPem, certPem, keyPem } = await (certificates ??= makeCertificates());
  const azure = new Azure();
  const failures = new Failures();
  const permissions = new Permissions();
  const requests: string[] = [];
  const bodies: unknown[] = [];
  const delays: Delays = { createMs: 15_000, deleteMs: 15_000, ...options.delays };
  const audience = options.audience ?? 'https://management.azure.com';
  let inflight = 0;
  const bringUp = (): void => settle(azure, delays, options.clock.now(), options.approved ?? (() => false));

  function arm(request: IncomingMessage, url: URL, text: string): Answer {
    const method = request.method ?? 'GET';
    const path = decodeURIComponent(url.pathname);
    const scope = scopeOf(request.headers.authorization);
    if (scope === undefined)
      throw new ArmError(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    if (scope !== `${audience}/.default`) {
      throw new ArmError(
        401,
        'InvalidAuthenticationTokenAudience',
        `The access token has been obtained for wrong audience or resource '${scope}'.`,
      );
    }
    const rule = failures.take(method, path);
    const { when = 'before' } = rule ?? {};
    const fault = (): ArmError => new ArmError(rule?.status ?? 400, rule?.code ?? '', rule?.message ?? 'It failed.');
    if (rule !== undefined && when === 'before') throw Object.assign(fault(), { retryAfter: rule.retryAfter });
    const version = url.searchParams.get('api-version') ?? '';
    if (!versions.includes(version)) {
      throw new ArmError(
        400,
        'InvalidApiVersionParameter',
        `The api-version '${version}' is invalid. The supported versions are '${versions.join(',')}'.`,
      );
    }
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    checkPermissions(permissions, { method, path, body });
    if (method === 'PUT') bodies.push(body);
    bringUp();
    const failure = when === 'operation' ? rule : undefined;
    const call = { azure, method, path, body, failure, url: base(), query: url.searchParams };
    const replied = answer({ ...call, now: options.clock.now(), pageSize: options.pageSize ?? 100 });
    if (rule !== undefined && when === 'after') throw fault();
    return replied;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    try {
      const text = await bodyOf(request);
      const url = new URL(request.url ?? '/', base());
      requests.push(`${request.method} ${decodeURIComponent(url.pathname)}${url.search}`);
      const login = directory(request.method ?? '', base(), url.pathname, new URLSearchParams(text));
      if (login !== undefined) return send(login.status, login.body);
      const { status, body, headers } = arm(request, url, text);
      send(status, body, headers);
    } catch (error) {
      if (!(error instanceof ArmError))
        return send(500, { error: { code: 'InternalServerError', message: `the fake ARM failed: ${String(error)}` } });
      const after = 'retryAfter' in error ? Number(error.retryAfter) : undefined;
      const headers: Record<string, string> =
        after === undefined || Number.isNaN(after) ? {} : { 'retry-after': String(after) };
      if (error.status === 401)
        headers['www-authenticate'] = `Bearer authorization_uri="${base()}", error="invalid_token"`;
      send(error.status, error.body(), headers);
    }
  }

  const pass = behind(options.gate, 'arm', (request, response) => void serve(request, response));
  const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
    inflight += 1;
    response.on('close', () => (inflight -= 1));
    pass(request, response);
  });
  const base = (): string => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: base(),
    caPem,
    azure,
    endpoints: () => {
      bringUp();
      return [...azure.endpoints.values()];
    },
    requests: () => requests,
    bodies: () => bodies,
    fail: (rule) => failures.add(rule),
    heal: () => failures.clear(),
    permissions,
    setConnection(id, connection, description) {
      const found = azure.endpoints.get(key(id));
      if (found === undefined) throw new Error(`the fake ARM has no endpoint ${id}`);
      Object.assign(found, { connection, description });
    },
    inflight: () => inflight,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
