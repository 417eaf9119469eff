import { AtlasError } from './errors.ts';

/** A JSON object, unchecked: what the operator posts is stored and echoed as it is. */
export type Json = Record<string, unknown>;

/** A text of a body; empty where it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One request, as a handler sees it. */
export interface Call {
  /** The value of a `{name}` of the route. */
  readonly param: (name: string) => string;
  /** The JSON body; an empty object when there was none. */
  readonly body: Json;
  /** The JSON body where it is a list. */
  readonly items: readonly Json[];
}

/** What a handler answers: a body, or undefined for 204. */
export type Handler = (call: Call) => unknown;

/** Handlers by `METHOD path`, where the path begins after the version: `GET groups/{gid}/serverless/{name}`. */
export type Routes = Readonly<Record<string, Handler>>;

/** A page with everything in it: `totalCount` is what ends the paging of the SDK (atlas.md, "Wire"). */
export function page(results: readonly unknown[]): Json {
  return { results, totalCount: results.length };
}

/** The path after `/api/atlas/v1.0`, `v1.5` or `v2`, in raw segments: an Azure id has slashes, which are escaped in it. */
function segmentsOf(rawPath: string): readonly string[] | undefined {
  const rest = /^\/+api\/atlas\/v(?:1\.0|1\.5|2)\/(.*)$/.exec(rawPath)?.[1];
  return rest?.split('/').filter((segment) => segment !== '');
}

interface Compiled {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handler: Handler;
}

/** Finds the handler of a request. */
export class Router {
  readonly #routes: readonly Compiled[];

  constructor(tables: readonly Routes[]) {
    this.#routes = tables.flatMap((table) =>
      Object.entries(table).map(([key, handler]) => {
        const [method = '', path = ''] = key.split(' ');
        return { method, handler, segments: path.split('/') };
      }),
    );
  }

  /** @returns undefined for a request that the fake does not know */
  find(method: string, rawPath: string, body: unknown): (() => unknown) | undefined {
    const segments = segmentsOf(rawPath);
    if (segments === undefined) return undefined;
    for (const route of this.#routes) {
      if (route.method !== method) continue;
      const params = match(route.segments, segments);
      if (params === undefined) continue;
      const call: Call = {
        param: (name) => params.get(name) ?? '',
        body: Array.isArray(body) || typeof body !== 'object' || body === null ? {} : (body as Json),
        items: Array.isArray(body) ? (body as Json[]) : [],
      };
      return () => route.handler(call);
    }
    return undefined;
  }
}

/** A fixed word wins over a parameter because it stands first in its table. */
function match(pattern: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, word] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (word.startsWith('{')) params.set(word.slice(1, -1), decodeURIComponent(segment));
    else if (word !== segment) return undefined;
  }
  return params;
}

/** The answer to what the fake does not know: loud, so that a test sees it. */
export function unknownRequest(method: string, rawPath: string): AtlasError {
  return new AtlasError(500, 'UNEXPECTED_ERROR', `the fake Atlas does not know ${method} ${rawPath}`);
}
