import { createVerify } from 'node:crypto';
import type { Accounts } from './accounts.ts';
import { OAuthError } from './oauth-error.ts';
import { CLOUD_SCOPE, LASTS, type Tokens } from './tokens.ts';

/** What the endpoint is called by the files that name it, and in the audience of an assertion, wherever it is served. */
export const TOKEN_URI = 'https://oauth2.googleapis.com/token';

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly scope?: string;
  readonly iat?: number;
  readonly exp?: number;
}

function invalid(description: string): OAuthError {
  return new OAuthError(400, 'invalid_grant', description);
}

/** The claims of an assertion that a service account's key has signed. @throws OAuthError */
function verified(assertion: string, accounts: Accounts): Required<Pick<Claims, 'iss' | 'scope'>> {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as Claims;
  const { iss = '', aud, scope = '', iat = 0, exp = 0 } = claims;
  const account = accounts.services.get(iss);
  if (account === undefined) throw invalid('Invalid grant: account not found');
  const check = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!check.verify(account.publicKeyPem, signature, 'base64url')) throw invalid('Invalid JWT Signature.');
  if (aud !== TOKEN_URI) throw invalid(`Failed audience check. The right audience is ${TOKEN_URI}`);
  if (exp <= iat || exp - iat > 3_600)
    throw invalid(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  if (scope === '') throw new OAuthError(400, 'invalid_scope', 'Empty or missing scope not allowed.');
  return { iss, scope };
}

/** A token for an assertion of a service account, or for the refresh token of a person. @throws OAuthError */
export function exchange(form: URLSearchParams, accounts: Accounts, tokens: Tokens): unknown {
  const answer = (principal: string, scopes: readonly string[]): unknown => ({
    access_token: tokens.issue(principal, scopes),
    expires_in: LASTS,
    token_type: 'Bearer',
  });
  switch (form.get('grant_type') ?? '') {
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
      const { iss, scope } = verified(form.get('assertion') ?? '', accounts);
      return answer(iss, scope.split(' '));
    }
    case 'refresh_token': {
      const user = accounts.users.find(({ refreshToken }) => refreshToken === form.get('refresh_token'));
      if (user === undefined) throw invalid('Token has been expired or revoked.');
      if (user.clientId !== form.get('client_id') || user.clientSecret !== form.get('client_secret'))
        throw new OAuthError(401, 'invalid_client', 'The OAuth client was not found.');
      return answer(user.email, [CLOUD_SCOPE]);
    }
    default:
      throw new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type')}`);
  }
}
