import type { Accounts } from './accounts.ts';
import { OAuthError } from './oauth-error.ts';
import { LASTS, type Tokens } from './tokens.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** Workload identity federation: the token of another issuer for one of Google's. @throws OAuthError */
export function federate(form: URLSearchParams, accounts: Accounts, tokens: Tokens): unknown {
  if (form.get('grant_type') !== GRANT || form.get('requested_token_type') !== ACCESS_TOKEN)
    throw new OAuthError(400, 'invalid_request', 'Invalid value for "grant_type" or "requested_token_type".');
  const pool = accounts.pools.find(({ audience }) => audience === form.get('audience'));
  if (pool === undefined) {
    const description = 'The target service indicated by the "audience" parameters is invalid.';
    throw new OAuthError(400, 'invalid_target', description);
  }
  if (form.get('subject_token')?.trim() !== pool.subjectToken)
    throw new OAuthError(400, 'invalid_grant', 'The provided credential is not valid for this identity pool.');
  const parent = pool.audience.replace('//', 'principal://').replace(/\/providers\/.*$/, '');
  return {
    access_token: tokens.issue(`${parent}/subject/${pool.subject}`, (form.get('scope') ?? '').split(' ')),
    issued_token_type: ACCESS_TOKEN,
    token_type: 'Bearer',
    expires_in: LASTS,
  };
}
