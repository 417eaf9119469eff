import { UserError } from '../../core/errors.ts';
import type { ExecEntry, UserEntry } from './entries.ts';

/**
 * Refuses a kubeconfig user that kubectl refuses before anything is sent (client-go tools/clientcmd/validation.go, validateAuthInfo).
 * @throws UserError in kubectl's words
 */
export function refuseIncomplete(user: UserEntry, name: string): void {
  const reason = lacking(user, name);
  if (reason === undefined) return;
  throw new UserError(reason, { hint: ['look at it with: ', { kubectl: ['config', 'view', '--minify'] }] });
}

function lacking(user: UserEntry, name: string): string | undefined {
  const given = (data: keyof UserEntry, file: keyof UserEntry): boolean => Boolean(user[data]) || Boolean(user[file]);
  if (given('client-certificate-data', 'client-certificate') && !given('client-key-data', 'client-key'))
    return `client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`;
  if (user.exec === undefined) return undefined;
  if (user['auth-provider'] !== undefined)
    return `authProvider cannot be provided in combination with an exec plugin for ${name}`;
  const missing = lackingInExec(user.exec);
  if (missing !== undefined) return `${missing} must be specified for ${name} to use exec authentication plugin`;
  const { interactiveMode: mode } = user.exec;
  return mode === undefined || ['Never', 'IfAvailable', 'Always'].includes(mode)
    ? undefined
    : `invalid interactiveMode for ${name}: ${JSON.stringify(mode)}`;
}

/** Only v1beta1 has a default for interactiveMode (client-go tools/clientcmd/api/v1/defaults.go). */
function lackingInExec({ command, apiVersion = '', env = [], interactiveMode = '' }: ExecEntry): string | undefined {
  if (command === '') return 'command';
  if (apiVersion === '') return 'apiVersion';
  if (env.some(({ name }) => name === '')) return 'env variable name';
  return interactiveMode === '' && apiVersion.endsWith('/v1') ? 'interactiveMode' : undefined;
}
