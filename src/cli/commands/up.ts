import { secretSource } from '../../atlas/secret-of-source.ts';
import { freshnessOf } from '../../atlas/freshness.ts';
import { awaitStrings } from '../../atlas/await-strings.ts';
import { privateStrings } from '../../atlas/connection-string.ts';
import { type FoundSecret, type SecretQuery, findConnectionSecret } from '../../atlas/find-secret.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { Context } from '../context.ts';
import { UserError } from '../../core/errors.ts';
import { endpointView } from '../../output/endpoint-view.ts';
import { checkFormat, structured } from '../../output/format.ts';
import { endpointFlag, fieldManagerFlag, flags, outputFlag, type Verb } from '../flags.ts';
import { advance } from './advance.ts';
import { print, refreshHint, refreshed } from './secret.ts';

/** Milliseconds after which the operator looks at an object with an externalProjectRef again (--independent-sync-period, in minutes: 15). */
const INDEPENDENT_SYNC_MS = 15 * 60_000;

const formats = ['json', 'yaml', 'env', 'pod-env', 'name'] as const;

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
    ip: {
      type: 'string',
      group: 'Flags:',
      description: 'With --id, on Azure: its private address',
      requiresArg: true,
    },
    user: {
      type: 'string',
      group: 'Flags:',
      description: 'The database user whose Secret is meant',
      requiresArg: true,
    },
    recreate: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Remove an endpoint that failed or has another id, and make it anew',
    },
    refresh: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Make the operator write the Secret of a dedicated cluster at the end, as secret --refresh does',
    },
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...flags.description,
    ...flags.placement,
    ...flags.wait,
  },
  async run(args, context) {
    const format = checkFormat(typeof args['output'] === 'string' ? args['output'] : undefined, formats);
    const result = await advance(args, context, {
      name: 'up',
      until: () => 'available',
      declares: true,
    });
    const { endpoint, target, progress, client, label } = result;
    if (endpoint === undefined)
      throw new UserError(`${target.reference} has lost the endpoint again`, { hint: context.commandLine });
    const view = endpointView(target.reference, target.namespace, endpoint, result.cloudEndpoint);
    if (result.stoppedAt !== undefined) {
      if (format === 'json' || format === 'yaml') context.stdout.write(await structured(format, view));
      return 0;
    }
    const id = endpoint.declaredId ?? '';
    // The label of a dedicated cluster's endpoint stands in the cloud; what the strings know is its id.
    const dedicated = target.source.resource.kind !== 'AtlasDeployment';
    const named = { name: result.deployment ?? target.reference, endpoint: dedicated ? id : label };
    const source = await secretSource(client, named, target.namespace, context.signal);
    const query: SecretQuery = {
      name: source.name,
      namespace: target.namespace,
      everywhere: false,
      user: typeof args['user'] === 'string' ? args['user'] : undefined,
      warn: (text) => progress.note(`warning: ${text}`),
    };
    const step = { name: 'secret', detail: '' };
    try {
      const waiting = {
        timeoutMs: args['wait'] === false ? 0 : result.timeoutMs,
        resume: result.resume,
        onSeen: (seen: string) => progress.waiting(step, seen),
      };
      const found = dedicated
        ? await dedicatedSecret(client, query, id, context, { ...waiting, refresh: args['refresh'] === true })
        : await awaitStrings(client, query, id, context, waiting);
      progress.done(step, `secret/${found.secret.name} of database user ${found.secret.user}`);
      if (format !== 'json' && format !== 'yaml') await print(found, format, source.endpoint ?? label, context);
      else {
        const strings = privateStrings(found.secret.data, found.deployment, found.endpoints).strings.filter(
          ({ owners }) => owners.some((owner) => owner.label === label || owner.id === id),
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

/**
 * The Secret of a dedicated cluster. The operator does not write it for an endpoint that became available: it is made to where that
 * was asked for, and waited for where the operator looks again by itself before the wait is over.
 * @throws UserError where the string would take longer
 */
async function dedicatedSecret(
  client: KubeClient,
  query: SecretQuery,
  id: string,
  context: Context,
  options: {
    readonly timeoutMs: number;
    readonly refresh: boolean;
    readonly resume: string;
    readonly onSeen: (seen: string) => void;
  },
): Promise<FoundSecret> {
  const found = await findConnectionSecret(client, query, context.signal);
  const { missing, text } = freshnessOf(found, context.now());
  if (!missing.includes(id)) return found;
  if (options.refresh) return refreshed(client, query, found, context, options.timeoutMs);
  if (found.deployment?.spec?.externalProjectRef !== undefined && options.timeoutMs > INDEPENDENT_SYNC_MS) {
    return awaitStrings(client, query, id, context, options);
  }
  throw new UserError(`the endpoint is available, but ${text}`, { hint: refreshHint(found) });
}
