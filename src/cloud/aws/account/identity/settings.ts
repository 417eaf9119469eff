import { trustDefaultAuthorities } from '../../../../core/trust/default-authorities.ts';
import { UserError } from '../../../../core/errors.ts';
import { nestedSettings } from './ini.ts';
import { type Setup, filled, settingsOf } from './setup.ts';

/**
 * The region if no flag, service or source names one: AWS_REGION, AWS_DEFAULT_REGION, the profile's, the instance's
 * (docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html). Version 1 of the `aws` command reads neither the first nor the
 * last.
 * @returns undefined if nothing names a region
 * @throws UserError for a variable that is set but empty: `aws` does not look further either
 */
export async function defaultRegion(setup: Setup): Promise<string | undefined> {
  for (const variable of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = setup.env[variable];
    if (region === '') {
      throw new UserError(`${variable} is set but empty, so it names no AWS region`, {
        hint: `unset ${variable}, or give the region with --region`,
      });
    }
    if (region !== undefined) return region;
  }
  return settingsOf(setup, setup.profile).get('region') ?? regionOfInstance(setup);
}

/** An AWS service, as variables and configuration files spell it. */
export type Service = 'ec2' | 'sts';

/**
 * The configured endpoint URL of a service (docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). In order of precedence: the
 * service's variable, the general variable, the profile's URL for the service, the profile's general URL. The AWS SDK reads the last two
 * from the profile in AWS_PROFILE only.
 * @returns undefined if the service's own endpoint is to be used
 * @throws UserError for a profile that refers to a section of services that does not exist
 */
export function endpointUrl(setup: Setup, service: Service): string | undefined {
  const { env, config, profile } = setup;
  const settings = settingsOf(setup, profile);
  const ignored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? settings.get('ignore_configured_endpoint_urls');
  if (ignored?.toLowerCase() === 'true') return undefined;
  const byVariable = filled(env, `AWS_ENDPOINT_URL_${service.toUpperCase()}`) ?? filled(env, 'AWS_ENDPOINT_URL');
  if (byVariable !== undefined) return byVariable;
  const section = settings.get('services');
  const services = section === undefined ? undefined : config.services.get(section);
  if (section !== undefined && services === undefined) {
    throw new UserError(`the AWS profile ${profile} refers to [services ${section}], which does not exist`, {
      hint: `add a section [services ${section}] to the AWS config file, or remove the setting from the profile`,
    });
  }
  return nestedSettings(services?.get(service) ?? '').get('endpoint_url') || settings.get('endpoint_url') || undefined;
}

/** Milliseconds to wait for the instance metadata service, which is local if it exists at all. */
const PATIENCE_MS = 1_000;

/** Whether the metadata service may be asked (docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html). */
export function asksInstance(env: NodeJS.ProcessEnv): boolean {
  return env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() !== 'true';
}

/** The region of the EC2 instance that this runs on, from its zone; undefined elsewhere, or if the metadata service is disabled. */
async function regionOfInstance(setup: Setup): Promise<string | undefined> {
  if (!asksInstance(setup.env)) return undefined;
  const base =
    filled(setup.env, 'AWS_EC2_METADATA_SERVICE_ENDPOINT') ??
    settingsOf(setup, setup.profile).get('ec2_metadata_service_endpoint') ??
    'http://169.254.169.254';
  try {
    const token = await ask(base, 'latest/api/token', {
      method: 'PUT',
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    const zone = await ask(base, 'latest/meta-data/placement/availability-zone/', {
      headers: token === undefined ? {} : { 'x-aws-ec2-metadata-token': token },
    });
    return zone?.slice(0, -1);
  } catch {
    // Not an instance, or no answer: the region is unknown.
    return undefined;
  }
}

async function ask(base: string, path: string, request: RequestInit): Promise<string | undefined> {
  const url = new URL(path, base.endsWith('/') ? base : `${base}/`);
  if (url.protocol === 'https:') trustDefaultAuthorities();
  const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await answer.text();
  return answer.ok && text !== '' ? text.trim() : undefined;
}
