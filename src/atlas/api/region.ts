/** The letters and the digits from 2 on, sorted (operator v1.6.0:pkg/api/v1/status/privateendpoint.go, TransformRegionToID; the same up to v2.15.1). */
function fuzzy(region: string): string {
  const letters = region
    .toLowerCase()
    .replaceAll(/(north|south|west|east)ern/g, '$1')
    .replaceAll(/[^a-z2-9]+/g, '');
  return Array.from(letters).sort().join('');
}

/** Whether the operator takes two spellings for the same region. */
export function isSameRegion(a: string, b: string): boolean {
  return fuzzy(a) === fuzzy(b);
}
