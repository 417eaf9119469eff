import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { principal } from '../fakes/arm/directory.ts';
import type { SeededAzure } from '../fakes/arm/seed.ts';
import type { FakeArm } from '../fakes/arm/server.ts';
import type { EndpointServices } from '../fakes/atlas/endpoint-services.ts';
import { federatedFile } from '../fakes/compute/identity/credential-files.ts';
import type { SeededGoogle } from '../fakes/compute/seed.ts';
import type { FakeCompute } from '../fakes/compute/server.ts';
import type { FakeEc2 } from '../fakes/ec2/server.ts';

const zones = ['a', 'b', 'c'];

/** Makes an endpoint service known to EC2, in each zone of the region in its name. @returns whether it is one of AWS */
export function publish(ec2: FakeEc2, service: string): boolean {
  const region = /vpce\.([a-z0-9-]+)\.vpce-svc/.exec(service)?.[1];
  if (region === undefined) return false;
  ec2.account.addService(service, { region, zones: zones.map((zone) => `${region}${zone}`) });
  return true;
}

/** What makes the AWS SDK, and a person's `aws`, talk to a fake EC2 and to nothing else. @param folder one that is thrown away */
export function awsEnvironment(url: string, folder: string): Readonly<Record<string, string>> {
  const file = join(folder, 'aws-config');
  writeFileSync(file, '');
  return {
    AWS_ENDPOINT_URL_EC2: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX000000000',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    // What version 1 of the aws command line reads instead.
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: file,
    AWS_SHARED_CREDENTIALS_FILE: file,
  };
}

/**
 * What makes the Azure SDK talk to a fake Resource Manager and directory: what a person in a private cloud sets for every program that
 * uses it.
 * @param folder one that is thrown away
 */
export function azureEnvironment(arm: FakeArm, azure: SeededAzure, folder: string): Readonly<Record<string, string>> {
  const authority = join(folder, 'arm-ca.pem');
  writeFileSync(authority, arm.caPem);
  return {
    AZURE_RESOURCE_MANAGER_ENDPOINT: arm.url,
    AZURE_AUTHORITY_HOST: arm.url,
    AZURE_SUBSCRIPTION_ID: azure.subscription,
    AZURE_TENANT_ID: principal.tenant,
    AZURE_CLIENT_ID: principal.client,
    AZURE_CLIENT_SECRET: principal.secret,
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
    AZURE_CONFIG_DIR: folder,
    NODE_EXTRA_CA_CERTS: authority,
    // As az does, the program trusts what this names in place of everything else, and the machine may have set it.
    REQUESTS_CA_BUNDLE: authority,
  };
}

/**
 * What makes google-auth-library, and whoever sends plain requests, talk to a fake Compute Engine: a file of workload identity, the one
 * kind of credentials that names its own token endpoint, and gcloud's setting of where Compute Engine is.
 * @param folder one that is thrown away
 */
export function googleEnvironment(
  { url, identity }: FakeCompute,
  { project }: SeededGoogle,
  folder: string,
): Readonly<Record<string, string>> {
  const [pool] = identity.accounts.pools;
  if (pool === undefined) throw new Error('the Google Cloud account has not been seeded');
  const [tokenFile, credentials] = [join(folder, 'google-token'), join(folder, 'google-credentials.json')];
  writeFileSync(tokenFile, pool.subjectToken);
  writeFileSync(credentials, JSON.stringify(federatedFile(url, pool, tokenFile)));
  return {
    CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `${url}/compute/v1/`,
    GOOGLE_APPLICATION_CREDENTIALS: credentials,
    GOOGLE_CLOUD_PROJECT: project,
    CLOUDSDK_CONFIG: folder,
    METADATA_SERVER_DETECTION: 'none',
  };
}

/** What tells Atlas of the forwarding rules that are there. */
export function ruleFinder(compute: FakeCompute): NonNullable<EndpointServices['findRule']> {
  return ({ project, region, name }) =>
    compute
      .rules()
      .find((rule) => rule.project === project && rule.region === region && rule.name === name && rule.connection);
}
