import { UserError } from '../../../core/errors.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';

/**
 * Sorts rows by a field of what `-o json` prints of each, as `kubectl get --sort-by` does. Rows without the field come first.
 * @param field a JSONPath expression such as `{.phase}`; the braces and the dot may be omitted
 * @throws UserError for a malformed expression, or a field that no row has
 */
export async function sortRows(rows: readonly EndpointRow[], field: string): Promise<readonly EndpointRow[]> {
  const { JsonPath } = await import('../../../output/jsonpath/jsonpath.ts');
  const byNumber = new Intl.Collator('en', { numeric: true });
  const path = new JsonPath(field.startsWith('{') ? field : `{.${field.replace(/^\./, '')}}`);
  const keyed = rows.map((row) => ({ row, key: keyOf(path, row) }));
  if (rows.length > 0 && keyed.every(({ key }) => key === undefined)) {
    const fields = [...new Set(rows.flatMap(({ view }) => Object.keys(view)))];
    throw new UserError(`couldn't find any field with path "${field}" in the list of endpoints`, {
      hint: `they have: ${fields.join(', ')}`,
    });
  }
  return keyed.toSorted((a, b) => byNumber.compare(a.key ?? '', b.key ?? '')).map(({ row }) => row);
}

function keyOf(path: { find(data: unknown): readonly (readonly unknown[])[] }, row: EndpointRow): string | undefined {
  try {
    const [value] = path.find(row.view).flat();
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    // JSONPath throws for a field that is not there.
    return undefined;
  }
}
