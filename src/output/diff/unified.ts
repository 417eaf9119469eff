import { FILE_HEADERS_ONLY, createTwoFilesPatch } from 'diff';

/** Lines around each difference, as `diff -u` has them. */
const CONTEXT = 3;

/**
 * Two texts as `diff -u -N` compares them; empty where they are the same. Importing this file loads the library.
 * @param names what stands for the two files in the head
 */
export function unifiedDiff(
  [before, after]: readonly [before: string, after: string],
  [left, right]: readonly [left: string, right: string],
): string {
  if (before === after) return '';
  return createTwoFilesPatch(left, right, before, after, undefined, undefined, {
    context: CONTEXT,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
