import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sameId } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { homeFolder } from '../../core/home.ts';
import { ownValue } from '../../core/outside-values.ts';

/** The Azure cloud, and the addresses of its parts. */
export interface AzureEnvironment {
  readonly name: string;
  /** The Resource Manager's URL. */
  readonly endpoint: string;
  /** The audience of tokens. */
  readonly audience: string;
  /** The URL of the directory that issues tokens. */
  readonly authority: string;
  /** True for a directory that is not Microsoft's, which cannot be looked up in Microsoft's list of directories. */
  readonly ownAuthority: boolean;
  /** The default subscription. */
  readonly subscription: string | undefined;
}

/** From learn.microsoft.com/azure/developer/identity/national-cloud, with the names of `az cloud list`. */
const clouds: Readonly<Record<string, Pick<AzureEnvironment, 'endpoint' | 'authority'>>> = {
  AzureCloud: { endpoint: 'https://management.azure.com', authority: 'https://login.microsoftonline.com' },
  AzureUSGovernment: {
    endpoint: 'https://management.usgovcloudapi.net',
    authority: 'https://login.microsoftonline.us',
  },
  AzureChinaCloud: { endpoint: 'https://management.chinacloudapi.cn', authority: 'https://login.chinacloudapi.cn' },
};

/** @throws UserError for a cloud that Azure does not have */
export function checkCloudName(name: string): void {
  if (ownValue(clouds, name) !== undefined) return;
  throw new UserError(`invalid value "${name}" for --azure-cloud`, {
    hint: `it is one of ${Object.keys(clouds).join(', ')}; for another one set AZURE_RESOURCE_MANAGER_ENDPOINT and AZURE_AUTHORITY_HOST`,
  });
}

interface Subscription {
  readonly id?: string;
  readonly name?: string;
  readonly isDefault?: boolean;
  readonly environmentName?: string;
}

/** The subscriptions that the Azure CLI has seen: it keeps them in azureProfile.json, which starts with a byte order mark. */
function knownToCli(env: NodeJS.ProcessEnv): readonly Subscription[] {
  const folder = env['AZURE_CONFIG_DIR'] ?? join(homeFolder(env), '.azure');
  try {
    const text = readFileSync(join(folder, 'azureProfile.json'), 'utf8').replace(/^\uFEFF/, '');
    return (JSON.parse(text) as { subscriptions?: Subscription[] }).subscriptions ?? [];
  } catch {
    // Nobody has logged in with the CLI, or its file has another form: nothing is known.
    return [];
  }
}

/** The name of a subscription, if the Azure CLI has seen it. */
export function subscriptionName(id: string, env: NodeJS.ProcessEnv): string | undefined {
  return knownToCli(env).find((each) => each.id !== undefined && sameId(each.id, id))?.name;
}

/**
 * The environment that the flags, the variables and the Azure CLI's own choice describe, in this order. AZURE_CLOUD_NAME is the
 * CLI's variable for it; the other two are for clouds other than Microsoft's three: AZURE_RESOURCE_MANAGER_ENDPOINT (with
 * AZURE_RESOURCE_MANAGER_AUDIENCE if tokens need another audience) and AZURE_AUTHORITY_HOST, which @azure/identity reads too.
 * @throws UserError for an unknown cloud, or a URL that is not https
 */
export function environmentOf(
  flags: { readonly azureCloud?: string | undefined },
  env: NodeJS.ProcessEnv,
): AzureEnvironment {
  // The subscription that `az account set` selected.
  const cli = knownToCli(env).find(({ isDefault }) => isDefault);
  const name = flags.azureCloud ?? env['AZURE_CLOUD_NAME'] ?? cli?.environmentName ?? 'AzureCloud';
  const own = env['AZURE_RESOURCE_MANAGER_ENDPOINT'];
  if (own === undefined) checkCloudName(name);
  const known = ownValue(clouds, name);
  const endpoint = https('AZURE_RESOURCE_MANAGER_ENDPOINT', own) ?? known?.endpoint ?? '';
  const authority = https('AZURE_AUTHORITY_HOST', env['AZURE_AUTHORITY_HOST']) ?? known?.authority ?? '';
  return {
    name,
    endpoint,
    audience: env['AZURE_RESOURCE_MANAGER_AUDIENCE'] ?? known?.endpoint ?? endpoint,
    authority,
    ownAuthority: !Object.values(clouds).some((cloud) => cloud.authority === authority),
    subscription: env['AZURE_SUBSCRIPTION_ID'] ?? cli?.id,
  };
}

function https(variable: string, url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (/^https:\/\/[^/]/.test(url)) return url.replace(/\/+$/, '');
  throw new UserError(`invalid value "${url}" for ${variable}: not an https URL`, {
    hint: 'tokens are sent there, so it must be https',
  });
}
