import type { AtlasDeployment, PrivateEndpointStrings } from '../api/deployment.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import { serverlessEndpoints } from '../sources/serverless/state.ts';

/** The three kinds of private connection string that the operator writes (v2.7.0:internal/controller/connectionsecret/ensuresecret.go). */
const keyPattern = /^connectionStringPrivate(Srv|Shard)?(\d*)$/;

/**
 * What counts as a connection string. Operators 1.7 to 2.13 turn an empty one into `//user:pass@`, and 1.6.0 does so with the
 * standard one of a serverless instance (fixed in v2.14.0, c461de406).
 */
const connectionString = /^mongodb(?:\+srv)?:\/\/[^@]+@[^/]+/;

/** The endpoint that a connection string belongs to, as far as the deployment's status shows. */
export interface StringOwner {
  /** The label of the source's endpoint with that id. */
  readonly label: string | undefined;
  readonly id: string;
  /** As Atlas spells it, if the status has it. */
  readonly region?: string | undefined;
}

/** One private connection string of a Secret. */
export interface PrivateString {
  readonly key: string;
  readonly value: string;
  readonly kind: '' | 'Srv' | 'Shard';
  /** The number at the end of the key; 0 for none. */
  readonly index: number;
  readonly owners: readonly StringOwner[];
}

/** A key that should contain a connection string but does not. */
export interface UnusableKey {
  readonly key: string;
  readonly reason: 'empty' | 'not a connection string';
}

/** The hosts of a connection string, in its order, without credentials. */
export function hosts(uri: string | undefined): string {
  const match = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(uri ?? '');
  return match?.[1]?.toLowerCase() ?? '';
}

function sameHosts(strings: readonly string[], entry: PrivateEndpointStrings): boolean {
  const listed = [entry.connectionString, entry.srvConnectionString, entry.srvShardOptimizedConnectionString].map(
    hosts,
  );
  return strings.some((value) => listed.includes(hosts(value)));
}

/**
 * The owners of each suffix number. Keys with the same number come from the same entry of status.connectionStrings.privateEndpoint.
 * The entry is found by its hosts: the number itself shifts when Atlas reorders its list or adds a peering string in front.
 */
function ownersOf(
  strings: readonly string[],
  deployment: AtlasDeployment | undefined,
  endpoints: readonly EndpointState[],
): readonly StringOwner[] {
  const entry = deployment?.status?.connectionStrings?.privateEndpoint?.find((candidate) =>
    sameHosts(strings, candidate),
  );
  if (deployment === undefined || entry === undefined) return [];
  return (entry.endpoints ?? []).flatMap(({ endpointId, region }) =>
    endpointId === undefined
      ? []
      : [
          {
            id: endpointId,
            ...(region === undefined ? {} : { region }),
            label: endpoints.find(({ linkedId, declaredId }) => (linkedId ?? declaredId) === endpointId)?.label,
          },
        ],
  );
}

/** Whether a string is that of a network peering, which is no endpoint's. */
export function isPeering({ status }: AtlasDeployment, { value }: PrivateString): boolean {
  const { private: plain, privateSrv } = status?.connectionStrings ?? {};
  return [plain, privateSrv].map(hosts).includes(hosts(value));
}

/**
 * The status of a dedicated deployment is older than the Secret if only the database user has been reconciled since. If one string has no
 * owner then and one available endpoint has no string, they belong together. A peering string belongs to no endpoint.
 */
function byElimination(
  strings: readonly PrivateString[],
  deployment: AtlasDeployment,
  endpoints: readonly EndpointState[],
): readonly PrivateString[] {
  if (deployment.spec?.serverlessSpec !== undefined) return strings;
  const unowned = new Set(
    strings.filter((each) => each.owners.length === 0 && !isPeering(deployment, each)).map(({ index }) => index),
  );
  const known = new Set(strings.flatMap(({ owners }) => owners.map(({ id }) => id)));
  const left = endpoints.filter(({ phase, declaredId }) => phase === 'Available' && !known.has(declaredId ?? ''));
  const [only] = left;
  if (unowned.size !== 1 || left.length !== 1 || only?.declaredId === undefined) return strings;
  const owner = { id: only.declaredId, label: only.label };
  return strings.map((each) => (unowned.has(each.index) ? { ...each, owners: [owner] } : each));
}

/**
 * The private connection strings in a Secret's decoded data, by suffix number, and the keys that contain none.
 * @param deployment shows which endpoint a string belongs to; without it, that is unknown
 * @param endpoints those of the deployment; a serverless one has them in its own spec
 */
export function privateStrings(
  data: Readonly<Record<string, string>>,
  deployment: AtlasDeployment | undefined,
  endpoints: readonly EndpointState[] = deployment === undefined ? [] : serverlessEndpoints(deployment),
): { readonly strings: readonly PrivateString[]; readonly degenerate: readonly UnusableKey[] } {
  const found = Object.entries(data).flatMap(([key, value]) => {
    const match = keyPattern.exec(key);
    return match === null
      ? []
      : [{ key, value, kind: (match[1] ?? '') as PrivateString['kind'], index: Number(match[2] || 0) }];
  });
  const order = ['', 'Srv', 'Shard'];
  found.sort((a, b) => a.index - b.index || order.indexOf(a.kind) - order.indexOf(b.kind));
  const usable = found.filter(({ value }) => connectionString.test(value));
  const owned = usable.map((item) => ({
    ...item,
    owners: ownersOf(
      usable.filter(({ index }) => index === item.index).map(({ value }) => value),
      deployment,
      endpoints,
    ),
  }));
  return {
    strings: deployment === undefined ? owned : byElimination(owned, deployment, endpoints),
    degenerate: found
      .filter(({ value }) => !connectionString.test(value))
      .map(({ key, value }) => ({ key, reason: value === '' ? 'empty' : 'not a connection string' })),
  };
}

/** Whether a value is a connection string. */
export function isConnectionString(value: string): boolean {
  return connectionString.test(value);
}

/** The string to use if only one is wanted: the SRV one, which survives a change of nodes, else the plain one. */
export function preferredString(strings: readonly PrivateString[]): PrivateString | undefined {
  return strings.find(({ kind }) => kind === 'Srv') ?? strings.find(({ kind }) => kind === '') ?? strings[0];
}
