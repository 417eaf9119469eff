import { UserError } from '../../../core/errors.ts';
import { firstLine, isUnreachable, text } from '../../account/errors.ts';

interface AzureFailure {
  readonly code: string;
  readonly message: string;
}

/**
 * The code and message of what the SDK threw. A long-running operation that fails is a plain Error whose text holds them:
 * `The long-running operation has failed. CODE. MESSAGE` (@azure/core-lro, poller/operation.ts). Of a refusal with details the
 * innermost one says what is wrong.
 */
function failureOf(error: unknown): AzureFailure {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const operation = /^The long-running operation has failed\. ([A-Za-z]+)\. ([^]*)$/.exec(error.message);
  if (operation !== null) return { code: operation[1] ?? '', message: operation[2] ?? '' };
  const body = 'details' in error && typeof error.details === 'object' ? error.details : undefined;
  const told =
    body !== null && body !== undefined && 'error' in body ? (body.error as Record<string, unknown>) : undefined;
  const code = text(told?.['code']) ?? ('code' in error ? text(error.code) : undefined) ?? error.name;
  return { code, message: text(told?.['message']) ?? error.message };
}

/** The HTTP status of a refusal. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : undefined;
}

/** True when Azure says that there is no such resource, and not that there is no such subscription. */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404 && !failureOf(error).code.includes('Subscription');
}

/** True when the caller may not do this. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === 403;
}

const rights =
  'the role Network Contributor on the resource group and on the virtual network has the rights that are needed';
const checkIds = 'check --subnet, --resource-group and --subscription, and that `az account show` is the right account';

/** Codes with advice of their own (learn.microsoft.com/troubleshoot/azure/virtual-network, private endpoint creation failed). */
const advice: Record<string, string> = {
  AuthorizationFailed: rights,
  LinkedAuthorizationFailed: `${rights}; on the subnet it is Microsoft.Network/virtualNetworks/subnets/join/action`,
  ResourceGroupNotFound: 'check --resource-group and --subscription: list the groups with az group list -o table',
  ResourceNotFound: checkIds,
  SubscriptionNotFound: 'check --subscription: list yours with az account list -o table',
  InvalidSubscriptionId: 'check --subscription: list yours with az account list -o table',
  InvalidResourceReference: checkIds,
  SubnetNotFound: checkIds,
  NotFound: checkIds,
  PrivateEndpointAlreadyExists: 'choose another name with --private-endpoint-name',
  PrivateEndpointCreationNotAllowedAsSubnetIsDelegated: 'choose a subnet that is not delegated to a service',
  PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled:
    'switch the policies off for the subnet: az network vnet subnet update --ids SUBNET_ID --private-endpoint-network-policies Disabled',
  InvalidPrivateLinkServiceId: 'Azure sometimes does not know a new service at once: run the same command again',
  PrivateLinkServiceIdNotValid: 'Azure sometimes does not know a new service at once: run the same command again',
  RetryableError: 'run the same command again',
  ConflictError: 'run the same command again',
  PreconditionFailed: 'something else is being changed on the other side: run the same command again in a minute',
  AnotherOperationInProgress:
    'something else is being changed in the virtual network: run the same command again in a minute',
  SubnetIsFull: 'the subnet has no free address: choose another one',
  PrivateEndpointsPerSubscriptionLimitReached: 'delete an unused private endpoint, or ask Azure to raise the quota',
  PrivateEndpointsPerVnetLimitReached: 'delete an unused private endpoint of the virtual network',
  MissingSubscriptionRegistration: 'register the provider: az provider register -n Microsoft.Network',
  SubscriptionNotRegistered: 'register the provider: az provider register -n Microsoft.Network',
  RequestDisallowedByPolicy:
    'a policy of the organization refuses it: give the tags it asks for with --tag, or another --resource-group',
  ScopeLocked: 'list the locks with: az lock list -o table; whoever set the lock has to delete it first',
  TooManyRequests: 'Azure throttles this account: wait a minute, then run the same command again',
  ExpiredAuthenticationToken: 'log in again with: az login',
  InvalidAuthenticationToken: 'log in again with: az login',
  InvalidAuthenticationTokenTenant: 'the subscription is of another tenant: az login --tenant TENANT',
  InvalidApiVersionParameter: 'this Azure is older than the API version 2024-05-01 of Microsoft.Network',
  NoRegisteredProviderFound:
    'this Azure, or this region, does not have the API version 2024-05-01 of Microsoft.Network',
};

function messageIn(body: string | undefined): string | undefined {
  try {
    return text((JSON.parse(body ?? '') as { error?: { message?: unknown } }).error?.message);
  } catch {
    return undefined;
  }
}

interface Where {
  /** What was being done, such as `list the private endpoints`. */
  readonly action: string;
  /** The Resource Manager's URL. */
  readonly endpoint: string;
  /** The refusal as it came over the wire, where it is known. */
  readonly body?: string | undefined;
  /** What to type for a code without advice of its own. */
  readonly nextCommand?: string | undefined;
}

/** Says in one sentence what Azure refused, in Azure's own words, and what to do. */
export function azureError(error: unknown, { action, endpoint, body, nextCommand }: Where): UserError {
  if (error instanceof UserError) return error;
  const failure = failureOf(error);
  const { code } = failure;
  const message = messageIn(body) ?? failure.message;
  const refused = credentialError(error, message);
  if (refused !== undefined) return refused;
  if (isUnreachable(code, ['REQUEST_SEND_ERROR'])) {
    return new UserError(`cannot reach ${endpoint}: ${firstLine(message)}`, {
      cause: error,
      hint: 'check the network, --azure-cloud and AZURE_RESOURCE_MANAGER_ENDPOINT',
    });
  }
  const hint = advice[code] ?? (nextCommand === undefined ? undefined : `look at it with: ${nextCommand}`);
  return new UserError(`Azure refused to ${action}: ${firstLine(message)} (${code})`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The errors of @azure/identity, which are told apart by name; undefined for any other. */
function credentialError(error: unknown, message: string): UserError | undefined {
  const name = error instanceof Error ? error.name : '';
  if (name === 'CredentialUnavailableError' || name === 'AggregateAuthenticationError') {
    return new UserError(`no Azure credentials found: ${reasons(message)}`, {
      cause: error,
      hint: 'log in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
    });
  }
  if (name === 'AuthenticationError' || name === 'AuthenticationRequiredError') {
    return new UserError(`Azure refused the credentials: ${signInRefusal(message)}`, {
      cause: error,
      hint: 'log in again with `az login`, or check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
    });
  }
  return undefined;
}

/** The directory's own words, which @azure/identity puts below "More details:". */
function signInRefusal(message: string): string {
  const details = message.split(/More details:\s*/).at(-1) ?? message;
  return firstLine(/AADSTS\d+: .*/.exec(details)?.[0] ?? details).replace(/ Trace ID: .*$/, '');
}

/** What each credential of the chain said, without the SDK's advice on itself. */
function reasons(message: string): string {
  const told = message
    .split(/\r?\n/)
    .map((line) => /(?:CredentialUnavailableError|AuthenticationRequiredError): (.*)$/.exec(line)?.[1])
    .filter((line) => line !== undefined);
  return (told.length === 0 ? [firstLine(message)] : told)
    .map((line) => line.replace(/ (?:To troubleshoot|No underlying).*$/, ''))
    .join(' ');
}
