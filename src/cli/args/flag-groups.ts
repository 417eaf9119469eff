import { clouds } from '../../cloud/table.ts';
import { UserError } from '../../core/errors.ts';
import { FIELD_MANAGER, KubeClient, type Selection } from '../../kube/client.ts';
import { connection } from '../../kube/config/kubeconfig.ts';
import { Transport } from '../../kube/http/transport.ts';
import { clusterFlagsOf } from './cluster-flags.ts';
import type { Context } from '../context.ts';
import { attachmentFlagsOfClouds, flagsOfClouds } from './cloud-flags.ts';
import { type Flag, type Flags, text, texts, toggle } from './flag.ts';

const wait = 'Waiting flags:';
const waitFlags = {
  timeout: text(wait, 'How long one wait may take', { default: '30m' }),
  wait: toggle(wait, 'Wait for the result; --wait=false stops before each wait', { default: true }),
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
  tag: {
    ...texts('Flags:', 'A tag KEY=VALUE for the endpoint; repeat it'),
    coerce: (value: unknown) => (Array.isArray(value) ? value : [value]).map(String),
  },
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

/** The flags of a group, and the option that prints. */
export const flags = {
  description: descriptionFlags,
  wait: waitFlags,
  account: accountFlags,
  placement: placementFlags,
};

const own = 'Flags:';

/** What an endpoint is linked by besides its id, as each cloud says. */
export const ipFlag = attachmentFlagsOfClouds(own);

/** The endpoint's label. */
export const endpointFlag = {
  endpoint: text(own, 'Label of the private endpoint', { completes: 'endpoints' }),
} as const satisfies Flags;

/** The database user; on a verb that has it, kubectl's --user is --kube-user. */
export const databaseUserFlag = {
  user: text(own, 'The database user whose Secret is meant', { completes: 'database-users' }),
} as const satisfies Flags;

/** -o, with the formats that a verb prints. */
export function outputFlag(formats: readonly string[]): { readonly output: Flag } {
  const completes = formats.map((format) => (/^(jsonpath|custom-columns)/.test(format) ? `${format}=` : format));
  return { output: text(own, `Output format: ${completes.join(', ')}`, { alias: 'o', value: 'FORMAT', completes }) };
}

/** Which objects are looked at. */
export const selectorFlags = {
  selector: text(own, "Label selector, such as tier=gold or 'env in (a,b)'", { alias: 'l' }),
  'field-selector': text(own, 'Field selector, such as metadata.name=orders', { value: 'SELECTOR' }),
} as const satisfies Flags;

/** What the selector flags choose. @throws UserError, as kubectl, where a name is given too */
export function selectionOf(args: Readonly<Record<string, unknown>>, name: unknown): Selection {
  const one = (flag: string): string | undefined => {
    const value = args[flag];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [labelSelector, fieldSelector] = [one('selector'), one('field-selector')];
  if (name !== undefined && (labelSelector !== undefined || fieldSelector !== undefined))
    throw new UserError('name cannot be provided when a selector is specified');
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
}

/** For those who count lines. */
export const noHeadersFlag = {
  'no-headers': toggle(own, 'Print no column heads'),
} as const satisfies Flags;

/** For who has made up their mind. */
export const yesFlag = {
  yes: toggle(own, 'Do not ask; the answer is yes', { alias: 'y' }),
} as const satisfies Flags;

/** Who is noted as the writer in the object's metadata.managedFields. */
export const fieldManagerFlag = {
  'field-manager': text(own, 'Name of the manager that the changed fields are noted for', {
    value: 'NAME',
    default: FIELD_MANAGER,
  }),
} as const satisfies Flags;

/** The arguments of a parsed command line. */
export type ClusterArguments = Readonly<Record<string, unknown>>;

/** The value of a flag that takes one. */
export function textOf(args: ClusterArguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}

/** How much is logged; 0 when -v is not given. @throws UserError when it is no number */
export function verbosity(args: Readonly<Record<string, unknown>>): number {
  const level = args['v'];
  if (typeof level !== 'string' || level === '') return 0;
  if (/^-?\d+$/.test(level)) return Number(level);
  throw new UserError(`invalid argument "${level}" for "-v, --v" flag: not a number`, { hint: 'write it like -v 6' });
}

/** What is told of each request to a cloud at this verbosity, if anything. */
export function requestLog(
  args: Readonly<Record<string, unknown>>,
  context: Context,
): ((line: string) => void) | undefined {
  return verbosity(args) >= 6 ? (line) => context.stderr.write(`${line}\n`) : undefined;
}

/** The client and namespace that the flags choose. @throws UserError as kubectl would refuse them */
export async function connect(
  args: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<{ client: KubeClient; namespace: string }> {
  const write = requestLog(args, context);
  const log = write === undefined ? undefined : { level: verbosity(args), write };
  const found = await connection(clusterFlagsOf(args), {
    env: context.env,
    now: context.now,
    interactive: context.stdin.isTTY === true,
  });
  const manager = args['field-manager'];
  const client = new KubeClient(
    new Transport(found, log),
    typeof manager === 'string' && manager !== '' ? manager : undefined,
  );
  return { client, namespace: found.namespace };
}

/** A command of the command line: what yargs has to know, and what it does. */
export interface Verb {
  readonly name: string;
  /** The positional part of the usage, such as `SOURCE`. */
  readonly usage: string;
  readonly description: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly flags: Flags;
  /** What the positional argument may be, where that is no object's name. */
  readonly choices?: readonly string[];
  /** @returns the exit code */
  readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Promise<number>;
}
