import { UserError } from '../../../../core/errors.ts';
import { awsCommand } from '../../command.ts';
import type { SessionKeys } from '../identity/credential-process.ts';
import type { Settings } from '../identity/ini.ts';
import { cachedSession } from './role-cache.ts';

/** Asks the user for a line; undefined without a terminal. */
export type Ask = ((question: string) => Promise<string>) | undefined;

/** What is known where a role is assumed. */
export interface Desk {
  readonly ask: Ask;
  readonly env: NodeJS.ProcessEnv;
}

/** The session of a role that requires a code: one that `aws` has already been given a code for, or a new code. */
export async function mfaOf(
  { ask, env }: Desk,
  profile: string,
  settings: Settings,
): Promise<{ readonly session: SessionKeys } | { readonly serial: string; readonly code: string }> {
  const serial = settings.get('mfa_serial') ?? '';
  const session = await cachedSession(settings, env);
  if (session !== undefined) return { session };
  if (ask === undefined) {
    throw new UserError(
      `the role of the AWS profile ${profile} requires an MFA code, and there is no terminal to ask for it`,
      {
        hint: [
          'set the variables that the following command prints, then repeat this one without --profile: ',
          awsCommand('configure export-credentials', { profile }, ['--format', 'env']),
        ],
      },
    );
  }
  const code = (await ask(`Enter MFA code for ${serial}: `)).trim();
  if (/^\d{6}$/.test(code)) return { serial, code };
  throw new UserError(`the MFA code for ${serial} has six digits`, {
    hint: 'run the same command again, and enter it',
  });
}
