import { deletionConcerns } from '../../../atlas/disconnect/consequences.ts';
import { type Doomed, findDoomed, nothing } from '../../../atlas/disconnect/scope.ts';
import { reconcilesServerless } from '../../../atlas/operator/capabilities.ts';
import { sourcesOfCluster } from '../../../atlas/projects/cluster-regions.ts';
import { type FoundTarget, type Target, findTarget } from '../../../atlas/sources/lookup.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import { checkCloud, checkFlags } from '../../../cloud/flags/check.ts';
import { accountHint } from '../../../cloud/flags/table.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { cloudNamed } from '../../../cloud/table.ts';
import { UserError } from '../../../core/errors.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Context } from '../../context.ts';
import { type ClusterArguments, connect, requestLog, textOf } from '../../args/flag-groups.ts';
import { confirmDeletion } from '../../ask.ts';
import { placementOf } from '../../endpoints/placement-flags.ts';

/** What a deletion is about, before anything is changed. */
export interface Found {
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
}

/**
 * Looks at everything that a deletion is about, and changes nothing.
 * @throws UserError when there is nothing to delete, or when it cannot be told what is meant
 */
export async function survey(args: ClusterArguments, source: string, context: Context): Promise<Found> {
  const given = placementOf(args);
  checkFlags(given);
  const { client, namespace } = await connect(args, context);
  const [{ target, object }, reconciled] = await Promise.all([
    findTarget(client, source, namespace, context.signal, {
      command: `kubectl atlas-pe delete SOURCE -n ${namespace}`,
    }),
    reconcilesServerless(client, context.signal),
  ]);
  if (object === undefined) throw new Error(`${target.reference} was found without an object`);
  await refuseCluster(client, { target, object }, context);
  const named = textOf(args, 'endpoint');
  const whole = named === undefined && target.source.unlinked !== undefined;
  // An object that is being deleted may still need its cloud endpoints deleted.
  if (object.metadata.deletionTimestamp === undefined) target.source.refuse(object);
  const site = target.source.site(object, named ?? target.source.defaultLabel(object) ?? firstLabel(target, object));
  const facts = cloudNamed(site.cloud);
  checkCloud(facts, target.reference, given);
  const keep = args['keep-cloud-endpoint'] === true;
  const cloud = keep
    ? undefined
    : await facts.open({
        flags: given,
        env: context.env,
        atlasRegion: site.atlasRegion,
        warn: (text) => context.stderr.write(`warning: ${text}\n`),
        log: requestLog(args, context),
      });
  const doomed = await findDoomed({ target, object, named, cloud, reconciled: reconciled !== false });
  const concerns = await deletionConcerns({ client, target, object, doomed, whole, facts, signal: context.signal });
  return { client, target, object, facts, doomed, cloud, whole, concerns };
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
export async function agree(found: Found, args: ClusterArguments, context: Context): Promise<void> {
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
      unseen.map((id) => `${id} was not found in the cloud; if it is elsewhere, say where with ${accountHint(facts)}`),
    ),
    ...(cloud === undefined ? doomed.flatMap(({ id }) => (id === undefined ? [] : [`${id} is kept`])) : []),
    ...concerns,
  ];
  context.stderr.write(`to be deleted, in this order:\n${lines.join('\n')}\n`);
  for (const note of notes) context.stderr.write(`note: ${note}\n`);
  await confirmDeletion(args, context);
}
