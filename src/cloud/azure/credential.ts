import {
  AzureCliCredential,
  ChainedTokenCredential,
  DefaultAzureCredential,
  EnvironmentCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import type { AzureEnvironment } from './environment.ts';

/**
 * Who calls: the person logged in with the Azure CLI, else the variables of a service principal (AZURE_CLIENT_ID and so on), else
 * the workload identity of a Pod. AZURE_TOKEN_CREDENTIALS chooses otherwise, as in every Azure SDK: dev, prod, or a credential's name
 * (learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains). Managed identity is not among the three: off
 * Azure its probe only costs time.
 */
export function credentialOf(
  environment: AzureEnvironment,
  subscription: string | undefined,
  chosen: string | undefined,
): TokenCredential {
  const { authority, ownAuthority } = environment;
  const options = { authorityHost: authority, disableInstanceDiscovery: ownAuthority };
  if (chosen !== undefined && chosen !== '') return new DefaultAzureCredential(options);
  return new ChainedTokenCredential(
    new AzureCliCredential(subscription === undefined ? {} : { subscription }),
    new EnvironmentCredential(options),
    new WorkloadIdentityCredential(options),
  );
}
