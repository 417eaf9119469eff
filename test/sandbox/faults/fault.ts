import type { Sandbox } from '../sandbox.ts';

/** The healthy worlds that something is broken in. */
export type Base = 'aws' | 'azure' | 'gcp' | 'serverless';

/** One thing that is broken, and that the check of its code finds. */
export interface Fault {
  /** The code of the check, and where it has several, which of them after a dash: `PE510-moved`. */
  readonly code: string;
  readonly base: Base;
  /** What is looked at; the deployment when left out. */
  readonly name?: string;
  /** What its check finds where nothing is broken: that something deserves thought, or may not be read. */
  readonly verdict?: 'warning' | 'unknown';
  /** What else is found then, each with its result: `PE114 warning`. */
  readonly beside?: readonly string[];
  readonly break: (sandbox: Sandbox) => void;
  /** What mends it where no command can be printed that does. */
  readonly mend?: (sandbox: Sandbox) => void;
}

type Json = Record<string, unknown>;

/** Changes the spec, the status or the metadata of an object of namespace default. */
export function edit(
  sandbox: Sandbox,
  plural: string,
  name: string,
  change: (object: Json) => void,
  namespace = 'default',
): void {
  sandbox.kubernetes.store.edit(plural, namespace, name, change);
}

export function editStatus(sandbox: Sandbox, plural: string, name: string, change: (status: Json) => void): void {
  const into = (object: Json): void => change((object['status'] ??= {}) as Json);
  sandbox.kubernetes.store.edit(plural, 'default', name, into, 'status');
}

export function memberOf(object: Json, member: string): Json {
  return (object[member] ??= {}) as Json;
}

/** A node of the cluster. */
export function addNodeObject(sandbox: Sandbox, name: string, providerID: string, region: string): void {
  const labels = { 'topology.kubernetes.io/region': region };
  sandbox.kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { providerID } });
}

/** The name of the AtlasPrivateEndpoint of each base. */
export const sourceNames: Readonly<Record<Base, string>> = {
  aws: 'orders-us-east-1',
  azure: 'shop-eu',
  gcp: 'shop-gcp',
  serverless: 'orders',
};
