import assert from 'node:assert/strict';
import type { Rule } from '../fakes/apiserver/access.ts';
import type { ResourceDefinition } from '../fakes/apiserver/resources.ts';
import type { Answer, HttpsTools } from '../harness/https-tools.ts';

/** A Kubernetes API that the behaviours are tried on: the real one, or the sandbox's. It serves `widgets`. */
export interface Api {
  /** The administrator. */
  readonly admin: HttpsTools;
  /** Somebody without credentials. */
  readonly anonymous: HttpsTools;
  /** Somebody with a token that the server does not know. */
  readonly stranger: HttpsTools;
  /** Somebody who may do nothing but what the rules say. */
  person(this: void, name: string, rules: readonly Rule[]): Promise<HttpsTools>;
  /** Makes an empty namespace. @returns its name */
  namespace(this: void): Promise<string>;
  /** Forgets everything that is not current any more, as etcd does every five minutes. */
  compact(this: void): Promise<void>;
  /** Lets time pass. */
  pass(this: void, ms: number): Promise<void>;
  close(this: void): Promise<void>;
}

/** A custom resource that both serve from the same CRD. */
export const widgets: ResourceDefinition = {
  group: 'contract.example.com',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  singular: 'widget',
  shortNames: ['wd'],
  namespaced: true,
  statusSubresource: true,
};

export const jsonPatch = 'application/json-patch+json';
export const mergePatch = 'application/merge-patch+json';

/** The path of a namespace's widgets, or of one. */
export function widgetPath(namespace: string, name?: string): string {
  return `/apis/contract.example.com/v1/namespaces/${namespace}/widgets${name === undefined ? '' : `/${name}`}`;
}

export function secretPath(namespace: string, name?: string): string {
  return `/api/v1/namespaces/${namespace}/secrets${name === undefined ? '' : `/${name}`}`;
}

export function widget(name: string, labels: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  return {
    apiVersion: 'contract.example.com/v1',
    kind: 'Widget',
    metadata: { name, labels },
    spec: { size: 1, parts: [{ name: 'a' }] },
  };
}

/** An object as far as the behaviours look at it. */
export interface Seen {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly creationTimestamp?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly data?: unknown;
  readonly type?: string;
  readonly items?: readonly Seen[];
  readonly details?: { readonly uid?: string };
}

/** The object that a request was answered with. @throws AssertionError for any other status than the expected */
export function made({ status, body }: Answer, expected = 200): Seen {
  assert.equal(status, expected, JSON.stringify(body));
  return body as Seen;
}

/** The names in a list. */
export function names(answer: Answer): readonly (string | undefined)[] {
  return (made(answer).items ?? []).map(({ metadata }) => metadata.name);
}

/** Asserts that a request was refused with exactly this Status. */
export function refused(
  { status, body }: Answer,
  expected: { readonly code: number; readonly reason: string; readonly message: string; readonly details?: unknown },
): void {
  const { code, reason, message, details } = expected;
  assert.deepEqual(
    [status, body],
    [
      code,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message,
        reason,
        ...(details === undefined ? {} : { details }),
        code,
      },
    ],
  );
}

/** How a Status names a widget. */
export function named(name: string): { readonly name: string; readonly group: string; readonly kind: string } {
  return { name, group: 'contract.example.com', kind: 'widgets' };
}
