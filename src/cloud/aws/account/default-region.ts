import { EC2Client } from '@aws-sdk/client-ec2';

/**
 * The region that the SDK itself would take: AWS_REGION, else the profile's. AWS_DEFAULT_REGION comes last: the SDK does not read it,
 * but it is what a person sets for the aws command line (docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html).
 * @returns undefined when nothing says it
 */
export async function defaultRegion(profile: string | undefined, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const client = new EC2Client(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    // "Region is missing": a plain Error, without a code.
    return env['AWS_DEFAULT_REGION'] || undefined;
  } finally {
    client.destroy();
  }
}
