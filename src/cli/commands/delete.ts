import { Deletion, awaitObjectGone } from '../../atlas/deletion.ts';
import { deletionConcerns } from '../../atlas/deletion-concerns.ts';
import { type Doomed, NothingThere, findDoomed, nothing } from '../../atlas/doomed.ts';
import { reconcilesServerless } from '../../atlas/operator.ts';
import { sourcesOfCluster } from '../../atlas/cluster-source.ts';
import { type FoundTarget, type Target, findTarget } from '../../atlas/target.ts';
import { checkCloud, checkFlags, cloudOf } from '../../cloud/clouds.ts';
import type { CloudFacts, CloudProvider } from '../../cloud/provider.ts';
import { type Report, apply } from '../../core/apply.ts';
import { parseDuration } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { checkFormat } from '../../output/format.ts';
import { Progress } from '../../output/progress.ts';
import type { Context } from '../context.ts';
import {
  type ClusterArguments,
  connect,
  endpointFlag,
  fieldManagerFlag,
  flags,
  outputFlag,
  placementOf,
  requestLog,
  type Verb,
  yesFlag,
} from '../flags.ts';
import { listOrphans } from '../orphans.ts';
import { confirmDeletion } from '../prompt.ts';

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

/** What a deletion is about, before anything is changed. */
interface Found {
  readonly client: KubeClient;
  readonly target: Target;
  readonly object: KubeObject;
  readonly facts: CloudFacts;
  readonly doomed: readonly Doomed[];
  /** Undefined with --keep-cloud-endpoint. */
  readonly cloud: CloudProvider | undefined;
  /** Whether the object itself goes too. */
  readonly whole: boolean;
  readonly concerns: readonly string[];
  readonly warnings: (text: string) => void;
}

async function survey(args: ClusterArguments, source: string, context: Context): Promise<Found> {
  const given = placementOf(args);
  checkFlags(given, undefined);
  const { client, namespace } = await connect(args, context);
  const [{ target, object }, reconciled] = await Promise.all([
    findTarget(client, source, namespace, context.signal, {
      command: `kubectl atlas-pe delete SOURCE -n ${namespace}`,
    }),
    reconcilesServerless(client, context.signal),
  ]);
  if (object === undefined) throw new Error(`${target.reference} was found without an object`);
  await refuseCluster(client, { target, object }, context);
  const named = typeof args['endpoint'] === 'string' ? args['endpoint'] : undefined;
  const whole = named === undefined && target.source.unlinked !== undefined;
  // An object that is being deleted may still need its cloud endpoints deleted.
  if (object.metadata.deletionTimestamp === undefined) target.source.refuse(object);
  const site = target.source.site(object, named ?? target.source.defaultLabel(object) ?? firstLabel(target, object));
  const facts = cloudOf(site.cloud);
  checkCloud(facts, target.reference, given, undefined);
  const warnings = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
  const keep = args['keep-cloud-endpoint'] === true;
  const cloud = keep
    ? undefined
    : await facts.open({
        flags: given,
        env: context.env,
        atlasRegion: site.atlasRegion,
        warn: warnings,
        log: requestLog(args, context),
      });
  const doomed = await findDoomed({ target, object, named, cloud, reconciled: reconciled !== false });
  const concerns = await deletionConcerns({ client, target, object, doomed, whole, facts, signal: context.signal });
  return { client, target, object, facts, doomed, cloud, whole, concerns, warnings };
}

/** A dedicated cluster declares no endpoints itself, and those of its regions are its project's other clusters' too. */
async function refuseCluster(client: KubeClient, found: FoundTarget, context: Context): Promise<void> {
  const parts = await sourcesOfCluster(client, found, undefined, context.signal);
  if (parts === undefined) return;
  const commands = parts.flatMap(({ object, target }) =>
    object === undefined ? [] : [`kubectl atlas-pe delete ape/${target.name} -n ${target.namespace}`],
  );
  throw new UserError(
    `${found.target.reference} is a dedicated cluster, which declares no endpoints itself: those of its project's regions serve every cluster there`,
    {
      hint: commands.length === 0 ? 'its project has none for its regions' : `choose with: ${commands.join('  or: ')}`,
    },
  );
}

function firstLabel(target: Target, object: KubeObject): string {
  const [first] = target.source.endpoints(object);
  if (first === undefined) throw nothing(target);
  return first.label;
}

/** Shows what will go on both sides, in its order, and asks. @throws UserError when nobody agrees */
async function agree(found: Found, args: ClusterArguments, context: Context): Promise<void> {
  const { target, facts, doomed, whole, cloud, concerns } = found;
  const lines: string[] = [];
  const show = (where: string, what: string): void => void lines.push(`  ${where.padEnd(11)} ${what}`);
  for (const { name, endpoint, id, stays, cloud: gone } of doomed) {
    if (endpoint?.declared === true)
      show('Kubernetes', `${name}${id === undefined || name.includes(id) ? '' : ` (${id})`}, out of the spec`);
    if (endpoint?.state !== undefined && stays === undefined)
      show(
        'Atlas',
        `its private endpoint, ${endpoint.state}${endpoint.service === undefined ? '' : `, on ${endpoint.service}`}`,
      );
    for (const { id: other, place, state } of gone) show(facts.name, `${other} in ${place} (${state})`);
  }
  if (whole) show('Kubernetes', `${target.reference} in namespace ${target.namespace}`);
  const notes = [
    ...doomed.flatMap(({ name, stays }) => (stays === undefined ? [] : [`${name} stays in Atlas: ${stays}`])),
    ...doomed.flatMap(({ foreign }) =>
      foreign.map(
        ({ id, removeCommand }) => `${id} stays, for this program did not make it; delete it with: ${removeCommand}`,
      ),
    ),
    ...doomed.flatMap(({ unseen }) =>
      unseen.map((id) => `${id} was not found in the cloud; if it is elsewhere, say where with ${facts.accountFlags}`),
    ),
    ...(cloud === undefined ? doomed.flatMap(({ id }) => (id === undefined ? [] : [`${id} is kept`])) : []),
    ...concerns,
  ];
  context.stderr.write(`to be deleted, in this order:\n${lines.join('\n')}\n`);
  for (const note of notes) context.stderr.write(`note: ${note}\n`);
  await confirmDeletion(args, context);
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
  const resume = `nothing is lost; go on with: ${context.commandLine}`;
  const progress = new Progress(context.stderr, context);
  const onConnection = (text: string): void => progress.note(`warning: ${text}`);
  const shared = { client, time: context, timeoutMs, resume, onConnection };
  const { singular, group } = target.source.resource;
  const resource = `${singular}.${group}/${target.name}`;
  const wait = args['wait'] !== false;
  const options = { wait, signal: context.signal, resume };
  const worlds = doomed.map((each) => ({ each, world: new Deletion({ ...shared, target, doomed: each, cloud }) }));
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
      if (stoppedAt !== undefined && stoppedAt.name !== 'cloud-gone') return notWaited(stoppedAt, progress, context);
    }
    if (whole) {
      await deleteObject(client, target, progress, context);
      for (const { world } of worlds) await apply(world, quiet, options);
      const step = { name: 'object', detail: '' };
      if (wait) await awaitObjectGone(target, object, shared, (seen) => progress.waiting(step, seen));
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

function notWaited(step: { readonly detail: string }, progress: Progress, context: Context): readonly Gone[] {
  const command = context.commandLine.replace(/ --wait=false\b/, '');
  progress.note(`not waited for (--wait=false): ${step.detail}; go on with: ${command}`);
  return [];
}

/** @throws UserError when somebody has added an endpoint to it in the meantime */
async function deleteObject(client: KubeClient, target: Target, progress: Progress, context: Context): Promise<void> {
  for (;;) {
    const now = await client.find(target.source.resource, target.namespace, target.name, context.signal);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined) return;
    const added = target.source.endpoints(now).find(({ declaredId }) => declaredId !== undefined);
    if (added !== undefined) {
      throw new UserError(`${target.reference} has got the endpoint ${added.label} in the meantime, and is kept`, {
        hint: `look at it with: kubectl atlas-pe status ${target.reference} -n ${target.namespace}`,
      });
    }
    try {
      await client.delete(target.source.resource, now, context.signal);
      return;
    } catch (error) {
      // The operator writes the status at any time.
      if (!(error instanceof ApiError) || error.code !== 409) throw error;
      progress.waiting({ name: 'object', detail: '' }, 'it has changed; looking again');
    }
  }
}
