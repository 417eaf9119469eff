import { UserError } from '../../core/errors.ts';
import type { UserEntry } from './entries.ts';

/** Whom the --as flags name. */
export interface ImpersonationFlags {
  readonly as?: string | undefined;
  readonly asUid?: string | undefined;
  readonly asGroups?: readonly string[];
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The impersonation headers (client-go transport/round_trippers.go, impersonatingRoundTripper). A flag overrides the same key of the
 * kubeconfig user.
 * @throws UserError for groups, a UID or extras without a user
 */
export function impersonationHeaders(
  flags: ImpersonationFlags,
  user: UserEntry,
): Readonly<Record<string, string | string[]>> {
  const name = flags.as ?? user.as ?? '';
  const uid = flags.asUid ?? user['as-uid'] ?? '';
  const groups = flags.asGroups !== undefined && flags.asGroups.length > 0 ? flags.asGroups : (user['as-groups'] ?? []);
  const extra = { ...user['as-user-extra'], ...flags.asUserExtra };
  const extras = Object.entries(extra).map(([key, values]): [string, string[]] => [
    `Impersonate-Extra-${escapeKey(key)}`,
    [...values],
  ]);
  if (name === '') {
    if (uid === '' && groups.length === 0 && extras.length === 0) return {};
    throw new UserError('requesting uid, groups or user-extra without impersonating a user', {
      hint: 'name the user with --as',
    });
  }
  return {
    'Impersonate-User': name,
    ...(uid === '' ? {} : { 'Impersonate-Uid': uid }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': [...groups] }),
    ...Object.fromEntries(extras),
  };
}

/** Characters that a header's name cannot contain are percent-encoded (client-go transport/round_trippers.go, headerKeyEscape). */
function escapeKey(key: string): string {
  return [...Buffer.from(key)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
