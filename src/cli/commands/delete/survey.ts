import { deletionConcerns } from '../../../atlas/disconnect/consequences.ts';
import { findDoomed, nothing } from '../../../atlas/disconnect/scope.ts';
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
import type { Arguments } from '../../args/flag.ts';
import type { endpointFlag } from '../../args/flag-groups.ts';
import { type ConnectArguments, connect, requestLog } from '../../connect.ts';
import type { Context, VerbContext } from '../../context.ts';
import { chooseWith } from '../../hints.ts';
import { type PlacementArguments, placementOf } from '../../endpoints/placement-flags.ts';
import type { PlannedDeletion } from '../../views/deletion-preview.ts';

/** What a deletion is about, before anything is changed. */
export interface Found extends PlannedDeletion {
  readonly client: KubeClient;
  readonly object: KubeObject;
  /** Undefined with --keep-cloud-endpoint. */
  readonly cloud: CloudProvider | undefined;
}

/** What a command line says about what is to be deleted. */
type SurveyArguments = ConnectArguments &
  PlacementArguments &
  Arguments<typeof endpointFlag> & { readonly source: string; readonly 'keep-cloud-endpoint': boolean };

/**
 * Looks at everything that a deletion is about, and changes nothing.
 * @throws UserError when there is nothing to delete, or when it cannot be told what is meant
 */
export async function survey(args: SurveyArguments, context: VerbContext): Promise<Found> {
  const given = placementOf(args);
  checkFlags(given);
  const { client, namespace } = await connect(args, context);
  const [{ target, object }, reconciled] = await Promise.all([
    findTarget(client, args.source, namespace, context.signal, {
      command: context.hintText([{ verb: 'delete', source: 'SOURCE', namespace }]),
    }),
    reconcilesServerless(client, context.signal),
  ]);
  if (object === undefined) throw new Error(`${target.reference} was found without an object`);
  await refuseCluster(client, { target, object }, context);
  const named = args.endpoint;
  const whole = named === undefined && target.source.unlinked !== undefined;
  // An object that is being deleted may still need its cloud endpoints deleted.
  if (object.metadata.deletionTimestamp === undefined) target.source.refuse(object);
  const site = target.source.site(object, named ?? target.source.defaultLabel(object) ?? firstLabel(target, object));
  const facts = cloudOf(site.cloud);
  checkCloud(facts, target.reference, given, undefined);
  const cloud = args['keep-cloud-endpoint'] ? undefined : await accountOf(facts, site, args, context);
  const doomed = await findDoomed({ target, object, named, cloud, reconciled: reconciled !== false });
  const concerns = await deletionConcerns({ client, target, object, doomed, whole, facts, signal: context.signal });
  return { client, target, object, facts, doomed, cloud, whole, concerns };
}

/** Opens the cloud account. @throws UserError for flags that the cloud refuses */
function accountOf(
  facts: CloudFacts,
  { atlasRegion }: SourceSite,
  args: SurveyArguments,
  context: Context,
): Promise<CloudProvider> {
  return facts.open({
    flags: placementOf(args),
    env: context.env,
    atlasRegion,
    warn: (text) => context.stderr.write(`warning: ${text}\n`),
    log: requestLog(args, context),
  });
}

/** A dedicated cluster declares no endpoints itself, and those of its regions are its project's other clusters' too. */
async function refuseCluster(client: KubeClient, found: FoundTarget, context: Context): Promise<void> {
  const parts = await sourcesOfCluster(client, found, undefined, context.signal);
  if (parts === undefined) return;
  const commands = parts.flatMap(({ object, target }) =>
    object === undefined ? [] : [{ verb: 'delete', source: `ape/${target.name}`, namespace: target.namespace }],
  );
  throw new UserError(
    `${found.target.reference} is a dedicated cluster, which declares no endpoints itself: those of its project's regions serve every cluster there`,
    { hint: commands.length === 0 ? 'its project has none for its regions' : chooseWith(commands) },
  );
}

function firstLabel(target: Target, object: KubeObject): string {
  const [first] = target.source.endpoints(object);
  if (first === undefined) throw nothing(target);
  return first.label;
}
