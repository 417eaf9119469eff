import type { Generation } from '../../fakes/operator/generation.ts';
import type { SandboxCloud } from '../nodes.ts';
import type { Sandbox } from '../sandbox.ts';

/** The kinds of deployments that the demo shows. */
export type DemoSource = 'dedicated' | 'serverless';

/** What the demo shows on a cloud. */
export interface CloudTour {
  readonly cloud: SandboxCloud;
  readonly name: string;
  /** What is made in our network, and what Atlas is told of it. */
  readonly made: string;
  readonly told: string;
  readonly placement: (sandbox: Sandbox) => string;
}

export const tours: Readonly<Record<string, CloudTour>> = {
  aws: {
    cloud: 'AWS',
    name: 'AWS',
    made: 'the interface endpoint in our VPC',
    told: 'its id',
    placement: ({ account: { vpcId, subnets, groups } }) =>
      `--vpc-id ${vpcId} --subnet-id ${subnets.a},${subnets.b} --security-group-id ${groups.open}`,
  },
  azure: {
    cloud: 'AZURE',
    name: 'Azure',
    made: 'the private endpoint in our virtual network',
    told: 'its id and address',
    placement: ({ azure }) => `--subnet ${azure.subnets.endpoints}`,
  },
  gcp: {
    cloud: 'GCP',
    name: 'Google Cloud',
    made: 'an address and the forwarding rule in our network',
    told: 'its name, project and address',
    placement: ({ google }) => `--subnetwork ${google.subnetworks.endpoints.name}`,
  },
};

/** The operators that have the endpoints of a source; the newest comes first, and is the one that runs unless another is named. */
export const operators: Readonly<Record<DemoSource, readonly Generation[]>> = {
  dedicated: ['v2.15', 'v2.11'],
  serverless: ['v2.11', 'v1.6'],
};

/** A command and why a person types it. */
export interface Scene {
  readonly comment: string;
  /** Without `kubectl atlas-pe`. */
  readonly commandLine: string;
}

/** The commands of the demo, in their order. */
export function scenesOf(source: DemoSource, tour: CloudTour, sandbox: Sandbox): readonly Scene[] {
  const scenes = source === 'dedicated' ? dedicated(tour, sandbox) : serverless(tour, sandbox);
  return scenes.map(([comment, commandLine]) => ({ comment, commandLine }));
}

type Lines = readonly (readonly [comment: string, commandLine: string])[];

/** From nothing to a Pod's environment variable in one command, and the way back. */
function dedicated({ placement }: CloudTour, sandbox: Sandbox): Lines {
  return [
    ['Nothing is declared yet', 'status'],
    [
      'Everything in one command: declare the endpoint of the region, create it in our network, link it, rewrite the Secret',
      `up orders ${placement(sandbox)} --refresh --yes`,
    ],
    ['Every link of the chain, from the declaration to the connection string', 'status orders'],
    ['The private connection string, decoded', 'secret orders'],
    ['The part of a Pod that reads it', 'secret orders -o pod-env'],
    ['The same command again: every step is already done', 'up orders'],
    ['The way back, in the right order', 'delete orders --yes'],
  ];
}

/** The same in single steps, as two people take them who may each change only one side. */
function serverless({ made, told, placement }: CloudTour, sandbox: Sandbox): Lines {
  return [
    ['Nothing is declared yet', 'status'],
    ['Declare the endpoint and wait until Atlas has reserved its service', 'create orders'],
    [`Create ${made}`, `create orders ${placement(sandbox)}`],
    [`Tell Atlas ${told} and wait until it is connected`, 'link orders'],
    ['The state of the endpoint', 'status orders'],
    ['The private connection string, decoded', 'secret orders'],
    ['The part of a Pod that reads it', 'secret orders -o pod-env'],
    ['Everything in one command: every step is already done', 'up orders'],
  ];
}
