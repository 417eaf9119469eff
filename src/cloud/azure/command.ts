import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { ShellCommand, Word } from '../../core/next-command.ts';
import type { Difference } from '../flags/differences.ts';
import { type FlagValues, TAG_FLAG } from '../flags/flag.ts';
import { readFlags } from './flags.ts';

/**
 * A command of the Azure CLI.
 * @param operation the group and the command, such as `network vnet list`
 * @param subscription the one to act in; omitted if it is unknown, or if a resource id among the parameters names it
 */
export function azCommand(operation: string, parameters: readonly Word[] = [], subscription?: string): ShellCommand {
  const scope = subscription === undefined ? [] : ['--subscription', subscription];
  return { shell: ['az', ...operation.split(' '), ...parameters, ...scope] };
}

/**
 * Creates a private endpoint as the Atlas set-up page does, with placeholders for the placement. The connection has to be a manual one:
 * only Atlas has the right to approve it.
 */
export function createCommand(service: string, flags: FlagValues): ShellCommand {
  const parameters: readonly Word[] = [
    '--name',
    { placeholder: 'NAME' },
    '--resource-group',
    { placeholder: 'GROUP' },
    '--subnet',
    { placeholder: 'SUBNET_ID' },
    '--private-connection-resource-id',
    service,
    '--connection-name',
    'atlas',
    '--manual-request',
    'true',
  ];
  return azCommand('network private-endpoint create', parameters, readFlags(flags).subscription);
}

/** Adds tags to a private endpoint; undefined for everything else, which never changes. */
export function changeCommand({ id }: CloudEndpoint, { flag, missing }: Difference): ShellCommand | undefined {
  if (flag !== TAG_FLAG) return undefined;
  return azCommand('tag update', ['--resource-id', id, '--operation', 'merge', '--tags', ...missing]);
}

/** Deletes a private endpoint. */
export function removeCommand(id: string): ShellCommand {
  return azCommand('network private-endpoint delete', ['--ids', id]);
}
