import type { STSClient } from '@aws-sdk/client-sts';
import { fromHttp, fromInstanceMetadata, fromLoginCredentials, fromSSO } from '../../sdk.ts';
import { anyOf } from '../../../../core/any-of.ts';
import { UserError } from '../../../../core/errors.ts';
import { signInError } from '../sign-in/errors.ts';
import type { Ask } from '../sign-in/mfa.ts';
import { logInHint } from '../refusals/advice.ts';
import type { AwsHttp } from '../network/handler.ts';
import { type SessionKeys, askProcess } from './credential-process.ts';
import { sourceOfRole } from './role-source.ts';
import { assumeRole, assumeRoleWithToken } from './roles.ts';
import { asksInstance } from './settings.ts';
import { type Setup, filled, settingsOf } from './setup.ts';
import type { CredentialSource } from './source.ts';

/** What is needed to load credentials. */
export interface Loading {
  readonly setup: Setup;
  /** An STS client with these credentials, to assume a role. */
  readonly sts: (credentials: () => Promise<SessionKeys>) => STSClient;
  readonly ask: Ask;
  /** What sends the requests for an SSO or a login. */
  readonly requestHandler: AwsHttp;
}

/**
 * Loads the credentials of a source.
 * @param passed the profiles whose roles are assumed with them
 * @throws UserError, or the AWS SDK's error for a container
 */
export async function load(
  source: CredentialSource,
  loading: Loading,
  passed: readonly string[] = [],
): Promise<SessionKeys> {
  const { setup, sts, ask, requestHandler } = loading;
  switch (source.from) {
    case 'environment':
    case 'keys': {
      const { sessionToken, ...keys } = source.keys;
      return sessionToken === undefined ? keys : { ...keys, sessionToken };
    }
    case 'role': {
      const { profile } = source;
      const credentials = (): Promise<SessionKeys> =>
        load(sourceOfRole(setup, profile, passed), loading, [...passed, profile]);
      return assumeRole(sts(credentials), profile, settingsOf(setup, profile), { ask, env: setup.env });
    }
    case 'web-identity':
      // The token authenticates the request, which is not signed.
      return assumeRoleWithToken(
        sts(() => nobody(setup)),
        source.token,
      );
    case 'process':
      return askProcess(source.profile, source.command, ask !== undefined);
    case 'sso':
    case 'login': {
      const options = { profile: source.profile, clientConfig: { requestHandler } };
      try {
        return await (source.from === 'sso' ? fromSSO(options)() : fromLoginCredentials(options)());
      } catch (error) {
        throw signInError(error, source, requestHandler.failure);
      }
    }
    case 'container':
      return askContainer(setup);
    case 'instance':
      return askInstance(setup);
  }
}

function askContainer({ env }: Setup): Promise<SessionKeys> {
  const [relative, full] = ['RELATIVE', 'FULL'].map((kind) => filled(env, `AWS_CONTAINER_CREDENTIALS_${kind}_URI`));
  return fromHttp(
    relative === undefined
      ? { awsContainerCredentialsFullUri: full ?? '' }
      : { awsContainerCredentialsRelativeUri: relative },
  )();
}

async function askInstance(setup: Setup): Promise<SessionKeys> {
  if (!asksInstance(setup.env)) return nobody(setup);
  try {
    return await fromInstanceMetadata()();
  } catch (error) {
    return nobody(setup, error);
  }
}

/** @throws UserError: nothing provides credentials */
function nobody({ env, namedBy, profile }: Setup, cause?: unknown): never {
  const where = namedBy === undefined ? '' : ` for profile ${profile}`;
  const places = ['the AWS files', ...(asksInstance(env) ? ['the instance metadata'] : [])];
  if (namedBy !== '--profile') places.unshift('the environment');
  throw new UserError(`no AWS credentials found${where}: none in ${anyOf(places)}`, {
    cause,
    hint: logInHint(namedBy === '--profile' ? profile : undefined),
  });
}
