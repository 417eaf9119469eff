import type { Hint, ShellCommand } from '../../../../core/next-command.ts';
import { UserError } from '../../../../core/errors.ts';
import { azCommand } from '../../command.ts';
import { AzFailure, isTelling } from './az.ts';

/** The failure of `az` behind an error of @azure/identity, if it tells more than that nobody is logged in. */
export function failureOfAz(error: unknown): AzFailure | undefined {
  const all: readonly unknown[] =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [error];
  return all.find((each): each is AzFailure => each instanceof AzFailure && isTelling(each));
}

/** The error for an `az` that gives no token: its own words, and its own command. */
export function azError(failure: AzFailure): UserError {
  const { said = '', subscription } = failure;
  const reason = reasonIn(said);
  const login = loginIn(said);
  if (/^Subscription .* not found/.test(reason)) {
    return new UserError(`az does not know the subscription ${subscription ?? ''}: ${reason}`, {
      cause: failure,
      hint: listSubscriptions,
    });
  }
  return new UserError(`az returned no token: ${reason}`, {
    cause: failure,
    hint: ['log in with: ', login ?? azCommand('login')],
  });
}

/** How to find the right one of several subscriptions, and of several tenants. */
export const listSubscriptions: Hint = [
  'check --subscription; list those that az knows with: ',
  azCommand('account list', ['--all', '-o', 'table']),
  '  log in to the tenant of another one with: ',
  azCommand('login', ['--tenant', { placeholder: 'TENANT' }]),
];

/** What `az` says is wrong, without its warnings, its advice and the ids of the request. */
function reasonIn(said: string): string {
  const lines = said.split(/\r?\n/).filter((line) => !/^(?:WARNING|INFO|DEBUG):/.test(line));
  const end = lines.findIndex((line) =>
    /^(?:Interactive authentication is needed|Run the command below|To re-authenticate|az log(?:in|out)\b)/.test(line),
  );
  return (end === -1 ? lines : lines.slice(0, end))
    .join(' ')
    .replace(/^ERROR:\s*/, '')
    .replace(/\s*Trace ID: .*$/, '')
    .trim();
}

/** The `az login` that `az` says to run; undefined if it says none with an option. */
function loginIn(said: string): ShellCommand | undefined {
  const line = said.split(/\r?\n/).findLast((each) => /^\s*az login\b/.test(each));
  if (line === undefined) return undefined;
  const words = [...line.trim().matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, two, bare]) => one ?? two ?? bare ?? '',
  );
  return { shell: words };
}
