/** The licences of what may be shipped in a binary under Apache-2.0: all of them permissive, and their texts are in the notices. */
const shippable: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Whether something under this licence, an SPDX expression, may be shipped. Of several that one may choose from, one has to be. */
export function isShippable(license: string): boolean {
  return license
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((each) => shippable.has(each));
}
