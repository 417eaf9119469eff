import type { ObjectRequest } from './requests.ts';
import { groupVersion, isBuiltIn } from './resources.ts';
import { fieldSelector, labelSelector } from './selectors.ts';
import { badRequest, pageExpired } from './statuses.ts';
import type { Store, Stored } from './store.ts';

/** Where a list goes on: the version that all its pages are of, and the last key of the page before. */
interface Token {
  readonly v: string;
  /** -1 for the newest, whatever happened between the pages. */
  readonly rv: number;
  readonly start: string;
}

/** Whether an object is in a request's selection. @throws StatusError 400 for a selector that cannot be read */
export function selection({ namespace, query }: ObjectRequest): (object: Stored) => boolean {
  const labels = labelSelector(query.get('labelSelector') ?? undefined);
  const fields = fieldSelector(query.get('fieldSelector') ?? undefined);
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    labels(object.metadata.labels) &&
    fields(object);
}

function keyOf({ metadata }: Stored): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decode(text: string): Token {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
  } catch (error) {
    throw badRequest(`invalid continue token: continue key is not valid: ${(error as Error).message}`);
  }
}

/** A list, or a page of one: every page shows the objects as they were at the first. @throws StatusError 400, 410 */
export function list(store: Store, request: ObjectRequest): unknown {
  const { definition, query } = request;
  const selects = selection(request);
  const text = query.get('continue') ?? '';
  const token = text === '' ? undefined : decode(text);
  const version = token === undefined || token.rv < 0 ? store.resourceVersion() : token.rv;
  if (token !== undefined && version < store.compacted) throw pageExpired(encode({ ...token, rv: -1 }));
  const all = store
    .at(definition.plural, version)
    .filter(selects)
    .filter((object) => token === undefined || `${keyOf(object)}\0` > token.start);
  const limit = Number(query.get('limit') ?? 0);
  const items = limit > 0 ? all.slice(0, limit) : all;
  const [rest, last] = [all.length - items.length, items.at(-1)];
  const next =
    rest > 0 && last !== undefined ? encode({ v: 'meta.k8s.io/v1', rv: version, start: `${keyOf(last)}\0` }) : '';
  // How many are left is not counted where a selector leaves some out.
  const selective = ['labelSelector', 'fieldSelector'].some((name) => (query.get(name) ?? '') !== '');
  return {
    kind: `${definition.kind}List`,
    apiVersion: groupVersion(definition),
    metadata: {
      resourceVersion: String(version),
      // A list of custom objects is written without types, so an empty token is not left out.
      ...(next === '' && isBuiltIn(definition) ? {} : { continue: next }),
      ...(next === '' || selective ? {} : { remainingItemCount: rest }),
    },
    items: isBuiltIn(definition) ? items.map(({ kind: _kind, apiVersion: _version, ...item }) => item) : items,
  };
}
