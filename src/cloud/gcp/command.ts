import type { ShellCommand, Word } from '../../core/next-command.ts';
import type { FlagValues } from '../flags/flag.ts';
import { readFlags } from './flags.ts';
import { attachmentsOf, regionOfService } from './service.ts';

/** Where a command of gcloud acts. What is undefined is left out. */
export interface GcloudScope {
  readonly project?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * A command of gcloud.
 * @param operation the group and the command, such as `compute addresses list`
 */
export function gcloudCommand(
  operation: string,
  parameters: readonly Word[] = [],
  scope: GcloudScope = {},
): ShellCommand {
  return { shell: ['gcloud', ...operation.split(' '), ...parameters, ...scopeWords(scope)] };
}

function scopeWords({ project, region }: GcloudScope): readonly Word[] {
  return [
    ...(project === undefined ? [] : ['--project', project]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
}

const and: Word = { placeholder: '&&' };
const name: Word = { placeholder: 'NAME' };

/**
 * Makes an endpoint by hand as Atlas's own set-up page does, with placeholders for the placement: an address and a forwarding rule, and the
 * same again for each further service attachment.
 */
export function createCommand(service: string, flags: FlagValues): ShellCommand {
  const [first = 'ATTACHMENT', ...others] = attachmentsOf(service);
  const where: readonly Word[] = [
    '--project',
    readFlags(flags)['gcp-project'] ?? { placeholder: 'PROJECT' },
    '--region',
    regionOfService(service) ?? { placeholder: 'REGION' },
  ];
  const address = gcloudCommand('compute addresses create', [
    name,
    ...where,
    '--subnet',
    { placeholder: 'SUBNETWORK' },
  ]);
  const rule = gcloudCommand('compute forwarding-rules create', [
    name,
    ...where,
    '--network',
    { placeholder: 'NETWORK' },
    '--address',
    name,
    '--target-service-attachment',
    first,
    '--allow-psc-global-access',
  ]);
  const more: readonly Word[] =
    others.length === 0
      ? []
      : [{ placeholder: `# and so on, with another name for each of the ${others.length + 1} service attachments` }];
  return { shell: [...address.shell, and, ...rule.shell, ...more] };
}

/** Deletes rules and their addresses: an address cannot go before its rule. */
export function removeCommand(
  scope: GcloudScope,
  rules: readonly string[],
  addresses: readonly string[],
): ShellCommand {
  const deletions = [
    { kind: 'forwarding-rules', names: rules },
    { kind: 'addresses', names: addresses },
  ]
    .filter(({ names }) => names.length > 0)
    .map(({ kind, names }) => gcloudCommand(`compute ${kind} delete`, [...names, '--quiet'], scope).shell);
  return { shell: deletions.flatMap((words, at) => (at === 0 ? words : [and, ...words])) };
}

/** Lists the subnetworks of a region of a project. */
export function listSubnetworks({ project, region }: GcloudScope, parameters: readonly Word[] = []): ShellCommand {
  const regions = region === undefined ? [] : ['--regions', region];
  return gcloudCommand('compute networks subnets list', [...regions, ...parameters], { project });
}
