import type { Delays } from './delays.ts';
import type { FailureRule } from './failures.ts';
import type { Google, Project } from './model.ts';
import type { Permissions } from './permissions.ts';

/** A JSON object of a request, unchecked. */
export type Json = Readonly<Record<string, unknown>>;

/** One request to Compute Engine, after its token and the failures on demand were seen to. */
export interface Call {
  readonly google: Google;
  readonly permissions: Permissions;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly now: number;
  readonly delays: Delays;
  /** The project in the path. */
  readonly project: Project;
  /** The value of a `{parameter}` of the route. */
  readonly param: (name: string) => string;
  /** The address of whoever asks. */
  readonly user: string;
  /** Set when the operation that this starts is to fail. */
  readonly failure: FailureRule | undefined;
  readonly pageSize: number;
  /** Sleeps on the fake's clock, in the background. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** What a route answers: a body, or one that comes later while the connection is held open. */
export type Answer = { readonly body: unknown } | { readonly later: () => Promise<unknown> };

/** Answers a request. @throws ComputeError */
export type Handler = (call: Call) => Answer;
