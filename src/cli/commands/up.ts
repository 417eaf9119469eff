import { secretSource } from '../../atlas/secret/of-source.ts';
import type { WaitingRun } from '../../atlas/run.ts';
import { ageOf, describeStaleness, stalenessOf } from '../../atlas/secret/staleness.ts';
import { looksAgain } from '../../atlas/secret/pending-strings.ts';
import { awaitSecret, awaitStrings } from '../../atlas/secret/await-strings.ts';
import { privateStrings } from '../../atlas/secret/connection-string.ts';
import type { FoundSecret, SecretQuery } from '../../atlas/secret/find.ts';
import type { Context } from '../context.ts';
import { UserError } from '../../core/errors.ts';
import { checkFormat, isStructured, jsonPathFormats, structured } from '../../output/format.ts';
import {
  type ClusterArguments,
  databaseUserFlag,
  endpointFlag,
  fieldManagerFlag,
  flags,
  ipFlag,
  outputFlag,
  type Verb,
  yesFlag,
  textOf,
} from '../args/flag-groups.ts';
import { Progress } from '../../output/progress.ts';
import { onceEach } from '../warn-once.ts';
import { advance } from './advance.ts';
import { viewOf } from './create.ts';
import { print } from './secret/print.ts';
import { refreshHint, refreshed } from './secret/waits.ts';

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
    refresh: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Make the operator write the Secret of a dedicated cluster at the end, as secret --refresh does',
    },
    ...outputFlag(formats),
    ...fieldManagerFlag,
    ...yesFlag,
    ...flags.description,
    ...flags.placement,
    ...flags.wait,
  },
  async run(args, context) {
    const format = await checkFormat(args['output'], formats);
    const verb = { name: 'up', until: () => 'available' as const, declares: true };
    const results = await advance(args, context, verb, format);
    if (results === undefined) return 0;
    const view = viewOf(results);
    if (results.some(({ stoppedAt }) => stoppedAt !== undefined)) {
      if (isStructured(format)) context.stdout.write(await structured(format, view));
      return 0;
    }
    const [{ target, client, label, deployment, observed, endpoint, timeoutMs, resume }, another] = results;
    const ids = results.map((result) => result.endpoint.declaredId ?? '');
    const { isCluster, stringsFollow } = target.source;
    const named = {
      name: deployment ?? target.reference,
      // Of another object's endpoint the cluster's strings know the id only.
      endpoint: another !== undefined ? undefined : isCluster ? label : endpoint.declaredId,
    };
    const progress = new Progress(context.stderr, context);
    const warn = onceEach((text) => progress.note(`warning: ${text}`));
    const step = { name: 'secret', detail: '' };
    const run: WaitingRun = {
      client,
      time: context,
      warn,
      timeoutMs: args['wait'] === false ? 0 : timeoutMs,
      resume,
      onSeen: (seen) => progress.waiting(step, seen),
    };
    const source = await secretSource(run, named, target.namespace);
    const query: SecretQuery = {
      name: source.name,
      namespace: target.namespace,
      everywhere: false,
      user: textOf(args, 'user'),
    };
    try {
      const found = stringsFollow
        ? await awaitStrings(run, query, ids[0] ?? '')
        : await dedicatedSecret(run, query, ids, args, context);
      progress.done(step, `secret/${found.secret.name} of database user ${found.secret.user}`);
      const chosen = format === 'pod-env' ? source.endpoint : knownEndpoint(found, source.endpoint, warn);
      if (!isStructured(format)) await print(found, format, chosen, context);
      else {
        const strings = privateStrings(found.secret.data, found.deployment, found.endpoints).strings.filter(
          ({ owners }) => owners.some(({ label: of, id }) => of === label || ids.includes(id)),
        );
        const connectionStrings = Object.fromEntries(strings.map(({ key, value }) => [key, value]));
        context.stdout.write(
          await structured(format, { ...view, secret: found.secret.name, user: found.secret.user, connectionStrings }),
        );
      }
      const forPod = another === undefined ? observed.target : `${source.name} -n ${target.namespace}`;
      context.stderr.write(`next, for the Pod: kubectl atlas-pe secret ${forPod} -o pod-env\n`);
      return 0;
    } finally {
      progress.clear();
    }
  },
};

/**
 * The endpoint, where it is known which strings are its own. Where the Secret was written by what leaves the deployment's status alone,
 * that is not known, nor where not everything may be seen: all strings are printed then.
 */
function knownEndpoint(
  found: FoundSecret,
  endpoint: string | undefined,
  warn: (text: string) => void,
): string | undefined {
  if (endpoint === undefined) return undefined;
  const { strings } = privateStrings(found.secret.data, found.deployment, found.endpoints);
  const unowned = strings.some(({ owners }) => owners.length === 0);
  if (!unowned || strings.some(({ owners }) => owners.some(({ id, label }) => id === endpoint || label === endpoint)))
    return endpoint;
  warn(
    found.refusal === undefined
      ? `which string is that of ${endpoint} is unknown, for the deployment's status is older than the Secret: compare the hosts with those in Atlas's console`
      : `which string is that of ${endpoint} is unknown: ${found.refusal.message}`,
  );
  return undefined;
}

/**
 * The Secret of a dedicated cluster. The operator does not write it for an endpoint that became available: it is made to where that
 * was asked for, and waited for where the operator looks again by itself before the wait is over.
 * @throws UserError where the string would take longer
 */
async function dedicatedSecret(
  run: WaitingRun,
  query: SecretQuery,
  ids: readonly string[],
  args: ClusterArguments,
  context: Context,
): Promise<FoundSecret> {
  const found = await awaitSecret(run, query);
  const staleness = stalenessOf(found);
  const [lacking] = staleness?.missing.filter((id) => ids.includes(id)) ?? [];
  if (staleness === undefined || lacking === undefined) return found;
  if (args['refresh'] === true) return refreshed(run, query, found, context, run.timeoutMs);
  if (looksAgain(found, run.timeoutMs)) return awaitStrings(run, query, lacking);
  const text = describeStaleness(found.secret, staleness, ageOf(found.secret, context.now()));
  throw new UserError(`the endpoint is available, but ${text}`, { hint: refreshHint(found) });
}
