import { Ec2Error, invalidValue } from './errors.ts';
import type { Filter, Query, Tags } from './query.ts';

/** How an action reads the value(s) of each filter that it knows; `tag:KEY` and `tag-key` come by themselves. */
export type Filterable<T> = Readonly<Record<string, (item: T) => string | readonly string[]>>;

/** EC2's wildcards: `*` is any run of characters, `?` is any one, a backslash takes the next one literally. */
function pattern(value: string): RegExp {
  const source = value.replace(/\\?[\s\S]/g, (piece) => {
    if (piece === '*') return '[\\s\\S]*';
    if (piece === '?') return '[\\s\\S]';
    return (piece.length === 2 ? piece.slice(1) : piece).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

function valuesOf<T extends { readonly tags: Tags }>(item: T, name: string, known: Filterable<T>): readonly string[] {
  const read = known[name];
  if (read !== undefined) return [read(item)].flat();
  if (name === 'tag-key') return [...item.tags.keys()];
  const value = item.tags.get(name.slice('tag:'.length));
  return value === undefined ? [] : [value];
}

/** The items that match every filter; a filter matches when any of its values does. @throws Ec2Error for an unknown filter */
export function select<T extends { readonly tags: Tags }>(
  items: readonly T[],
  filters: readonly Filter[],
  known: Filterable<T>,
): T[] {
  for (const { name } of filters) {
    // Checked even where there is nothing to filter: EC2 refuses the request, not the item.
    if (known[name] === undefined && name !== 'tag-key' && !name.startsWith('tag:'))
      throw invalidValue(`The filter '${name}' is invalid`);
  }
  return items.filter((item) =>
    filters.every(({ name, values }) => {
      const own = valuesOf(item, name, known);
      return values.map(pattern).some((wanted) => own.some((value) => wanted.test(value)));
    }),
  );
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** The page that MaxResults and NextToken ask for. `most` is what the action caps MaxResults at. @throws Ec2Error */
export function page<T>(query: Query, items: readonly T[], least: number, most: number): Page<T> {
  const wanted = query.number('MaxResults');
  if (wanted !== undefined && wanted < least) {
    throw invalidValue(
      `Value ( ${wanted} ) for parameter maxResults is invalid. Expecting a value greater than ${least - 1}.`,
    );
  }
  const token = query.text('NextToken');
  const start = token === undefined ? 0 : offsetIn(token);
  const end = start + Math.min(wanted ?? most, most);
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(`from:${end}`).toString('base64url') : undefined,
  };
}

function offsetIn(token: string): number {
  const offset = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw new Ec2Error('InvalidNextToken', `The token '${token}' is invalid`);
  return Number(offset);
}
