import { ComputeError } from '../errors.ts';
import type { Permissions } from '../permissions.ts';
import { CLOUD_SCOPE, type Token, type Tokens } from './tokens.ts';

const permission = 'iam.serviceAccounts.getAccessToken';

/** The project of a service account's address. */
const projectOf = (email: string): string => /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? '';

/** `generateAccessToken` of a service account, for somebody who may impersonate it. @throws ComputeError */
export function impersonate(
  email: string,
  caller: Token,
  body: { readonly scope?: readonly string[]; readonly lifetime?: string },
  { tokens, permissions }: { readonly tokens: Tokens; readonly permissions: Permissions },
): unknown {
  if (!caller.scopes.includes(CLOUD_SCOPE) && !caller.scopes.includes('https://www.googleapis.com/auth/iam'))
    throw new ComputeError(403, 'forbidden', 'Request had insufficient authentication scopes.', {
      rpcStatus: 'PERMISSION_DENIED',
    });
  if (!permissions.has(permission, projectOf(email))) {
    const message = `Permission '${permission}' denied on resource (or it may not exist).`;
    throw new ComputeError(403, 'forbidden', message, {
      rpcStatus: 'PERMISSION_DENIED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'IAM_PERMISSION_DENIED',
          domain: 'iam.googleapis.com',
          metadata: { permission },
        },
      ],
    });
  }
  const seconds = Number((body.lifetime ?? '3600s').replace('s', ''));
  return {
    accessToken: tokens.issue(email, body.scope ?? []),
    // In the machine's time, which is what the libraries compare it with.
    expireTime: new Date(Date.now() + seconds * 1_000).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}
