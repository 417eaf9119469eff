import type { ShellCommand, Word } from '../../core/next-command.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { Difference } from '../flags/differences.ts';
import { type FlagValues, TAG_FLAG } from '../flags/flag.ts';
import { readFlags } from './flags.ts';
import { regionOfService } from './region.ts';

/** Where a command of the AWS CLI acts, and as whom, as far as that is known. */
export interface CliScope {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** The region and the profile that the flags name. */
export function cliScope(flags: FlagValues): CliScope {
  const { region, profile } = readFlags(flags);
  return { region, profile };
}

/**
 * A command of the AWS CLI that acts where this program acts.
 * @param operation the service and the operation, such as `ec2 describe-subnets`
 */
export function awsCommand(
  operation: string,
  { region, profile }: CliScope,
  parameters: readonly Word[] = [],
): ShellCommand {
  const scope = Object.entries({ region, profile }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return { shell: ['aws', ...operation.split(' '), ...scope, ...parameters] };
}

/** Creates an interface endpoint as the Atlas set-up page does, with placeholders for the placement. */
export function createCommand(service: string, flags: FlagValues): ShellCommand {
  const { region, profile } = cliScope(flags);
  const known = region ?? regionOfService(service);
  return awsCommand('ec2 create-vpc-endpoint', { region: known, profile }, [
    ...(known === undefined ? ['--region', { placeholder: 'REGION' }] : []),
    '--vpc-endpoint-type',
    'Interface',
    '--service-name',
    service,
    '--vpc-id',
    { placeholder: 'VPC' },
    '--subnet-ids',
    { placeholder: 'SUBNET' },
    '--security-group-ids',
    { placeholder: 'GROUP' },
    '--no-private-dns-enabled',
  ]);
}

const changes: Readonly<Record<string, string>> = {
  'subnet-id': 'subnet-ids',
  'security-group-id': 'security-group-ids',
};

/** Changes the subnets, the groups, the address type or the tags of an interface endpoint; undefined for its VPC and its region, which never change. */
export function changeCommand(
  { id, asFlags = {} }: CloudEndpoint,
  { flag, given, missing, surplus }: Difference,
  flags: FlagValues,
): ShellCommand | undefined {
  const { region } = asFlags;
  const scope = { ...cliScope(flags), ...(typeof region === 'string' ? { region } : {}) };
  if (flag === TAG_FLAG) {
    const tags = missing.map((tag) => tag.replace(/^([^=]*)=([^]*)$/, 'Key=$1,Value=$2'));
    return awsCommand('ec2 create-tags', scope, ['--resources', id, '--tags', ...tags]);
  }
  const list = changes[flag];
  if (flag === 'ip-address-type')
    return awsCommand('ec2 modify-vpc-endpoint', scope, ['--vpc-endpoint-id', id, '--ip-address-type', ...given]);
  if (list === undefined) return undefined;
  return awsCommand('ec2 modify-vpc-endpoint', scope, [
    '--vpc-endpoint-id',
    id,
    ...(missing.length === 0 ? [] : [`--add-${list}`, ...missing]),
    ...(surplus.length === 0 ? [] : [`--remove-${list}`, ...surplus]),
  ]);
}

/** Deletes an interface endpoint. */
export function removeCommand(id: string, scope: CliScope): ShellCommand {
  return awsCommand('ec2 delete-vpc-endpoints', scope, ['--vpc-endpoint-ids', id]);
}
