import { consequencesOf } from '../../../atlas/disconnect/consequences.ts';
import {
  type EndpointToDelete,
  NothingToDelete,
  endpointsToDelete,
  nothingToDelete,
} from '../../../atlas/disconnect/scope.ts';
import { refuseMoving } from '../../../atlas/projects/refuse-moving.ts';
import { reconcilesServerless } from '../../../atlas/operator/serverless-support.ts';
import type { Run } from '../../../atlas/run.ts';
import { checkCloud, checkFlags } from '../../../cloud/flags/check.ts';
import { type FlagValues, isGiven } from '../../../cloud/flags/flag.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import { flagsFor } from '../../../cloud/flags/table.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { cloudNamed } from '../../../cloud/table.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Arguments } from '../../args/flag.ts';
import type { endpointFlag } from '../../args/flag-groups.ts';
import { type ClientArguments, openAccount, openRun } from '../../open-run.ts';
import type { VerbContext } from '../../context.ts';
import { type PlacementArguments, placementOf } from '../../endpoints/placement-flags.ts';
import {
  type DeclaringObject,
  type EndpointQuery,
  type Resolved,
  endpointsOf,
  labelInRegion,
  resolve,
} from '../../endpoints/resolve.ts';
import { type WriteArguments, refuseReturning, refuseUndone } from '../../endpoints/kept-elsewhere.ts';
import type { PlannedDeletion } from '../../views/deletion-preview.ts';
import { refuseShared } from './refusals/shared-regions.ts';

/** What the deletion of one object's endpoints involves, before anything is changed. */
export interface Surveyed extends PlannedDeletion {
  readonly run: Run;
  readonly object: KubeObject;
  /** Undefined with --keep-cloud-endpoint. */
  readonly cloud: CloudProvider | undefined;
  /** Those of the command line that this cloud has. */
  readonly flags: FlagValues;
  /** The flags that say where the cloud endpoints are, if only the spec says it, from which the deletion removes it. */
  readonly where: readonly string[];
}

/** The cloud endpoints that will be deleted. */
export function idsInCloud(endpoints: Surveyed['endpoints']): readonly string[] {
  return endpoints.flatMap(({ cloud }) => cloud.map(({ id }) => id));
}

/** What a command line says about what to delete. */
export type SurveyArguments = ClientArguments &
  PlacementArguments &
  WriteArguments &
  Arguments<typeof endpointFlag> & { readonly source: string; readonly 'keep-cloud-endpoint': boolean };

/** What is the same for all objects of a command line. */
export interface Survey {
  /** For the looks and, afterwards, for the changes. */
  readonly run: Run;
  readonly args: SurveyArguments;
  readonly context: VerbContext;
  /** False if the operator no longer reconciles serverless endpoints. */
  readonly reconciled: boolean;
}

/**
 * Looks at everything that a deletion involves, and changes nothing.
 * @returns what will be deleted, for each object that declares some of the endpoints
 * @throws UserError if there is nothing to delete, or if the command line is ambiguous
 */
export async function survey(args: SurveyArguments, context: VerbContext): Promise<readonly Surveyed[]> {
  checkFlags(placementOf(args));
  const { run, namespace } = await openRun(args, context);
  const [resolved, reconciled] = await Promise.all([
    resolve(run, queryOf(args.source, namespace, args.endpoint)),
    reconcilesServerless(run.client, context.signal),
  ]);
  return surveyFound(resolved, { run, args, context, reconciled: reconciled !== false }, [resolved]);
}

/** What to look up for a SOURCE. @param endpoint the only one that is meant, if the user names one */
export function queryOf(source: string, namespace: string, endpoint?: string): EndpointQuery {
  const command = (other: string): OwnCommand => ({ verb: 'delete', source: other, namespace });
  return { text: source, namespace, described: false, command, region: undefined, endpoint };
}

/**
 * The same for an object that is found.
 * @param together all objects of the command line
 * @throws UserError if there is nothing to delete, or if the command line is ambiguous
 */
export async function surveyFound(
  resolved: Resolved,
  shared: Survey,
  together: readonly Resolved[],
): Promise<readonly Surveyed[]> {
  if (shared.args.endpoint === undefined) await refuseShared(shared.run, resolved, together);
  return surveyAll(resolved, shared);
}

/** @throws NothingToDelete when none of the objects has what is to be deleted */
async function surveyAll({ named, declaring }: Resolved, shared: Survey): Promise<readonly Surveyed[]> {
  const found: Surveyed[] = [];
  let first: NothingToDelete | undefined;
  for (const each of declaring) {
    const { object } = each;
    if (object === undefined) continue;
    try {
      found.push(await surveyOne({ ...each, object }, shared));
    } catch (error) {
      // Of several regions one may have what another lacks.
      if (!(error instanceof NothingToDelete)) throw error;
      first ??= error;
    }
  }
  if (found.length === 0) throw first ?? nothingToDelete(named.target);
  return found;
}

async function surveyOne(
  declaring: DeclaringObject & { readonly object: KubeObject },
  { run, args, context, reconciled }: Survey,
): Promise<Surveyed> {
  const { target, object } = declaring;
  await refuseMoving(run, target, object);
  const [endpoint] = args.endpoint === undefined ? [] : endpointsOf(declaring, args.endpoint);
  const name = endpoint?.label ?? args.endpoint ?? labelInRegion(declaring, false);
  const whole = name === undefined && target.source.identity === 'cloud-endpoint';
  // The cloud endpoints of an object that is being deleted may still have to be deleted.
  if (object.metadata.deletionTimestamp === undefined) target.source.refuse(object);
  const site = target.source.site(object, name ?? target.source.defaultLabel(object) ?? firstLabel(declaring));
  const facts = cloudNamed(site.cloud);
  const given = placementOf(args);
  const several = declaring.part !== undefined;
  if (!several) checkCloud(facts, target.reference, given);
  const flags = several ? flagsFor(facts, given) : given;
  const open = (): Promise<CloudProvider> =>
    openAccount(
      facts,
      {
        flags,
        atlasRegion: site.atlasRegion,
        attachments: target.source.endpoints(object).flatMap(({ attachment }) => attachment ?? []),
        warn: run.warn,
      },
      args,
      context,
    );
  const cloud = args['keep-cloud-endpoint'] ? undefined : await open();
  const endpoints = await endpointsToDelete({ target, object, named: name, cloud, reconciled });
  await refuseComingBack({ target, object, endpoints, whole }, args, context);
  const consequences = (await consequencesOf(run, { target, object, endpoints, whole, facts })).map(context.hintText);
  const where = whereOf(facts, endpoints, given);
  return { run, target, object, facts, flags, endpoints, cloud, whole, consequences, where };
}

/** The flags of the account that are not given and that the endpoints show; none for a cloud whose regions the sources name. */
function whereOf(facts: CloudFacts, endpoints: readonly EndpointToDelete[], given: FlagValues): readonly string[] {
  const shown = endpoints.flatMap(({ cloud }) =>
    cloud.flatMap(({ asFlags }) => (asFlags === undefined ? [] : [asFlags])),
  );
  const names = facts.regional ? [] : Object.keys(facts.flags).filter((name) => facts.flags[name]?.use === 'account');
  return names.flatMap((name) => {
    const [only, another] = new Set(shown.flatMap((flags) => flags[name] ?? []));
    return typeof only === 'string' && another === undefined && !isGiven(given, name) ? [`--${name}`, only] : [];
  });
}

/** @throws UserError for a deletion that is undone when the object's manifest is applied again */
async function refuseComingBack(
  { target, object, endpoints, whole }: Pick<Surveyed, 'target' | 'object' | 'endpoints' | 'whole'>,
  args: SurveyArguments,
  context: VerbContext,
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
  if (first === undefined) throw nothingToDelete(declaring.target);
  return first.label;
}
