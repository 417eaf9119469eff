import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../harness/clock.ts';
import { clusterRoutes } from './clusters.ts';
import { endpointServiceRoutes } from './endpoint-service-routes.ts';
import type { EndpointServices } from './endpoint-services.ts';
import { AtlasError, errorBody } from './errors.ts';
import { type Fault, Faults, errorOf } from './faults.ts';
import { flexRoutes } from './flex.ts';
import { Organization } from './organization.ts';
import type { Project } from './project.ts';
import { projectRoutes } from './project-routes.ts';
import { Router, unknownRequest } from './routes.ts';
import { serverlessEndpointRoutes, serverlessRoutes } from './serverless.ts';
import { userRoutes } from './users.ts';

export interface FakeAtlasOptions {
  /** Waits for slow answers. */
  readonly clock: Clock;
  /** Told of each endpoint service that Atlas makes. */
  readonly onService?: (name: string) => void;
  /** Asked for each forwarding rule on Google Cloud that Atlas is told of; every one is taken to be there when it is left out. */
  readonly findRule?: EndpointServices['findRule'];
}

/** One request and how it was answered. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

export interface FakeAtlas {
  /** What `--atlas-domain` of the operator takes. */
  readonly url: string;
  /** The project of that name; undefined until the operator has created it. */
  readonly project: (name: string) => Project | undefined;
  /** Every answered request, oldest first. */
  readonly requests: () => readonly Received[];
  /** `METHOD path` of every request that no route knows: there should be none. */
  readonly unknown: () => readonly string[];
  readonly fail: (fault: Fault) => void;
  /** Ends all faults. */
  readonly heal: () => void;
  /** Whether any project was given this cloud endpoint's id and has not refused it: what EC2 and ARM learn from Atlas. */
  readonly accepts: (id: string) => boolean;
  /** Whether any project was told of this forwarding rule: what Google Cloud learns from Atlas. */
  readonly acceptsRule: (rule: { readonly project: string; readonly name: string; readonly target: string }) => boolean;
  readonly close: () => Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** Starts the fake on loopback. Its behaviour is written down in atlas.md. */
export async function startAtlas(options: FakeAtlasOptions): Promise<FakeAtlas> {
  const { onService = () => undefined, findRule } = options;
  const organization = new Organization({ onService, ...(findRule === undefined ? {} : { findRule }) });
  const router = new Router(
    [
      projectRoutes,
      userRoutes,
      serverlessEndpointRoutes,
      serverlessRoutes,
      endpointServiceRoutes,
      clusterRoutes,
      flexRoutes,
    ].map((table) => table(organization)),
  );
  const faults = new Faults();
  const received: Received[] = [];
  const unknown: string[] = [];

  async function answer(method: string, url: string, body: unknown): Promise<unknown> {
    const path = url.split('?')[0] ?? '';
    const fault = faults.take(method, url);
    if (fault?.delayMs !== undefined) await options.clock.sleep(fault.delayMs);
    const error = fault === undefined ? undefined : errorOf(fault);
    if (error !== undefined && fault?.afterEffect !== true) throw error;
    const run = router.find(method, path, body);
    if (run === undefined) {
      unknown.push(`${method} ${path}`);
      throw unknownRequest(method, path);
    }
    const result = run();
    if (error !== undefined) throw error;
    return result;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    let body: unknown;
    const send = (status: number, result: unknown): void => {
      received.push({ method, path: url, status, body });
      // The SDK refuses a body without a JSON content type; an empty one is no body (atlas.md, "Wire").
      if (result === undefined) response.writeHead(204).end();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    };
    try {
      body = await bodyOf(request);
      const result = await answer(method, url, body);
      send(result === undefined ? 204 : method === 'POST' ? 201 : 200, result);
    } catch (error) {
      const known =
        error instanceof AtlasError
          ? error
          : new AtlasError(500, 'UNEXPECTED_ERROR', `the fake Atlas failed: ${String(error)}`);
      send(known.status, errorBody(known));
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    project: (name) => organization.named(name),
    requests: () => received,
    unknown: () => unknown,
    fail: (fault) => faults.add(fault),
    heal: () => faults.clear(),
    accepts: (id) => [...organization.projects.values()].some((project) => project.accepts(id)),
    acceptsRule: ({ project, name, target }) =>
      [...organization.projects.values()].some((each) => each.acceptsRule(project, name, target)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
