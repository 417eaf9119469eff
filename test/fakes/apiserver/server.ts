import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../harness/clock.ts';
import { ANONYMOUS, Access, type Rule } from './access.ts';
import { type Gate, behind } from '../../harness/gate.ts';
import { makeCertificates } from './certificates.ts';
import { crdManifest } from './crds.ts';
import { type Crd, discovery, openApi } from './discovery.ts';
import { type FaultRule, Faults } from './faults.ts';
import { selection } from './lists.ts';
import { serveObjects } from './objects.ts';
import { type Asked, type ObjectRequest, type Received, parsePath, readBody, served } from './requests.ts';
import { type ResourceDefinition, atlasResources, coreResources, groupVersion } from './resources.ts';
import { StatusError, badRequest, forbidden, forbiddenPath, unauthorized } from './statuses.ts';
import { Store } from './store.ts';
import { Watches } from './watches.ts';

export interface FakeKubernetesOptions {
  readonly clock: Clock;
  readonly port?: number;
  /** Custom resources that are served; those of operators up to 2.5 when left out, none for a cluster without the operator. */
  readonly resources?: readonly ResourceDefinition[];
  /** Whether the CRDs are those of operator 2.12 or later. */
  readonly retired?: boolean;
  readonly gate?: Gate | undefined;
}

export interface KubeconfigOptions {
  readonly token?: string;
  readonly namespace?: string;
  /** Another CA than the server's, for who is not to trust it. */
  readonly caPem?: string;
}

export interface FakeKubernetes {
  readonly url: string;
  readonly caPem: string;
  readonly store: Store;
  readonly watches: Watches;
  /** The text of a kubeconfig; for the administrator unless a token is given. */
  kubeconfig(options?: KubeconfigOptions): string;
  /** Adds a user who may do nothing but what the rules say. @returns the user's token */
  addUser(name: string, rules: readonly Rule[]): string;
  fail(rule: FaultRule): void;
  /** Runs just before the next such request is served. */
  beforeNext(verb: string, resource: string, action: () => void): void;
  /** Changes every object of a kind before it is stored, as a mutating webhook does, or a CRD that lacks a field. */
  mutate(plural: string, webhook: (object: Record<string, unknown>) => void): void;
  requests(): readonly Received[];
  /** Requests under way, watches excepted. */
  inflight(): number;
  /** Refuses connections, and drops those there are, until start(). */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The paths that every authenticated person may try (ClusterRole system:discovery). */
const discoverable = /^\/(?:api|apis|openapi|version)(?:\/|$)/;

/** Starts the fake on loopback, over TLS. Its behaviour is written down in apiserver.md. */
export async function startKubernetes(options: FakeKubernetesOptions): Promise<FakeKubernetes> {
  const custom = options.resources ?? atlasResources;
  const definitions = [...coreResources, ...custom];
  const store = new Store(definitions, options.clock);
  const watches = new Watches(store, options.clock);
  const [access, faults] = [new Access(), new Faults()];
  const received: Received[] = [];
  const webhooks = new Map<string, (object: Record<string, unknown>) => void>();
  const admit = (plural: string, object: Record<string, unknown>): void => webhooks.get(plural)?.(object);
  let inflight = 0;
  store.create({ kind: 'Namespace', metadata: { name: 'default' } });
  for (const definition of custom) store.create(crdManifest(definition, options.retired === true));

  const allow = ({ verb, group, plural, namespace, name, subresource }: Asked, user: string): void => {
    const resource = subresource === '' ? plural : `${plural}/${subresource}`;
    if (access.allows(user, { verb, group, resource, namespace })) return;
    throw forbidden({ group, plural }, user, verb, subresource, namespace, name);
  };

  /** What every authenticated person may read (ClusterRole system:discovery). */
  const publicDocument = (path: string): unknown =>
    discovery(path, definitions) ?? openApi(path, store.list('customresourcedefinitions') as readonly Crd[]);

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(message.url ?? '/', 'https://127.0.0.1');
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
      const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers }).end(text);
    };
    try {
      const body = await readBody(message);
      if (/^\/(readyz|healthz|livez)/.test(url.pathname)) return send(200, 'ok');
      const user = access.userOf(message.headers.authorization);
      if (user === undefined) throw unauthorized();
      const found = message.method === 'GET' ? publicDocument(url.pathname) : undefined;
      const asked = parsePath(message.method ?? 'GET', url);
      if (user === ANONYMOUS && asked === undefined && url.pathname !== '/version')
        throw forbiddenPath(user, 'get', url.pathname);
      if (found !== undefined) return send(200, found);
      if (user !== ANONYMOUS && url.pathname === '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews')
        return send(201, review(access, user, body));
      if (asked === undefined) {
        if (!discoverable.test(url.pathname) && !access.allowsAll(user)) throw forbiddenPath(user, 'get', url.pathname);
        return send(404, '404 page not found\n');
      }
      const request = served(asked, url.searchParams, definitions);
      if (request === undefined) {
        allow(asked, user);
        return send(404, '404 page not found\n');
      }
      const { verb, definition, namespace, name } = request;
      received.push({ verb, resource: definition.plural, namespace, name, path: message.url ?? '', user, body });
      faults.visit({ verb, resource: definition.plural, name });
      allow(asked, user);
      if (verb === 'watch') {
        const watch = watchOf(request);
        inflight -= 1;
        response.once('close', () => (inflight += 1));
        return watches.start(watch, response);
      }
      const serve = () => serveObjects(store, request, body, message.headers['content-type'] ?? '', admit);
      const answer = isDryRun(request, body) ? store.forgetting(serve) : serve();
      send(answer.status, answer.body);
    } catch (error) {
      if (error instanceof StatusError) send(error.code, error.body, error.headers);
      // A mistake in the fake: say so in the answer, where a test shows it.
      else send(500, `the fake API server failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  };

  const { caPem, certPem, keyPem } = await makeCertificates();
  const serve = (message: IncomingMessage, response: ServerResponse): void => void answer(message, response);
  const pass = behind(options.gate, 'kubernetes', serve);
  const server = createServer({ cert: certPem, key: keyPem }, (message, response) => {
    inflight += 1;
    response.once('close', () => (inflight -= 1));
    // The sandbox's own requests are none of the command's.
    const own = message.headers['x-sandbox'] !== undefined || /^\/(readyz|healthz|livez)/.test(message.url ?? '');
    (own ? serve : pass)(message, response);
  });
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  let port = options.port ?? 0;
  const start = async (): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await start();
  const url = `https://127.0.0.1:${port}`;

  return {
    url,
    caPem,
    store,
    watches,
    kubeconfig: (kubeconfig = {}) => kubeconfigText(url, { caPem, token: access.adminToken, ...kubeconfig }),
    addUser: (name, rules) => access.add(name, rules),
    fail: (rule) => faults.fail(rule),
    mutate: (plural, webhook) => void webhooks.set(plural, webhook),
    beforeNext: (verb, resource, action) => faults.beforeNext(verb, resource, action),
    requests: () => received,
    inflight: () => inflight,
    stop,
    start,
    close: stop,
  };
}

/** Whether nothing is to be kept: of a deletion with a body, that alone says it. @throws StatusError for a dryRun that is not all of it */
function isDryRun({ verb, query }: ObjectRequest, body: unknown): boolean {
  const options = verb === 'delete' ? (body as { dryRun?: readonly string[] } | undefined) : undefined;
  const asked = options === undefined ? query.getAll('dryRun') : (options.dryRun ?? []);
  if (asked.some((value) => value !== 'All')) throw badRequest(`dryRun may be All, and is ${asked.join(', ')}`);
  return asked.length > 0;
}

function watchOf(request: ObjectRequest): Parameters<Watches['start']>[0] {
  const { query, definition } = request;
  const [version, seconds] = [query.get('resourceVersion'), query.get('timeoutSeconds')];
  return {
    resource: definition.plural,
    type: { kind: definition.kind, apiVersion: groupVersion(definition) },
    since: version === null || version === '' || version === '0' ? undefined : Number(version),
    bookmarks: query.get('allowWatchBookmarks') === 'true',
    timeoutSeconds: seconds === null ? undefined : Number(seconds),
    matches: selection(request),
  };
}

/** Answers `kubectl auth can-i`. */
function review(access: Access, user: string, body: unknown): unknown {
  const review = body as { spec?: { resourceAttributes?: Record<string, string | undefined> } };
  const { verb = '', group = '', resource = '', subresource, namespace } = review.spec?.resourceAttributes ?? {};
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    ...review,
    status: { allowed: access.allows(user, { verb, group, resource: full, namespace }) },
  };
}

function kubeconfigText(url: string, { caPem = '', token = '', namespace }: KubeconfigOptions): string {
  const scope = namespace === undefined ? '' : `\n    namespace: ${namespace}`;
  return `apiVersion: v1
kind: Config
current-context: sandbox
contexts:
- name: sandbox
  context:
    cluster: sandbox
    user: sandbox${scope}
clusters:
- name: sandbox
  cluster:
    server: ${url}
    certificate-authority-data: ${Buffer.from(caPem).toString('base64')}
users:
- name: sandbox
  user:
    token: ${token}
`;
}
