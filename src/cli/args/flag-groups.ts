import { clouds } from '../../cloud/table.ts';
import { UserError } from '../../core/errors.ts';
import type { Selection } from '../../kube/client.ts';
import { FIELD_MANAGER } from '../../kube/write/field-managers.ts';
import { attachmentFlagsOfClouds, flagsOfClouds } from './cloud-flags.ts';
import { type Arguments, type Flag, type Flags, text, texts, toggle } from './flag.ts';

const waiting = 'Waiting flags:';

/** Whether the verb waits at all. @param description what it waits for */
export function waitFlag(description: string): { readonly wait: Flag<boolean> } {
  return { wait: toggle(waiting, description, { default: true }) };
}

const waitFlags = {
  timeout: text(waiting, 'How long one wait may take', { default: '30m' }),
  ...waitFlag('Wait for the result; --wait=false stops before each wait'),
} as const satisfies Flags;

const accountFlags = flagsOfClouds('account');
const placementFlags = {
  ...flagsOfClouds('placement'),
  ...accountFlags,
  'from-nodes': toggle(
    'Flags:',
    "Place the cloud endpoint beside the cluster's nodes; asks first, unless --yes is given",
  ),
  'dry-run': toggle('Flags:', 'With --from-nodes: show what would be chosen, and stop'),
  tag: texts('Flags:', 'A tag KEY=VALUE for the endpoint; repeat it', { whole: true }),
} as const satisfies Flags;

const description = 'Flags for making an AtlasPrivateEndpoint:';
const descriptionFlags = {
  project: text(description, 'AtlasProject that it belongs to: NAME, or NAMESPACE/NAME', { value: 'NAME' }),
  'project-id': text(description, 'Instead of --project: the id of the project in Atlas'),
  'connection-secret': text(description, 'Secret with the API key; with --project-id it must be given', {
    value: 'NAME',
  }),
  provider: text(description, `${Object.keys(clouds).join(' or ')}; the region is given with --region`, {
    completes: Object.keys(clouds),
  }),
  legacy: toggle('Flags:', 'Declare a new endpoint in an AtlasProject, which is deprecated'),
} as const satisfies Flags;

/** The flags that several verbs share, by what they are about. */
export const flags = {
  description: descriptionFlags,
  wait: waitFlags,
  account: accountFlags,
  placement: placementFlags,
};

/** The title of the flags that belong to no group. */
export const general = 'Flags:';

/** What an endpoint is linked by besides its id, as each cloud says. */
export const ipFlag = attachmentFlagsOfClouds(general);

/** The endpoint's label. */
export const endpointFlag = {
  endpoint: text(general, 'Label of the private endpoint', { completes: 'endpoints' }),
} as const satisfies Flags;

/** The database user; on a verb that has it, kubectl's --user is --kube-user. */
export const databaseUserFlag = {
  user: text(general, 'The database user whose Secret is meant', { completes: 'database-users' }),
} as const satisfies Flags;

/** -o, with the formats that a verb prints. */
export function outputFlag(formats: readonly string[]): { readonly output: Flag<string | undefined> } {
  const completes = formats.map((format) => (/^(jsonpath|custom-columns)/.test(format) ? `${format}=` : format));
  return {
    output: text(general, `Output format: ${completes.join(', ')}`, { alias: 'o', value: 'FORMAT', completes }),
  };
}

/** Which objects are looked at. */
export const selectorFlags = {
  selector: text(general, "Label selector, such as tier=gold or 'env in (a,b)'", { alias: 'l' }),
  'field-selector': text(general, 'Field selector, such as metadata.name=orders', { value: 'SELECTOR' }),
} as const satisfies Flags;

/** What the selector flags choose. @throws UserError, as kubectl, where a name is given too */
export function selectionOf(args: Arguments<typeof selectorFlags>, name: string | undefined): Selection {
  const { selector = '', 'field-selector': fieldSelector = '' } = args;
  if (name !== undefined && (selector !== '' || fieldSelector !== ''))
    throw new UserError('name cannot be provided when a selector is specified');
  return {
    ...(selector === '' ? {} : { labelSelector: selector }),
    ...(fieldSelector === '' ? {} : { fieldSelector }),
  };
}

/** For those who count lines. */
export const noHeadersFlag = {
  'no-headers': toggle(general, 'Print no column heads'),
} as const satisfies Flags;

/** For who has made up their mind. */
export const yesFlag = {
  yes: toggle(general, 'Do not ask; the answer is yes', { alias: 'y' }),
} as const satisfies Flags;

/** Whether to go on where a manifest that is kept elsewhere undoes the change. */
export const forceFlag = {
  force: toggle(general, 'Write the object even if a sync of its manifest will undo the change'),
} as const satisfies Flags;

/** Who is noted as the writer in the object's metadata.managedFields. */
export const fieldManagerFlag = {
  'field-manager': text(general, 'Name of the manager that the changed fields are noted for', {
    value: 'NAME',
    default: FIELD_MANAGER,
  }),
} as const satisfies Flags;

/** The whole cluster instead of one namespace. */
export function allNamespacesFlag(description: string): { readonly 'all-namespaces': Flag<boolean> } {
  return { 'all-namespaces': toggle(general, description, { alias: 'A' }) };
}
