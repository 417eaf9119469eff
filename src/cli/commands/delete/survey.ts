import { consequencesOf } from '../../../atlas/disconnect/consequences.ts';
import { NothingThere, endpointsToDelete, nothing } from '../../../atlas/disconnect/scope.ts';
import { reconcilesServerless } from '../../../atlas/operator/capabilities.ts';
import type { Run } from '../../../atlas/run.ts';
import { checkCloud, checkFlags } from '../../../cloud/flags/check.ts';
import { flagsFor } from '../../../cloud/flags/table.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { cloudNamed } from '../../../cloud/table.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Arguments } from '../../args/flag.ts';
import type { endpointFlag } from '../../args/flag-groups.ts';
import { type ConnectArguments, openRun, requestLog } from '../../connect.ts';
import type { Context, VerbContext } from '../../context.ts';
import { type PlacementArguments, placementOf } from '../../endpoints/placement-flags.ts';
import { type DeclaringObject, type Resolved, endpointsOf, resolve } from '../../endpoints/resolve.ts';
import { type WriteArguments, refuseReturning, refuseUndone } from '../../endpoints/kept-elsewhere.ts';
import type { PlannedDeletion } from '../../views/deletion-preview.ts';
import { refuseShared } from './shared-regions.ts';

/** What a deletion of one object's endpoints is about, before anything is changed. */
export interface Surveyed extends PlannedDeletion {
  readonly run: Run;
  readonly object: KubeObject;
  /** Undefined with --keep-cloud-endpoint. */
  readonly cloud: CloudProvider | undefined;
}

/** What a command line says about what is to be deleted. */
export type SurveyArguments = ConnectArguments &
  PlacementArguments &
  WriteArguments &
  Arguments<typeof endpointFlag> & { readonly source: string; readonly 'keep-cloud-endpoint': boolean };

/** What is the same for all objects of a command line. */
interface Survey {
  readonly run: Run;
  readonly args: SurveyArguments;
  readonly context: Context;
  /** False where the operator no longer looks at serverless endpoints. */
  readonly reconciled: boolean;
}

/**
 * Looks at everything that a deletion is about, and changes nothing.
 * @returns for each object that declares some of the endpoints, what goes
 * @throws UserError when there is nothing to delete, or when it cannot be told what is meant
 */
export async function survey(args: SurveyArguments, context: VerbContext): Promise<readonly Surveyed[]> {
  checkFlags(placementOf(args));
  const { run, namespace } = await openRun(args, context);
  const [resolved, reconciled] = await Promise.all([
    resolve(run, {
      text: args.source,
      namespace,
      described: false,
      command: context.hintText([{ verb: 'delete', source: 'SOURCE', namespace }]),
      region: undefined,
      endpoint: args.endpoint,
    }),
    reconcilesServerless(run.client, context.signal),
  ]);
  if (args.endpoint === undefined) await refuseShared(run, resolved);
  return surveyAll(resolved, { run, args, context, reconciled: reconciled !== false });
}

/** @throws NothingThere when none of the objects has what is to be deleted */
async function surveyAll({ named, declaring }: Resolved, shared: Survey): Promise<readonly Surveyed[]> {
  const found: Surveyed[] = [];
  let first: NothingThere | undefined;
  for (const each of declaring) {
    const { object } = each;
    if (object === undefined) continue;
    try {
      found.push(await surveyOne({ ...each, object }, shared));
    } catch (error) {
      // Of several regions one may have what another lacks.
      if (!(error instanceof NothingThere)) throw error;
      first ??= error;
    }
  }
  if (found.length === 0) throw first ?? nothing(named.target);
  return found;
}

async function surveyOne(
  declaring: DeclaringObject & { readonly object: KubeObject },
  { run, args, context, reconciled }: Survey,
): Promise<Surveyed> {
  const { target, object, label } = declaring;
  const [endpoint] = args.endpoint === undefined ? [] : endpointsOf(declaring, args.endpoint);
  const name = endpoint?.label ?? args.endpoint ?? label;
  const whole = name === undefined && target.source.identity === 'cloud-endpoint';
  // An object that is being deleted may still need its cloud endpoints deleted.
  if (object.metadata.deletionTimestamp === undefined) target.source.refuse(object);
  const site = target.source.site(object, name ?? target.source.defaultLabel(object) ?? firstLabel(declaring));
  const facts = cloudNamed(site.cloud);
  const flags = placementOf(args);
  const several = declaring.part !== undefined;
  if (!several) checkCloud(facts, target.reference, flags);
  const open = (): Promise<CloudProvider> =>
    facts.open({
      flags: several ? flagsFor(facts, flags) : flags,
      env: context.env,
      atlasRegion: site.atlasRegion,
      warn: run.warn,
      log: requestLog(args, context),
    });
  const cloud = args['keep-cloud-endpoint'] ? undefined : await open();
  const endpoints = await endpointsToDelete({ target, object, named: name, cloud, reconciled });
  await refuseComingBack({ target, object, endpoints, whole }, args, context);
  const consequences = await consequencesOf(run, { target, object, endpoints, whole, facts });
  return { run, target, object, facts, endpoints, cloud, whole, consequences };
}

/** @throws UserError for what would come back when the object's manifest is applied again */
async function refuseComingBack(
  { target, object, endpoints, whole }: Pick<Surveyed, 'target' | 'object' | 'endpoints' | 'whole'>,
  args: SurveyArguments,
  context: Context,
): Promise<void> {
  for (const { label, id, endpoint } of endpoints) {
    if (endpoint?.declared !== true) continue;
    const operations = target.source.remove(object, label, id);
    await refuseUndone({ target, object, operations, removed: id }, args, context);
  }
  if (whole) refuseReturning(target, object, args, context);
}

function firstLabel(declaring: DeclaringObject): string {
  const [first] = endpointsOf(declaring, undefined);
  if (first === undefined) throw nothing(declaring.target);
  return first.label;
}
