import { UserError } from '../../../core/errors.ts';
import type { Hint, ShellCommand } from '../../../core/next-command.ts';
import type { Passing } from '../../../core/retries/retries.ts';
import { retryAfterMs } from '../../../core/retries/retry-after.ts';
import { passingFailure } from '../../account/passing.ts';
import { type CloudFailure, codeOf, firstLine, isUnconnected, messageOf, refusal } from '../../account/errors.ts';
import { connectionFailure, isUntrusted } from '../../account/network/failure.ts';
import { unreadable } from '../../account/unreadable.ts';
import { listSubscriptions } from './sign-in/az-errors.ts';
import { signInError, trust, unansweredSignIn } from './sign-in/errors.ts';
import { azCommand } from '../command.ts';
import { nonEmpty, ownValue } from '../../../core/outside-values.ts';

/** What the SDK says of a long-running operation that ended as Failed (@azure/core-lro, poller/operation.ts). */
const failedOperation = /^The long-running operation has failed\. ([A-Za-z]+)\. ([^]*)$/;

/** What it says of an operation whose status is no text (@azure/core-lro, http/operation.ts). */
const oddStatus = /Expected status to have a string value/;

/**
 * The code and message of what the SDK threw. A long-running operation that fails is a plain Error whose text holds them:
 * `The long-running operation has failed. CODE. MESSAGE` (@azure/core-lro, poller/operation.ts). Of a refusal with details the
 * innermost one says what is wrong.
 */
function failureOf(error: unknown): CloudFailure {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const operation = failedOperation.exec(error.message);
  if (operation !== null) return { code: operation[1] ?? '', message: operation[2] ?? '' };
  const body = 'details' in error && typeof error.details === 'object' ? error.details : undefined;
  const found =
    body !== null && body !== undefined && 'error' in body ? (body.error as Record<string, unknown>) : undefined;
  const code = nonEmpty(found?.['code']) ?? ('code' in error ? nonEmpty(error.code) : undefined) ?? error.name;
  return { code, message: nonEmpty(found?.['message']) ?? messageOf(error) };
}

/** The HTTP status of a refusal. */
function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Codes of a refusal that passes, whatever its status: of Microsoft.Network 409, 412 and 429 (the troubleshooting page below). */
const passing: ReadonlySet<string> = new Set([
  'AnotherOperationInProgress',
  'Conflict',
  'ConflictError',
  'InternalServerError',
  'OperationPreempted',
  'PreconditionFailed',
  'ReferencedResourceNotProvisioned',
  'RetryableError',
  'ServerTimeout',
  'TooManyRequests',
]);

/** Whether the same request may succeed in a moment. */
export function passingError(error: unknown): Passing | undefined {
  const signIn = unansweredSignIn(error);
  if (isUntrusted(error)) return undefined;
  if (signIn !== undefined) return { reached: !signIn.includes('network') && !isUnconnected(codeOf(error)) };
  const afterMs = retryAfterMs(headerOf(error, 'retry-after'));
  return passingFailure({ error, status: statusOf(error), known: passing.has(failureOf(error).code), afterMs });
}

/** Whether a long-running operation that was accepted has failed for a reason that passes; undefined for any other error. */
export function passingOperation(error: unknown): { readonly code: string; readonly passing: Passing } | undefined {
  if (!(error instanceof Error) || !failedOperation.test(error.message)) return undefined;
  const { code } = failureOf(error);
  return passing.has(code) ? { code, passing: { reached: true } } : undefined;
}

/** A header of the answer behind an error. */
function headerOf(error: unknown, name: string): unknown {
  const headers = error instanceof Error && 'headers' in error ? error.headers : undefined;
  return (headers as { readonly get?: (name: string) => unknown } | undefined)?.get?.(name);
}

/** True if Azure says that there is no such resource, rather than no such subscription. */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404 && !failureOf(error).code.includes('Subscription');
}

/** True if the caller lacks permission. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === 403;
}

const rights = 'the role Network Contributor on the resource group and on the virtual network grants what is needed';
/** Network Contributor has nothing of Microsoft.Compute (learn.microsoft.com/azure/role-based-access-control/built-in-roles/networking). */
const rightsOfNodes = "the role Reader on the resource group of the cluster's nodes grants what is needed";
const checkIds: Hint = [
  'check --subnet, --resource-group and --subscription, and that this is the right account: ',
  azCommand('account show'),
];
const logInAgain: Hint = ['log in again with: ', azCommand('login')];

/** Codes with advice of their own (learn.microsoft.com/troubleshoot/azure/virtual-network, private endpoint creation failed). */
const advice: Record<string, Hint> = {
  AuthorizationFailed: rights,
  LinkedAuthorizationFailed: `${rights}; on the subnet it is Microsoft.Network/virtualNetworks/subnets/join/action`,
  ResourceNotFound: checkIds,
  SubscriptionNotFound: listSubscriptions,
  InvalidSubscriptionId: listSubscriptions,
  InvalidResourceReference: checkIds,
  SubnetNotFound: checkIds,
  NotFound: checkIds,
  PrivateEndpointAlreadyExists: 'choose another name with --private-endpoint-name',
  PrivateEndpointCreationNotAllowedAsSubnetIsDelegated: 'choose a subnet that is not delegated to a service',
  PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled: [
    'switch the policies off for the subnet: ',
    azCommand('network vnet subnet update', [
      '--ids',
      { placeholder: 'SUBNET_ID' },
      '--private-endpoint-network-policies',
      'Disabled',
    ]),
  ],
  PrivateIPAddressIsAllocated: 'another resource has this address: choose another one with --private-ip-address',
  PrivateIPAddressInReservedRange: 'choose another address with --private-ip-address',
  PrivateIPAddressNotInSubnet: 'choose an address of the subnet with --private-ip-address',
  InvalidPrivateLinkServiceId: 'Azure can take a while to recognize a new service: run the same command again',
  PrivateLinkServiceIdNotValid: 'Azure can take a while to recognize a new service: run the same command again',
  RetryableError: 'run the same command again',
  ConflictError: 'run the same command again',
  PreconditionFailed: 'something else is being changed on the other side: run the same command again in a minute',
  AnotherOperationInProgress:
    'something else is being changed in the virtual network: run the same command again in a minute',
  SubnetIsFull: 'the subnet has no free address: choose another one',
  PrivateEndpointsPerSubscriptionLimitReached: 'delete an unused private endpoint, or ask Azure to raise the quota',
  PrivateEndpointsPerVnetLimitReached: 'delete an unused private endpoint of the virtual network',
  RequestDisallowedByPolicy:
    'an Azure policy refuses it: add the tags that it requires with --tag, or use another --resource-group',
  TooManyRequests: 'Azure is throttling this account: wait a minute, then run the same command again',
  ExpiredAuthenticationToken: logInAgain,
  InvalidAuthenticationToken: logInAgain,
  InvalidApiVersionParameter: 'this Azure is older than the API version 2024-05-01 of Microsoft.Network',
  NoRegisteredProviderFound:
    'this Azure, or this region, does not have the API version 2024-05-01 of Microsoft.Network',
};

function registerProvider(subscription: string | undefined): Hint {
  return ['register the provider with: ', azCommand('provider register', ['-n', 'Microsoft.Network'], subscription)];
}

/** Codes whose advice is a command that acts in the subscription of the request. */
const adviceIn: Record<string, (subscription: string | undefined) => Hint> = {
  ResourceGroupNotFound: (subscription) => [
    'check --resource-group and --subscription; list the groups with: ',
    azCommand('group list', ['-o', 'table'], subscription),
  ],
  MissingSubscriptionRegistration: registerProvider,
  SubscriptionNotRegistered: registerProvider,
  ScopeLocked: (subscription) => [
    'list the locks with: ',
    azCommand('lock list', ['-o', 'table'], subscription),
    '  and have whoever set the lock delete it first',
  ],
};

/**
 * What to do about a token of another tenant than the subscription's, which the message names: "The access token is from the wrong issuer
 * 'https://sts.windows.net/A/'. It must match the tenant 'https://sts.windows.net/B/' associated with this subscription."
 */
function otherTenant(code: string, message: string): Hint | undefined {
  if (code !== 'InvalidAuthenticationTokenTenant') return undefined;
  const tenant = /must match (?:one of )?the tenants? 'https:\/\/[^/]+\/([^/']+)/.exec(message)?.[1];
  return [
    'the subscription belongs to another tenant; log in to that one with: ',
    azCommand('login', ['--tenant', tenant ?? { placeholder: 'TENANT' }]),
    ...(tenant === undefined ? [] : [`  or set AZURE_TENANT_ID=${tenant} for a service principal`]),
  ];
}

function messageIn(body: string | undefined): string | undefined {
  try {
    return nonEmpty((JSON.parse(body ?? '') as { error?: { message?: unknown } }).error?.message);
  } catch {
    return undefined;
  }
}

interface Where {
  /** What was being done, such as `list the private endpoints`. */
  readonly action: string;
  readonly subscription: string;
  /** The Resource Manager's URL. */
  readonly endpoint: string;
  /** The refusal as it came over the wire, if it is known. */
  readonly body?: string | undefined;
  /** The command that shows the object, for a code without advice of its own. */
  readonly nextCommand?: ShellCommand | undefined;
}

/** The error for a refusal of Azure: one sentence in Azure's own words, and what to do. */
export function azureError(error: unknown, where: Where): UserError {
  if (error instanceof UserError) return error;
  const { action, endpoint, subscription, nextCommand } = where;
  const failure = failureOf(error);
  const { code } = failure;
  const message = messageIn(where.body) ?? failure.message;
  const refused = signInError(error, message);
  if (refused !== undefined) return refused;
  const unreached =
    statusOf(error) === undefined
      ? connectionFailure(error, {
          what: endpoint,
          hint: 'check the network, --azure-cloud and AZURE_RESOURCE_MANAGER_ENDPOINT',
          trust,
          codes: ['REQUEST_SEND_ERROR'],
        })
      : undefined;
  if (unreached !== undefined) return unreached;
  const odd = unreadable(oddStatus.test(message) ? new TypeError(message) : error, 'Azure', `the request to ${action}`);
  if (odd !== undefined) return odd;
  const ofNodes = code === 'AuthorizationFailed' && /perform action 'Microsoft\.Compute\//i.test(message);
  const hint =
    (ofNodes ? rightsOfNodes : otherTenant(code, message)) ??
    ownValue(advice, code) ??
    ownValue(adviceIn, code)?.(subscription);
  return refusal(`Azure refused to ${action}: ${firstLine(message)} (${code})`, error, hint, nextCommand);
}
