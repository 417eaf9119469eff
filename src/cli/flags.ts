import type { Argv, Options } from 'yargs';
import { UserError } from '../core/errors.ts';
import type { PlacementFlags } from '../cloud/provider.ts';
import { connection } from '../kube/kubeconfig.ts';
import { KubeClient } from '../kube/client.ts';
import { Transport } from '../kube/transport.ts';
import type { Context } from './context.ts';

/** The last value of a flag that was given several times, as pflag takes it. */
function last(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

function text(group: string, description: string, alias?: string): Options {
  return {
    type: 'string',
    group,
    description,
    requiresArg: true,
    coerce: last,
    ...(alias === undefined ? {} : { alias }),
  };
}

/** A flag that may be repeated, and whose value may be a comma list. */
function texts(group: string, description: string): Options {
  return {
    type: 'string',
    array: true,
    group,
    description,
    requiresArg: true,
    coerce: (value: unknown) =>
      (Array.isArray(value) ? value : [value]).flatMap((item) => String(item).split(',')).filter((item) => item !== ''),
  };
}

const cluster = 'Cluster:';
const clusterFlags = {
  namespace: text(cluster, 'Namespace; the kubeconfig context decides otherwise', 'n'),
  context: text(cluster, 'Name of the kubeconfig context to use'),
  kubeconfig: text(cluster, 'Path to the kubeconfig file'),
  v: {
    type: 'string',
    group: cluster,
    description: 'Log level; 6 and above logs each request',
    requiresArg: true,
    coerce: last,
  },
} as const satisfies Record<string, Options>;

const wait = 'Waiting:';
const waitFlags = {
  timeout: { ...text(wait, 'How long one wait may take'), default: '30m' },
  wait: {
    type: 'boolean',
    group: wait,
    description: 'Wait for the result; --wait=false stops before each wait',
    default: true,
  },
} as const satisfies Record<string, Options>;

const placement = 'Placement on AWS:';
const onAzure = 'Placement on Azure:';
const accountFlags = {
  region: text(placement, 'Region of the interface endpoint; read from the service name otherwise'),
  profile: text(placement, 'Profile of the AWS configuration'),
  subscription: text(onAzure, 'Subscription id; that of the subnet, else the one of az account show'),
  'azure-cloud': text(onAzure, 'AzureCloud, AzureUSGovernment or AzureChinaCloud; that of az otherwise'),
} as const satisfies Record<string, Options>;
const placementFlags = {
  'vpc-id': text(placement, 'VPC of the interface endpoint'),
  'subnet-id': texts(placement, 'Subnets, one a zone; repeat it or give a comma list'),
  'security-group-id': texts(placement, 'Security groups; the default group of the VPC otherwise'),
  subnet: text(onAzure, 'Resource id of the subnet of the private endpoint'),
  'resource-group': text(onAzure, 'Resource group of the private endpoint; that of the subnet otherwise'),
  'private-endpoint-name': text(onAzure, 'Name of the private endpoint; made of namespace and label otherwise'),
  ...accountFlags,
  tag: {
    ...texts('Options:', 'A tag KEY=VALUE for the endpoint; repeat it'),
    coerce: (value: unknown) => (Array.isArray(value) ? value : [value]).map(String),
  },
} as const satisfies Record<string, Options>;

/** The flags of a group, and the option that prints. */
export const flags = { cluster: clusterFlags, wait: waitFlags, account: accountFlags, placement: placementFlags };

/** The endpoint's label. */
export const endpointFlag = { endpoint: text('Options:', 'Label of the private endpoint') } as const satisfies Record<
  string,
  Options
>;

/** -o, with the formats that a verb prints. */
export function outputFlag(formats: string): { readonly output: Options } {
  return { output: text('Options:', `Output format: ${formats}`, 'o') };
}

export interface ClusterArguments {
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly v?: string | undefined;
}

/** What is written for each request at this verbosity, if anything. */
export function requestLog(args: ClusterArguments, context: Context): ((line: string) => void) | undefined {
  if (args.v === undefined) return undefined;
  if (!/^\d+$/.test(args.v))
    throw new UserError(`invalid value "${args.v}" for -v: not a number`, { hint: 'write it like -v 6' });
  return Number(args.v) >= 6 ? (line) => context.stderr.write(`${line}\n`) : undefined;
}

/** The client and namespace that the flags choose. @throws UserError as kubectl would refuse them */
export async function connect(
  args: ClusterArguments,
  context: Context,
): Promise<{ client: KubeClient; namespace: string }> {
  const log = requestLog(args, context);
  const found = await connection(args, context.env);
  return { client: new KubeClient(new Transport(found, log)), namespace: found.namespace };
}

/** The placement flags of a parsed command line. */
export function placementOf(args: Readonly<Record<string, unknown>>): PlacementFlags {
  const one = (name: string): string | undefined => (typeof args[name] === 'string' ? args[name] : undefined);
  const many = (name: string): readonly string[] | undefined =>
    Array.isArray(args[name]) ? (args[name] as string[]) : undefined;
  return {
    vpcId: one('vpc-id'),
    subnetIds: many('subnet-id'),
    securityGroupIds: many('security-group-id'),
    region: one('region'),
    profile: one('profile'),
    subnet: one('subnet'),
    resourceGroup: one('resource-group'),
    subscription: one('subscription'),
    privateEndpointName: one('private-endpoint-name'),
    azureCloud: one('azure-cloud'),
    tags: many('tag'),
  };
}

/** A command of the command line: what yargs has to know, and what it does. */
export interface Verb {
  readonly name: string;
  /** The positional part of the usage, such as `SOURCE`. */
  readonly usage: string;
  readonly description: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly build: (parser: Argv) => Argv;
  /** @returns the exit code */
  readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Promise<number>;
}
