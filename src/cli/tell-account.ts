import type { CloudProvider } from '../cloud/provider.ts';
import { escapeControl } from '../output/escape.ts';
import type { Context } from './context.ts';
import { onceEach } from './warn-once.ts';

/** Tells which account of a cloud is acted on. @param ids the cloud endpoints that are to be changed, where they are there already */
export type TellAccount = (account: CloudProvider, ids?: readonly string[]) => Promise<void>;

/**
 * How a command tells on stderr which account it is about to change, so that anyone who meant another one can still stop it. What is
 * the same for several endpoints is told once.
 */
export function accountTeller({ stderr }: Pick<Context, 'stderr'>): TellAccount {
  const tell = onceEach((text) => stderr.write(`${escapeControl(text)}\n`));
  return async (account, ids = []) => {
    const text = await account.identity(ids);
    if (text !== undefined) tell(text);
  };
}
