import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { ShellCommand, Word } from '../../core/next-command.ts';
import type { Difference } from '../flags/differences.ts';
import { type FlagValues, TAG_FLAG } from '../flags/flag.ts';
import { isGcp } from './attachment.ts';
import { readFlags } from './flags.ts';
import { partOfName } from './names.ts';
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

/**
 * Changes the global access or the labels of an endpoint; undefined for everything else, which never changes. For an endpoint of several
 * rules it is the command for the first one.
 */
export function changeCommand(
  { attachment, asFlags = {} }: CloudEndpoint,
  { flag, missing }: Difference,
): ShellCommand | undefined {
  const change = changeWords(flag, missing);
  if (change === undefined || attachment === undefined || !isGcp(attachment)) return undefined;
  const {
    endpoints: [first, ...others],
    projectId: project,
  } = attachment;
  const region = typeof asFlags['subnetwork'] === 'string' ? partOfName(asFlags['subnetwork'], 'regions') : undefined;
  const more: readonly Word[] =
    others.length === 0 ? [] : [{ placeholder: `# and so on, for each of the ${others.length + 1} forwarding rules` }];
  const update = gcloudCommand('compute forwarding-rules update', [first?.name ?? '', ...change], { project, region });
  return { shell: [...update.shell, ...more] };
}

function changeWords(flag: string, missing: readonly string[]): readonly Word[] | undefined {
  if (flag === 'no-global-access') return ['--no-allow-psc-global-access'];
  return flag === TAG_FLAG ? ['--update-labels', missing.join(',')] : undefined;
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

/** One deletion of those that a command of `removeCommand` has. */
export interface Deletion {
  /** Such as `addresses`. */
  readonly kind: string;
  readonly names: readonly string[];
  readonly project: string;
  readonly region: string;
  /** The whole of it. */
  readonly words: readonly string[];
}

/** The deletions of a command of `removeCommand`, each by itself. */
export function deletionsIn({ shell }: ShellCommand): readonly Deletion[] {
  const at = shell.indexOf(and);
  const parts = at < 0 ? [shell] : [shell.slice(0, at), shell.slice(at + 1)];
  return parts
    .map((part) => part.filter((word) => typeof word === 'string'))
    .filter(({ length }) => length > 0)
    .map((words) => ({
      kind: words[2] ?? '',
      names: words.slice(words.indexOf('delete') + 1, words.indexOf('--quiet')),
      project: words[words.indexOf('--project') + 1] ?? '',
      region: words[words.indexOf('--region') + 1] ?? '',
      words,
    }));
}

/** Lists the subnetworks of a region of a project. */
export function listSubnetworks({ project, region }: GcloudScope, parameters: readonly Word[] = []): ShellCommand {
  const regions = region === undefined ? [] : ['--regions', region];
  return gcloudCommand('compute networks subnets list', [...regions, ...parameters], { project });
}
