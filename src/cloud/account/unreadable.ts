import { UserError } from '../../core/errors.ts';

/** An answer that lacks what the API documents, such as that of a proxy or an emulator in the cloud's place. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** What an SDK throws that takes an answer for what it is not. */
const mistaken = [UnreadableAnswer, TypeError, SyntaxError, RangeError, ReferenceError];

/** The error for an answer that cannot be read; undefined for any other. @param request such as `DescribeSubnets in us-east-1` */
export function unreadable(error: unknown, cloud: string, request: string): UserError | undefined {
  // Node's own have a code, as for a header that cannot be sent.
  if (!mistaken.some((kind) => error instanceof kind) || (error as { readonly code?: unknown }).code !== undefined)
    return undefined;
  const detail = error instanceof UnreadableAnswer ? `: ${error.message}` : '';
  return new UserError(`the answer to ${request} cannot be read, and does not look like one of ${cloud}${detail}`, {
    cause: error,
    hint: 'check that no proxy, sign-in page or emulator answers in its place',
  });
}

/** Members that are there, with those that are documented to be always there. */
export type With<T, K extends keyof T> = T & { readonly [N in K]-?: NonNullable<T[N]> };

/**
 * The things that an answer lists.
 * @param keys what each of them has to have
 * @throws UnreadableAnswer where one of them lacks it
 */
export function listed<T extends object, K extends keyof T & string>(
  items: readonly T[] | undefined,
  what: string,
  keys: readonly K[],
): With<T, K>[] {
  const lacks = (item: T, key: K): boolean => item[key] === undefined || item[key] === '';
  const isWhole = (item: T): item is With<T, K> => !keys.some((key) => lacks(item, key));
  return (items ?? []).map((item) => {
    const odd = Object.entries(item).find(([, value]) => Number.isNaN(value));
    if (odd !== undefined) throw new UnreadableAnswer(`${odd[0]} of ${what} is not a number`);
    if (!isWhole(item)) throw new UnreadableAnswer(`${what} lacks ${keys.find((key) => lacks(item, key)) ?? ''}`);
    return item;
  });
}
