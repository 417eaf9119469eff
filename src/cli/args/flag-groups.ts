import { cloudsOnCommandLine } from '../../cloud/on-command-line.ts';
import { anyOf } from '../../core/any-of.ts';
import { UserError } from '../../core/errors.ts';
import type { Selection } from '../../kube/client.ts';
import { FIELD_MANAGER } from '../../kube/write/field-managers.ts';
import { attachmentFlagsOfClouds, flagsOfClouds } from './cloud-flags.ts';
import { type Arguments, type Flag, type Flags, optionalToggle, text, texts, toggle } from './flag.ts';

const waiting = 'Waiting flags:';

/** Flags that are made for the first verb that has them, and are the same for the others: that tells which two verbs share. */
function once<T extends Flags>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The title above the flags that belong to no other group. */
export const general = 'Flags:';

/** How long a single wait may take. */
export const DEFAULT_TIMEOUT = '30m';

const waitFlags = {
  timeout: text(waiting, 'Give up on a single wait after this time', { default: DEFAULT_TIMEOUT }),
  wait: toggle(waiting, 'Wait for the result (--wait=false stops before the first wait)', { default: true }),
} as const satisfies Flags;

/** For a verb that reads, and waits only if it is asked to. */
const askedWaitFlags = {
  timeout: text(waiting, `Give up on a single wait after this time, ${DEFAULT_TIMEOUT} unless given`),
  wait: optionalToggle(waiting, 'Wait for a string that the operator is about to write'),
} as const satisfies Flags;

const description = 'Flags for creating an AtlasPrivateEndpoint:';

const descriptionFlags = once(
  () =>
    ({
      project: text(description, 'Create the object for this AtlasProject, NAME or NAMESPACE/NAME', {
        value: 'NAME',
        completes: 'projects',
      }),
      'project-id': text(description, 'Create the object for the project with this id in Atlas, instead of --project'),
      'connection-secret': text(description, 'Use the API key in this Secret, which --project-id requires', {
        value: 'NAME',
      }),
      provider: text(
        description,
        `Create the object for this provider, ${anyOf(Object.keys(cloudsOnCommandLine))}, in the region that --region gives`,
        {
          completes: Object.keys(cloudsOnCommandLine),
        },
      ),
      legacy: toggle('Flags:', 'Allow a new endpoint in the deprecated list of an AtlasProject'),
    }) as const satisfies Flags,
);
const accountFlags = once(() => flagsOfClouds('account'));
const placementFlags = once(
  () =>
    ({
      'from-nodes': toggle(
        'Flags:',
        "Place the cloud endpoint where the cluster's nodes are, after asking unless --yes is given",
      ),
      ...flagsOfClouds('placement'),
      ...accountFlags(),
      tag: texts('Flags:', 'Tag the cloud endpoint with KEY=VALUE (may be repeated)', { whole: true }),
    }) as const satisfies Flags,
);
const attachmentFlags = once(() => attachmentFlagsOfClouds(general));

/** The flags that several verbs share, by topic. Those that the clouds declare are made for the verbs that have them. */
export const flags = {
  wait: waitFlags,
  askedWait: askedWaitFlags,
  get description() {
    return descriptionFlags();
  },
  get account() {
    return accountFlags();
  },
  get placement() {
    return placementFlags();
  },
  /** What an endpoint is linked by besides its id; each cloud declares its own. */
  get attachment() {
    return attachmentFlags();
  },
};

/** The endpoint, by any of its names. */
export const endpointFlag = {
  endpoint: text(general, 'Choose this private endpoint, by its label or the id of its cloud endpoint', {
    completes: 'endpoints',
  }),
} as const satisfies Flags;

/** The database user. On a verb that has this flag, kubectl's --user is --kube-user. */
export const databaseUserFlag = {
  user: text(general, 'Use the connection Secret of this database user', { completes: 'database-users' }),
} as const satisfies Flags;

/** -o, with the formats that a verb can print. */
export function outputFlag(formats: readonly string[]): { readonly output: Flag<string | undefined> } {
  const completes = formats.map((format) => (/^(jsonpath|custom-columns)/.test(format) ? `${format}=` : format));
  return {
    output: text(general, `Print in one of these formats: ${completes.join(', ')}`, {
      alias: 'o',
      value: 'FORMAT',
      completes,
    }),
  };
}

/** The flags that select objects. */
export const selectorFlags = {
  selector: text(general, "Select objects by label, such as tier=gold or 'env in (a,b)'", { alias: 'l' }),
  'field-selector': text(general, 'Select objects by field, such as metadata.name=orders', { value: 'SELECTOR' }),
} as const satisfies Flags;

/** What the selector flags select. @throws UserError, like kubectl, if a name is given too */
export function selectionOf(args: Arguments<typeof selectorFlags>, name: string | undefined): Selection {
  const { selector = '', 'field-selector': fieldSelector = '' } = args;
  if (name !== undefined && (selector !== '' || fieldSelector !== ''))
    throw new UserError('name cannot be provided when a selector is specified');
  return {
    ...(selector === '' ? {} : { labelSelector: selector }),
    ...(fieldSelector === '' ? {} : { fieldSelector }),
  };
}

/** Leaves the header line out, for scripts. */
export const noHeadersFlag = {
  'no-headers': toggle(general, "Don't print headers"),
} as const satisfies Flags;

/** The answer to every confirmation prompt. */
export const yesFlag = {
  yes: toggle(general, 'Skip confirmation prompts', { alias: 'y' }),
} as const satisfies Flags;

/** Whether to continue although applying the object's manifest again will undo the change. */
export const forceFlag = {
  force: toggle(general, 'Write the object even if a sync of its manifest will undo the change'),
} as const satisfies Flags;

/** The manager of the written fields in the object's metadata.managedFields. */
export const fieldManagerFlag = {
  'field-manager': text(general, 'Record changes under this field manager', {
    value: 'NAME',
    default: FIELD_MANAGER,
  }),
} as const satisfies Flags;

/** All namespaces instead of one. */
export function allNamespacesFlag(description: string): { readonly 'all-namespaces': Flag<boolean> } {
  return { 'all-namespaces': toggle(general, description, { alias: 'A' }) };
}
