import type { CloudProvider } from '../cloud/provider.ts';
import { printLine } from '../output/escape.ts';
import type { Context } from './context.ts';
import { warnOnce } from './warn-once.ts';

/** Prints the cloud account that is about to be changed. @param ids the existing cloud endpoints that will be changed */
export type TellAccount = (account: CloudProvider, ids?: readonly string[]) => Promise<void>;

/**
 * How a command prints on stderr which account it is about to change, so that a user who meant another one can stop it. Several endpoints in
 * one account print it once.
 */
export function accountTeller({ stderr }: Pick<Context, 'stderr'>): TellAccount {
  const print = warnOnce((text) => printLine(stderr, text));
  return async (account, ids = []) => {
    const text = await account.identity(ids);
    if (text !== undefined) print(text);
  };
}
