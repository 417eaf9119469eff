import type { AzurePlacement } from './placement.ts';

/**
 * The `az` command that creates the same endpoint, as the Atlas set-up page writes it; placeholders stand for a missing placement.
 * The connection has to be a manual one: nobody but Atlas has the right to approve it.
 */
export function createCommand(service: string, placement: AzurePlacement | undefined, name = 'NAME'): string[] {
  return [
    'az',
    'network',
    'private-endpoint',
    'create',
    '--name',
    placement?.name ?? name,
    '--resource-group',
    placement?.resourceGroup ?? 'GROUP',
    ...(placement === undefined ? [] : ['--subscription', placement.subscription]),
    '--subnet',
    placement?.subnetId ?? 'SUBNET_ID',
    '--private-connection-resource-id',
    service,
    '--connection-name',
    'atlas',
    '--manual-request',
    'true',
  ];
}
