import { GetCallerIdentityCommand, STSClient } from '../../sdk.ts';
import { unlessAborted } from '../../../../core/abort.ts';
import { accountText, patienceForCredentials } from '../../../account/account-text.ts';
import type { CloudSettings } from '../../../provider.ts';
import { logged } from '../../../account/request-log.ts';
import type { AwsSession } from './session.ts';
import type { CredentialSource } from './source.ts';

/** Milliseconds to wait for AWS to name the account, at the most. In a network without a route to STS the request is never answered. */
const PATIENCE_MS = 5_000;

/** What a request is sent with. */
type Asking = Pick<CloudSettings, 'log' | 'retries'>;

/**
 * The account that a session acts on, as text. Anyone with valid credentials may ask for it, and no permission is required
 * (docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
 * @param regions the regions in which the session acts; none if that is not known yet
 * @returns undefined without credentials: the next request reports that in full
 */
export async function callerText(
  session: AwsSession,
  regions: readonly string[],
  settings: Asking,
): Promise<string | undefined> {
  const [asked = 'us-east-1'] = regions;
  try {
    await unlessAborted(patienceForCredentials(settings.retries), session.credentials(asked));
  } catch {
    return undefined;
  }
  const account = await accountOf(session, asked, settings);
  return accountText({ account: `AWS account ${account ?? 'unknown'}`, by: sourceText(session.source), regions });
}

/** The numbers of the accounts that were asked for, by session: a command for many regions acts on the same account in all of them. */
const known = new WeakMap<AwsSession, Promise<string | undefined>>();

/** The account's number; undefined if AWS does not return it, in which case it is asked for again. */
async function accountOf(session: AwsSession, region: string, asking: Asking): Promise<string | undefined> {
  const asked = known.get(session) ?? askFor(session, region, asking);
  known.set(session, asked);
  const account = await asked;
  if (account === undefined) known.delete(session);
  return account;
}

async function askFor(session: AwsSession, region: string, { log, retries }: Asking): Promise<string | undefined> {
  const client = new STSClient({ ...session.clientSettings('sts', region), maxAttempts: 2 });
  try {
    const patience = AbortSignal.timeout(retries.patienceMs(PATIENCE_MS));
    const abortSignal = AbortSignal.any([patience, retries.time.signal]);
    const answer = await logged(log, `sts GetCallerIdentity ${region}`, () =>
      client.send(new GetCallerIdentityCommand({}), { abortSignal }),
    );
    return answer.Account;
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}

function sourceText(source: CredentialSource): string {
  switch (source.from) {
    case 'environment':
      return 'credentials from AWS_ACCESS_KEY_ID';
    case 'web-identity':
      return source.token.byEnvironment ? 'credentials from AWS_WEB_IDENTITY_TOKEN_FILE' : `profile ${source.profile}`;
    case 'container':
      return 'credentials of the container';
    case 'instance':
      return 'credentials of the EC2 instance';
    case 'keys':
    case 'role':
    case 'process':
    case 'sso':
    case 'login':
      return `profile ${source.profile}`;
  }
}
