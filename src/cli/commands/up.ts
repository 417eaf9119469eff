import { awaitStrings } from '../../atlas/await-strings.ts';
import { privateStrings } from '../../atlas/connection-string.ts';
import type { SecretQuery } from '../../atlas/find-secret.ts';
import { endpointView } from '../../output/endpoint-view.ts';
import { checkFormat, isStructured, jsonPathFormats, structured } from '../../output/format.ts';
import {
  databaseUserFlag,
  endpointFlag,
  fieldManagerFlag,
  flags,
  ipFlag,
  outputFlag,
  type Verb,
  yesFlag,
} from '../flags.ts';
import { withPlacement } from '../from-nodes.ts';
import { advance } from './advance.ts';
import { print } from './secret.ts';

const formats = ['json', 'yaml', 'env', 'pod-env', 'name', ...jsonPathFormats] as const;

export const up: Verb = {
  name: 'up',
  usage: 'SOURCE',
  description: 'Do everything that is still to be done: create, link, and print the connection string',
  examples: [
    [
      'kubectl atlas-pe up orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d',
      'From nothing to the connection string',
    ],
    ['kubectl atlas-pe up orders', 'Go on where an earlier run, or somebody else, stopped'],
  ],
  flags: {
    ...endpointFlag,
    id: {
      type: 'string',
      group: 'Flags:',
      description: 'The cloud endpoint to link, if it exists already',
      requiresArg: true,
    },
    ...ipFlag,
    ...databaseUserFlag,
    recreate: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Remove an endpoint that failed or has another id, and make it anew',
    },
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...yesFlag,
    ...flags.placement,
    ...flags.wait,
  },
  async run(given, context) {
    const format = await checkFormat(given['output'], formats);
    const args = await withPlacement(given, format, context);
    if (args === undefined) return 0;
    const result = await advance(args, context, { until: () => 'available', declares: true });
    const { endpoint, target, progress, client, label } = result;
    const view = endpointView(target.reference, target.namespace, endpoint, result.cloudEndpoint);
    if (result.stoppedAt !== undefined) {
      if (isStructured(format)) context.stdout.write(await structured(format, view));
      return 0;
    }
    const query: SecretQuery = {
      name: `${target.source.resource.singular}/${target.name}`,
      namespace: target.namespace,
      everywhere: false,
      user: typeof args['user'] === 'string' ? args['user'] : undefined,
      warn: (text) => progress.note(`warning: ${text}`),
    };
    const step = { name: 'secret', detail: '' };
    try {
      const found = await awaitStrings(client, query, endpoint.declaredId ?? '', context, {
        timeoutMs: args['wait'] === false ? 0 : result.timeoutMs,
        resume: result.resume,
        onSeen: (seen) => progress.waiting(step, seen),
      });
      progress.done(step, `secret/${found.secret.name} of database user ${found.secret.user}`);
      if (!isStructured(format)) await print(found, format, label, context);
      else {
        const strings = privateStrings(found.secret.data, found.deployment).strings.filter(({ owners }) =>
          owners.some((owner) => owner.label === label),
        );
        const connectionStrings = Object.fromEntries(strings.map(({ key, value }) => [key, value]));
        context.stdout.write(
          await structured(format, { ...view, secret: found.secret.name, user: found.secret.user, connectionStrings }),
        );
      }
      context.stderr.write(`next, for the Pod: kubectl atlas-pe secret ${result.observed.target} -o pod-env\n`);
      return 0;
    } finally {
      progress.clear();
    }
  },
};
