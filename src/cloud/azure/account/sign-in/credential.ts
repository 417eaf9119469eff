import type { TokenCredential } from '@azure/identity';
import {
  ChainedTokenCredential,
  DefaultAzureCredential,
  EnvironmentCredential,
  WorkloadIdentityCredential,
} from '../../sdk.ts';
import { UserError } from '../../../../core/errors.ts';
import { firstLine, messageOf } from '../../../account/errors.ts';
import type { Way } from '../../../account/network/way.ts';
import type { AzureEnvironment } from '../../environment.ts';
import { onItsWay } from '../network.ts';
import { azCredential } from './az.ts';

/**
 * Who calls: the person logged in with the Azure CLI, else the variables of a service principal (AZURE_CLIENT_ID and so on), else
 * the workload identity of a Pod. AZURE_TOKEN_CREDENTIALS chooses otherwise, as in every Azure SDK: dev, prod, or a credential's name
 * (learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains). Managed identity is not among the three: off
 * Azure its probe only costs time.
 */
export function credentialOf(caller: Caller): TokenCredential {
  let current: TokenCredential | undefined = chain(caller);
  return {
    async getToken(scopes, options) {
      current ??= chain(caller);
      try {
        return await current.getToken(scopes, options);
      } catch (error) {
        // MSAL answers a sign-in that has failed once with the same failure for a minute, without asking the directory.
        current = undefined;
        // Of a connection that fails it keeps a code of its own.
        if (error instanceof Error) error.cause ??= caller.way.failure;
        throw error;
      }
    },
  };
}

/** What determines who calls. */
interface Caller {
  readonly environment: AzureEnvironment;
  readonly subscription: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly way: Way;
}

function chain({ environment, subscription, env, way }: Caller): TokenCredential {
  const { authority, ownAuthority } = environment;
  const chosen = env['AZURE_TOKEN_CREDENTIALS'];
  const options: SignInOptions = {
    authorityHost: authority,
    disableInstanceDiscovery: ownAuthority,
    // Whoever asks for a token sends the whole request again.
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: onItsWay(way), position: 'perRetry' }],
  };
  if (chosen?.toLowerCase() === 'azureclicredential') return azCredential(env, subscription);
  if (chosen !== undefined && chosen !== '') return chosenCredential(chosen, options);
  return new ChainedTokenCredential(
    azCredential(env, subscription),
    new EnvironmentCredential(options),
    ...workloadIdentity(options, env),
  );
}

interface SignInOptions {
  readonly authorityHost: string;
  readonly disableInstanceDiscovery: boolean;
  readonly retryOptions: { readonly maxRetries: number };
  readonly additionalPolicies: { policy: ReturnType<typeof onItsWay>; position: 'perRetry' }[];
}

/** The credential of a Pod; none where one of its variables is missing, for which its constructor would throw. */
function workloadIdentity(
  options: SignInOptions,
  {
    AZURE_CLIENT_ID: clientId,
    AZURE_TENANT_ID: tenantId,
    AZURE_FEDERATED_TOKEN_FILE: tokenFilePath,
  }: Readonly<Record<string, string | undefined>>,
): readonly TokenCredential[] {
  if (!clientId || !tenantId || !tokenFilePath) return [];
  return [new WorkloadIdentityCredential({ ...options, clientId, tenantId, tokenFilePath })];
}

function chosenCredential(chosen: string, options: SignInOptions): TokenCredential {
  try {
    return new DefaultAzureCredential(options);
  } catch (error) {
    throw new UserError(`AZURE_TOKEN_CREDENTIALS=${chosen} cannot be used: ${firstLine(messageOf(error))}`, {
      cause: error,
      hint: 'unset it to use, in this order: the Azure CLI, the variables of a service principal, workload identity',
    });
  }
}
