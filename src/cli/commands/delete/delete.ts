import { Deletion, awaitObjectGone } from '../../../atlas/disconnect/runner.ts';
import { NothingThere } from '../../../atlas/disconnect/scope.ts';
import { type Target } from '../../../atlas/sources/lookup.ts';
import { PATIENCE, type Report, apply } from '../../../core/reconcile.ts';
import { parseDuration } from '../../../core/duration.ts';
import { UserError } from '../../../core/errors.ts';
import { attemptWrite } from '../../../kube/attempt-write.ts';
import type { KubeClient } from '../../../kube/client.ts';
import { ApiError } from '../../../kube/errors.ts';
import { checkFormat } from '../../../output/format.ts';
import { Progress } from '../../../output/progress.ts';
import type { Context } from '../../context.ts';
import {
  type ClusterArguments,
  endpointFlag,
  fieldManagerFlag,
  flags,
  outputFlag,
  type Verb,
  yesFlag,
} from '../../args/flag-groups.ts';
import { listOrphans } from './orphans.ts';
import { notWaited, resumeHint } from '../../hints.ts';
import { type Found, agree, survey } from './survey.ts';

export const deletion: Verb = {
  name: 'delete',
  usage: '[SOURCE]',
  description: 'Unlink an endpoint, wait until Atlas has let go of it, and delete the cloud endpoint',
  examples: [
    ['kubectl atlas-pe delete orders', 'Show what goes on both sides, ask, and delete it'],
    ['kubectl atlas-pe delete ape/shop-us --endpoint web', 'One of several endpoints; the object stays'],
    ['kubectl atlas-pe delete --orphans', 'List cloud endpoints of this program that no source names'],
  ],
  flags: {
    ...endpointFlag,
    'keep-cloud-endpoint': {
      type: 'boolean',
      group: 'Flags:',
      description: 'Unlink only; the cloud endpoint stays, and the cloud account is not asked',
    },
    orphans: {
      type: 'boolean',
      group: 'Flags:',
      description: 'Instead of SOURCE: list the cloud endpoints with our tags that no source names',
    },
    'ignore-not-found': {
      type: 'boolean',
      group: 'Flags:',
      description: 'Succeed where there is nothing to delete any more',
    },
    ...yesFlag,
    ...outputFlag(['name']),
    ...fieldManagerFlag,
    ...flags.account,
    ...flags.wait,
  },
  async run(args, context) {
    if (args['orphans'] === true) return listOrphans(args, context);
    if (typeof args['source'] !== 'string') {
      throw new UserError('SOURCE is missing: which endpoint is to be deleted has to be said', {
        hint: "See 'kubectl atlas-pe delete --help' for usage.",
      });
    }
    const format = await checkFormat(args['output'], ['name'] as const);
    const timeoutMs = parseDuration('timeout', String(args['timeout']));
    const found = await survey(args, args['source'], context).catch((error: unknown) => {
      if (args['ignore-not-found'] === true && isNotFound(error)) return undefined;
      throw error;
    });
    if (found === undefined) return 0;
    await agree(found, args, context);
    const done = await carryOut(found, timeoutMs, args, context);
    for (const line of done) context.stdout.write(format === 'name' ? `${line.name}\n` : `${line.name} ${line.what}\n`);
    return 0;
  },
};

/** Whether the object is not there, or has no such endpoint. */
function isNotFound(error: unknown): boolean {
  if (error instanceof NothingThere) return true;
  const cause = error instanceof UserError ? error.cause : undefined;
  return cause instanceof ApiError && cause.code === 404 && !cause.notServed;
}

interface Gone {
  readonly name: string;
  readonly what: string;
}

/**
 * Deletes one endpoint after the other. An object that goes too goes as soon as Atlas has let go of its endpoints and the cloud
 * endpoints are on their way: as long as it stands the operator reserves a new service for the one that Atlas gives up. Anything
 * that is gone already is shown as done.
 */
async function carryOut(
  { client, target, object, doomed, cloud, whole }: Found,
  timeoutMs: number,
  args: ClusterArguments,
  context: Context,
): Promise<readonly Gone[]> {
  const resume = resumeHint(context);
  const progress = new Progress(context.stderr, context);
  const onConnection = (text: string): void => progress.note(`warning: ${text}`);
  const shared = { client, target, time: context, timeoutMs, resume, onConnection };
  const { singular, group } = target.source.resource;
  const resource = `${singular}.${group}/${target.name}`;
  const wait = args['wait'] !== false;
  const options = { wait, signal: context.signal, resume };
  const worlds = doomed.map((each) => ({ each, world: new Deletion({ ...shared, doomed: each, cloud }) }));
  // The second time round everything before the last wait has been told.
  const quiet: Report = {
    already: () => undefined,
    waiting: (step, seen) => progress.waiting(step, seen),
    done: (step, detail) => progress.done(step, detail),
  };
  try {
    for (const { each, world } of worlds) {
      if (doomed.length > 1) progress.note(each.name);
      const { stoppedAt } = await apply(world, progress, whole ? { ...options, before: 'cloud-gone' } : options);
      if (stoppedAt !== undefined && stoppedAt.name !== 'cloud-gone') {
        progress.note(notWaited(stoppedAt, context));
        return [];
      }
    }
    if (whole) {
      await deleteObject(client, target, progress, context);
      for (const { world } of worlds) await apply(world, quiet, options);
      const step = { name: 'object', detail: '' };
      if (wait) await awaitObjectGone(object, shared, (seen) => progress.waiting(step, seen));
      progress.done(step, `${target.reference} is ${wait ? 'gone' : 'deleted, not waited for (--wait=false)'}`);
    }
    return [
      ...doomed.map(({ label }) => ({ name: resource, what: `endpoint "${label}" deleted` })),
      ...(whole ? [{ name: resource, what: 'deleted' }] : []),
    ];
  } finally {
    progress.clear();
  }
}

/** @throws UserError when somebody has added an endpoint to it in the meantime, or keeps changing it */
async function deleteObject(client: KubeClient, target: Target, progress: Progress, context: Context): Promise<void> {
  for (let conflicts = 0; conflicts < PATIENCE; conflicts += 1) {
    const now = await client.find(target.source.resource, target.namespace, target.name, context.signal);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined) return;
    const added = target.source.endpoints(now).find(({ declaredId }) => declaredId !== undefined);
    if (added !== undefined) {
      throw new UserError(`${target.reference} has got the endpoint ${added.label} in the meantime, and is kept`, {
        hint: `look at it with: kubectl atlas-pe status ${target.reference} -n ${target.namespace}`,
      });
    }
    const { signal } = context;
    const deleted = await attemptWrite(() => client.delete(target.source.resource, now, { signal }));
    if (deleted !== 'conflict') return;
    // The operator writes the status at any time.
    progress.waiting({ name: 'object', detail: '' }, 'it has changed; looking again');
  }
  throw new UserError(`${target.reference} keeps changing, and is kept`, {
    hint: 'see who else writes it: kubectl get -o yaml --show-managed-fields',
  });
}
