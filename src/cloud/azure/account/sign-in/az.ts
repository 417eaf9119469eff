import type { AccessToken, TokenCredential } from '@azure/identity';
import { CredentialUnavailableError, isProcessError, spawn } from '../../sdk.ts';
import { UserError } from '../../../../core/errors.ts';
import { endWithUs, leadsGroup } from '../../../../core/programs/end-with-us.ts';
import { outputOf } from '../../../../core/programs/output-of.ts';
import { messageOf } from '../../../account/errors.ts';
import { nonEmpty } from '../../../../core/outside-values.ts';

/** Why `az` gave no token. The chain of credentials then tries the next one. */
export class AzFailure extends CredentialUnavailableError {
  /** What `az` says on stderr; undefined where it is not installed. */
  readonly said: string | undefined;
  readonly subscription: string | undefined;

  constructor(message: string, said: string | undefined, subscription: string | undefined) {
    super(message);
    this.said = said;
    this.subscription = subscription;
  }
}

/** Whether `az` has something to say, rather than that it is missing or that nobody is logged in. */
export function isTelling({ said }: AzFailure): boolean {
  return said !== undefined && !isNobody(said);
}

/** The words of az for somebody who has never logged in (azure-cli-core, _profile.py, `_AZ_LOGIN_MESSAGE`). */
function isNobody(said: string): boolean {
  return /^(?:ERROR: )?Please run ['"]az login['"] to set ?up (?:the )?account\.?$/m.test(said);
}

/**
 * The token of whoever is logged in with the Azure CLI. The SDK's credential for this asks in the same way, and of what `az` says it keeps
 * neither the reason nor the command.
 * @param subscription the one whose tenant the token is for
 */
export function azCredential(env: NodeJS.ProcessEnv, subscription: string | undefined): TokenCredential {
  // On Windows `az` is a batch file, and the words become a part of a line for cmd.exe.
  if (subscription !== undefined && !/^[\w .()-]+$/.test(subscription)) {
    throw new UserError(`the subscription "${subscription}" is neither an id nor a name`, {
      hint: 'check AZURE_SUBSCRIPTION_ID',
    });
  }
  return {
    async getToken(scopes) {
      const resource = [scopes].flat()[0]?.replace(/\/\.default$/, '') ?? '';
      const scope = subscription === undefined ? [] : ['--subscription', subscription];
      const args = ['account', 'get-access-token', '--output', 'json', '--resource', resource, ...scope];
      let said: string | undefined;
      try {
        // Not in the current folder, in which Windows would look for `az` first.
        const cwd = process.platform === 'win32' ? (env['SystemRoot'] ?? 'C:\\Windows') : '/';
        const detached = leadsGroup(false);
        const child = spawn('az', args, { env, cwd, detached, allowWindowsBatchFiles: true });
        endWithUs(child, detached);
        const { stdout, stderr, code } = await outputOf(child);
        if (code === 0) return tokenIn(stdout);
        said = nonEmpty(stderr.trim()) ?? `az failed with exit code ${String(code)}`;
      } catch (error) {
        throw failureOf(error, subscription);
      }
      throw failureSaying(said, subscription);
    },
  };
}

function failureOf(error: unknown, subscription: string | undefined): AzFailure {
  if (isProcessError(error) && error.code === 'ENOENT')
    return new AzFailure('the Azure CLI (az) is not installed.', undefined, subscription);
  return failureSaying(messageOf(error), subscription);
}

function failureSaying(said: string, subscription: string | undefined): AzFailure {
  if (isNobody(said)) return new AzFailure('Nobody is logged in with the Azure CLI.', said, subscription);
  return new AzFailure(said, said, subscription);
}

/** @throws Error for anything but a token */
function tokenIn(stdout: string): AccessToken {
  const answer = JSON.parse(stdout) as {
    readonly accessToken?: unknown;
    readonly expires_on?: unknown;
    readonly expiresOn?: unknown;
  };
  const token = nonEmpty(answer.accessToken);
  // Versions before 2.54 give only the local time.
  const seconds = Number(answer.expires_on);
  const expiresOnTimestamp = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(answer.expiresOn));
  if (token === undefined || Number.isNaN(expiresOnTimestamp)) throw new Error('az printed no token');
  return { token, expiresOnTimestamp };
}
