/** What is used of the Azure SDK, loaded with the account. The executable keeps it as a script of its own (build/bundling/library-scripts.ts). */
export { NetworkManagementClient } from '@azure/arm-network';
export { isProcessError, spawn } from '@azure/core-process';
export {
  ChainedTokenCredential,
  CredentialUnavailableError,
  DefaultAzureCredential,
  EnvironmentCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
