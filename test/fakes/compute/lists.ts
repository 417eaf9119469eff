import type { Call } from './call.ts';
import { invalidField } from './errors.ts';
import { predicateOf, type Row } from './filter.ts';
import { link } from './links.ts';
import { regions } from './regions.ts';

/** A kind of resource that can be listed. */
export interface Listed {
  /** Such as `compute#address`. */
  readonly kind: string;
  /** As in the path: `addresses`. */
  readonly collection: string;
  /** Fields that a filter may name. */
  readonly fields: readonly string[];
}

interface Page {
  readonly rows: readonly Row[];
  readonly next: { readonly nextPageToken?: string };
}

function maxResultsOf({ query, pageSize }: Call): number {
  const text = query.get('maxResults');
  if (text === null) return pageSize;
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 500)
    throw invalidField('maxResults', text, 'Must be between 0 and 500, inclusive.');
  return wanted === 0 ? pageSize : Math.min(wanted, pageSize);
}

const by = (field: string) => (a: Row, b: Row) => (String(a[field]) < String(b[field]) ? -1 : 1);

function sorted(rows: readonly Row[], orderBy: string | null): readonly Row[] {
  if (orderBy === null || orderBy === 'name') return rows.toSorted(by('name'));
  if (orderBy === 'creationTimestamp desc') return rows.toSorted(by('creationTimestamp')).toReversed();
  throw invalidField('orderBy', orderBy, 'Only name and creationTimestamp desc are supported.');
}

function pageOf(call: Call, listed: Listed, rows: readonly Row[]): Page {
  const { query } = call;
  const wanted = rows.filter(predicateOf(query.get('filter') ?? '', new Set(listed.fields)));
  const token = query.get('pageToken') ?? Buffer.from('0').toString('base64url');
  const from = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from)) throw invalidField('pageToken', token, 'Invalid page token.');
  const until = from + maxResultsOf(call);
  const next = Buffer.from(String(until)).toString('base64url');
  return {
    rows: sorted(wanted, query.get('orderBy')).slice(from, until),
    next: until < wanted.length ? { nextPageToken: next } : {},
  };
}

/** The list in one scope, such as `projects/shop-prod/regions/europe-west1`. A list without members has no `items`. */
export function listBody(call: Call, listed: Listed, scope: string, rows: readonly Row[]): unknown {
  const { rows: items, next } = pageOf(call, listed, rows);
  const id = `${scope}/${listed.collection}`;
  return {
    kind: `${listed.kind}List`,
    id,
    ...(items.length === 0 ? {} : { items }),
    ...next,
    selfLink: link(id),
  };
}

/** The list over all regions; each region without members says so. @param regionOfRow tells where a row belongs */
export function aggregatedBody(
  call: Call,
  listed: Listed,
  rows: readonly Row[],
  regionOfRow: (row: Row) => string,
): unknown {
  const page = pageOf(call, listed, rows);
  const id = `projects/${call.project.id}/aggregated/${listed.collection}`;
  const scopes = regions.map((region) => {
    const here = page.rows.filter((row) => regionOfRow(row) === region);
    return [`regions/${region}`, here.length > 0 ? { [listed.collection]: here } : { warning: nothing(region) }];
  });
  return {
    kind: `${listed.kind}AggregatedList`,
    id,
    items: Object.fromEntries(scopes),
    ...page.next,
    selfLink: link(id),
  };
}

function nothing(region: string): unknown {
  const scope = `regions/${region}`;
  return {
    code: 'NO_RESULTS_ON_PAGE',
    message: `There are no results for scope '${scope}' on this page.`,
    data: [{ key: 'scope', value: scope }],
  };
}
