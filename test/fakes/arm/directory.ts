/** The answer of one request to the directory. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** The service principal that the fake knows. */
export const principal = {
  tenant: '99999999-8888-4777-8666-555555555555',
  client: '12121212-3434-4565-8787-909090909090',
  secret: 'sandbox',
} as const;

/** Who a token is for: its audience is what the Resource Manager checks. */
export function tokenFor(scope: string): string {
  return `token-for.${Buffer.from(scope).toString('base64url')}`;
}

/** The scope that a token was given for; undefined for a token that was not given here. */
export function scopeOf(authorization: string | undefined): string | undefined {
  const encoded = /^Bearer token-for\.(.+)$/.exec(authorization ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64url').toString();
}

const refused = (error: string, description: string): Reply => ({
  status: 401,
  body: { error, error_description: `${description} Trace ID: 0 Correlation ID: 0`, error_codes: [7000215] },
});

/** Microsoft Entra ID as far as a client-credentials sign-in goes: the metadata, and the token for a secret or an assertion. */
export function directory(method: string, url: string, path: string, form: URLSearchParams): Reply | undefined {
  const [, tenant = '', rest = ''] = /^\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (method === 'GET' && rest === '/v2.0/.well-known/openid-configuration') {
    return {
      status: 200,
      body: {
        issuer: `${url}/${tenant}/v2.0`,
        authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
        end_session_endpoint: `${url}/${tenant}/oauth2/v2.0/logout`,
        jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
      },
    };
  }
  if (method !== 'POST' || rest !== '/oauth2/v2.0/token') return undefined;
  if (tenant !== principal.tenant) return refused('invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
  if (form.get('client_id') !== principal.client)
    return refused(
      'unauthorized_client',
      `AADSTS700016: Application with identifier '${form.get('client_id')}' was not found.`,
    );
  const proven = form.get('client_secret') === principal.secret || form.get('client_assertion') === principal.secret;
  if (!proven) return refused('invalid_client', 'AADSTS7000215: Invalid client secret provided.');
  const scope = (form.get('scope') ?? '').split(' ').find((one) => one.endsWith('/.default')) ?? '';
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: tokenFor(scope) },
  };
}
