import type { IdentityPool, ServiceAccount, User } from './accounts.ts';
import { TOKEN_URI } from './oauth.ts';

/** The files that `GOOGLE_APPLICATION_CREDENTIALS` names, as Google's own tools write them. */

const SUBJECT_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

export function serviceAccountFile({ email, project, keyId, privateKeyPem }: ServiceAccount): object {
  return {
    type: 'service_account',
    project_id: project,
    private_key_id: keyId,
    private_key: privateKeyPem,
    client_email: email,
    client_id: '100000000000000000001',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: TOKEN_URI,
    universe_domain: 'googleapis.com',
  };
}

/** What `gcloud auth application-default login` leaves behind. */
export function userFile({ clientId, clientSecret, refreshToken }: User, quotaProject?: string): object {
  return {
    type: 'authorized_user',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
    ...(quotaProject === undefined ? {} : { quota_project_id: quotaProject }),
    universe_domain: 'googleapis.com',
  };
}

/**
 * Workload identity federation. It is the one kind of file that can name other addresses than Google's for the exchange, for the
 * impersonation and for the look-up of the project.
 * @param url the fake's address
 * @param tokenFile the file in which the other issuer's token is
 * @param email the service account that is impersonated; none when left out
 */
export function federatedFile(url: string, pool: IdentityPool, tokenFile: string, email?: string): object {
  return {
    type: 'external_account',
    universe_domain: 'googleapis.com',
    audience: pool.audience,
    subject_token_type: SUBJECT_TOKEN_TYPE,
    token_url: `${url}/v1/token`,
    cloud_resource_manager_url: `${url}/v1/projects/`,
    credential_source: { file: tokenFile, format: { type: 'text' } },
    ...(email === undefined
      ? {}
      : {
          service_account_impersonation_url: `${url}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
        }),
  };
}

/** What `gcloud auth application-default login --impersonate-service-account` leaves behind. */
export function impersonatingFile(source: object, email: string): object {
  return {
    type: 'impersonated_service_account',
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    delegates: [],
    source_credentials: source,
  };
}
