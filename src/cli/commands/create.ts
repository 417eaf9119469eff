import { endpointView } from '../views/endpoint-view.ts';
import { checkFormat, jsonPathFormats, structured } from '../../output/format.ts';
import { endpointFlag, fieldManagerFlag, flags, outputFlag, type Verb, yesFlag } from '../args/flag-groups.ts';
import { type Advanced, advance } from './advance.ts';

const formats = ['json', 'yaml', 'name', ...jsonPathFormats] as const;

export const create: Verb = {
  name: 'create',
  usage: 'SOURCE',
  description: 'Declare an endpoint, wait for its service and, with placement, create the cloud endpoint',
  examples: [
    ['kubectl atlas-pe create orders', 'Reserve the service and print its name'],
    [
      'kubectl atlas-pe create orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d',
      'Create the interface endpoint too',
    ],
  ],
  flags: {
    ...endpointFlag,
    recreate: { type: 'boolean', group: 'Flags:', description: 'Remove an endpoint that failed, and make it anew' },
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...yesFlag,
    ...flags.description,
    ...flags.placement,
    ...flags.wait,
  },
  async run(args, context) {
    const format = await checkFormat(args['output'], formats);
    const verb = {
      name: 'create',
      until: (placed: boolean) => (placed ? ('cloud-endpoint' as const) : ('reserved' as const)),
      declares: true,
    };
    const results = await advance(args, context, verb, format);
    if (results === undefined) return 0;
    if (format === 'name') for (const result of results) context.stdout.write(`${resourceName(result)}\n`);
    else if (format !== undefined) context.stdout.write(await structured(format, viewOf(results)));
    else {
      for (const { endpoint, cloudEndpoint } of results)
        for (const line of [endpoint.service, cloudEndpoint]) if (line !== undefined) context.stdout.write(`${line}\n`);
    }
    for (const result of results)
      if (result.stoppedAt === undefined) context.stderr.write(nextCommands(result, result.endpoint.service ?? ''));
    return 0;
  },
};

/** What a program reads of the endpoints: the one, or a list as kubectl's. */
export function viewOf(results: readonly [Advanced, ...Advanced[]]): object {
  const views = results.map(({ target, endpoint, cloudEndpoint }) =>
    endpointView(target.reference, target.namespace, endpoint, cloudEndpoint),
  );
  return views.length === 1 && views[0] !== undefined ? views[0] : { kind: 'EndpointList', items: views };
}

/** The object as `-o name` prints it. */
export function resourceName({ target }: Pick<Advanced, 'target'>): string {
  const { singular, group } = target.source.resource;
  return `${singular}.${group}/${target.name}`;
}

function nextCommands(result: Advanced, service: string): string {
  const { observed, endpoint, cloudEndpoint, cloud } = result;
  if (endpoint?.phase === 'Available') return `next: kubectl atlas-pe secret ${observed.target}\n`;
  if (cloudEndpoint !== undefined) return `next: kubectl atlas-pe link ${observed.target}\n`;
  return [
    'next, create the cloud endpoint:',
    `  kubectl atlas-pe create ${observed.target} ${cloud.placementHint}`,
    "or with the cloud's own command line:",
    `  ${cloud.commandHint(service)}`,
    `then: kubectl atlas-pe link ${observed.target}`,
    '',
  ].join('\n');
}
