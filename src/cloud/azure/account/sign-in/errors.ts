import { UserError } from '../../../../core/errors.ts';
import { firstLine } from '../../../account/errors.ts';
import { connectionFailure } from '../../../account/network/failure.ts';
import { azCommand } from '../../command.ts';
import { azError, failureOfAz } from './az-errors.ts';

/**
 * The code of a sign-in that the directory did not answer as it should; undefined for any other error. Of a connection that breaks, and of a
 * status, @azure/identity keeps nothing but MSAL's code in the text (@azure/msal-common, error/ClientAuthErrorCodes).
 */
export function unansweredSignIn(error: unknown): string | undefined {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  if (!/^(Authentication(Required)?Error|CredentialUnavailableError|AggregateAuthenticationError)$/.test(name))
    return undefined;
  return /\b(network_error|endpoints_resolution_error|openid_config_error|(?:get|post)_request_failed|request_timeout|server_unavailable|temporarily_unavailable|service_unavailable)\b/.exec(
    message,
  )?.[1];
}

/** What makes `az`, and this program, trust a certificate. */
export const trust = 'if a proxy inspects TLS, name a file with its CA in REQUESTS_CA_BUNDLE, which az reads too';

/** The error for one of @azure/identity's, which are distinguished by name; undefined for any other. */
export function signInError(error: unknown, message: string): UserError | undefined {
  const name = error instanceof Error ? error.name : '';
  const signIn = unansweredSignIn(error);
  if (signIn !== undefined) {
    const unreached = connectionFailure(error, {
      what: 'the Azure sign-in directory',
      hint: 'check the network, --azure-cloud and AZURE_AUTHORITY_HOST',
      trust,
      codes: ['REQUEST_SEND_ERROR'],
    });
    if (unreached !== undefined) return unreached;
    return new UserError(`cannot sign in to Azure: its directory does not answer (${signIn})`, {
      cause: error,
      hint: 'check the network, --azure-cloud and AZURE_AUTHORITY_HOST',
    });
  }
  const ofAz = failureOfAz(error);
  if (ofAz !== undefined) return azError(ofAz);
  if (name === 'CredentialUnavailableError' || name === 'AggregateAuthenticationError') {
    return new UserError(`no Azure credentials found: ${reasons(message)}`, {
      cause: error,
      hint: ['set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or log in with: ', azCommand('login')],
    });
  }
  if (name === 'AuthenticationError' || name === 'AuthenticationRequiredError') {
    return new UserError(`Azure refused the credentials: ${signInRefusal(message)}`, {
      cause: error,
      hint: [
        'check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or log in again with: ',
        azCommand('login'),
      ],
    });
  }
  return undefined;
}

/** The directory's own message, which @azure/identity appends after "More details:". */
function signInRefusal(message: string): string {
  const details = message.split(/More details:\s*/).at(-1) ?? message;
  return firstLine(/AADSTS\d+: .*/.exec(details)?.[0] ?? details).replace(/ Trace ID: .*$/, '');
}

/** The message of each credential in the chain, without the SDK's own advice. */
function reasons(message: string): string {
  const found = message
    .split(/\r?\n/)
    .map((line) => /(?:CredentialUnavailableError|AuthenticationRequiredError): (.*)$/.exec(line)?.[1])
    .filter((line) => line !== undefined);
  return (found.length === 0 ? [firstLine(message)] : found)
    .map((line) => line.replace(/ (?:To troubleshoot|No underlying).*$/, ''))
    .join(' ');
}
