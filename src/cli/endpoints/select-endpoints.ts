import { reconcilesServerless, serverlessRetired } from '../../atlas/operator/serverless-support.ts';
import { refusePaused } from '../../atlas/projects/paused.ts';
import type { Run } from '../../atlas/run.ts';
import { type Description, describe } from '../../atlas/sources/private-endpoint/manifest.ts';
import { checkFlags, checkLink } from '../../cloud/flags/check.ts';
import { type FlagValues, isGiven } from '../../cloud/flags/flag.ts';
import { cloudFlags } from '../../cloud/flags/table.ts';
import { UserError } from '../../core/errors.ts';
import { openRun } from '../open-run.ts';
import type { VerbContext } from '../context.ts';
import { confirmMissing } from './confirm-missing.ts';
import { flagsBesideNodes, placementOf } from './placement-flags.ts';
import { isRegional, refuseOtherRegions, withoutRegions } from './regional-placement.ts';
import { type EndpointQuery, type Resolved, resolve } from './resolve.ts';
import { type EndpointArguments, descriptionOf } from './endpoint-arguments.ts';
import { type Doubts, refuseBeyondOperator } from './second-endpoint.ts';
import { type Among, selectEach } from './select-endpoint.ts';
import { type CallingVerb, type SelectedEndpoint, areInRegions } from './selected-endpoint.ts';

/** The endpoints that a command line is for, and what is needed to work on them. */
export interface SelectedEndpoints {
  readonly run: Run;
  readonly endpoints: readonly [SelectedEndpoint, ...SelectedEndpoint[]];
  /** What has to be confirmed before they are declared. */
  readonly doubts: Doubts;
}

/**
 * Finds the endpoints that a verb works on: one, or one in each region of a dedicated cluster. Everything that can be refused before
 * anything is changed is refused here.
 * @throws UserError if they are ambiguous, or if the verb cannot work on them
 */
export async function selectEndpoints(
  args: EndpointArguments,
  context: VerbContext,
  verb: CallingVerb,
): Promise<SelectedEndpoints> {
  const description = verb.declares ? describe(descriptionOf(args), placementOf(args)) : undefined;
  checkPlacement(args);
  const { run, namespace } = await openRun(args, context);
  const [resolved, supported] = await Promise.all([
    resolve(run, queryOf(args, { verb, namespace, described: description !== undefined })),
    reconcilesServerless(run.client, context.signal),
  ]);
  return selectFound({ run, namespace, resolved, supported, description }, { args, context, verb });
}

/** @throws UserError for placement flags that are wrong whatever the endpoints are */
export function checkPlacement(args: EndpointArguments): void {
  const flags = flagsBesideNodes(args);
  checkLink(flags, args.id);
  checkFlags({ ...withoutRegions(flags), region: undefined }, isRegional(flags));
}

/** What to look up for a SOURCE. @param described whether flags describe it, so that it is created if it does not exist */
export function queryOf(
  args: EndpointArguments,
  {
    verb,
    namespace,
    described,
  }: { readonly verb: CallingVerb; readonly namespace: string; readonly described: boolean },
): EndpointQuery {
  return {
    text: args.source,
    namespace,
    described,
    command: (source: string) => ({ verb: verb.name, source, namespace }),
    region: args.region,
    endpoint: args.endpoint,
    flags: placementOf(args),
  };
}

/** What a SOURCE was resolved to. */
export interface FoundSource {
  readonly run: Run;
  readonly namespace: string;
  readonly resolved: Resolved;
  /** False if the operator no longer reconciles serverless endpoints. */
  readonly supported: boolean | undefined;
  readonly description: Description | undefined;
  /** What it has in common with the others of the command line, if there are any. */
  readonly among?: Among;
}

/**
 * Selects the endpoints of a SOURCE that is found.
 * @throws UserError if they are ambiguous, or if the verb cannot work on them
 */
export async function selectFound(
  { run, namespace, resolved, supported, description, among }: FoundSource,
  {
    args,
    context,
    verb,
  }: { readonly args: EndpointArguments; readonly context: VerbContext; readonly verb: CallingVerb },
): Promise<SelectedEndpoints> {
  const flags = flagsBesideNodes(args);
  if (verb.endsWithString === true) refuseWithoutStrings(resolved);
  await confirmMissing(run, resolved, verb, { args, context });
  if (supported === false && resolved.declaring.some(({ target }) => target.source.retiredWithServerless))
    throw serverlessRetired(resolved.named.target.reference);
  refuseOneFor(resolved, args.id);
  if (among === undefined) checkRegions(resolved, description, flags);
  const endpoints = await selectEach(run, resolved, { args, flags, description, verb, namespace, among });
  refuseOneName(endpoints);
  const doubts = await refuseBeyondOperator(run, endpoints, verb, context);
  return { run, endpoints, doubts };
}

/** @throws UserError for a cluster that has no connection string to end with */
function refuseWithoutStrings({ named: { target, object } }: Resolved): void {
  const deployment = object && target.source.declaredElsewhere(object);
  if (deployment !== undefined) refusePaused(deployment);
}

/** @throws UserError for the id of one endpoint if there are several regions */
function refuseOneFor({ named, declaring }: Resolved, id: string | undefined): void {
  if (declaring.length < 2 || id === undefined) return;
  throw new UserError(`--id names one endpoint, but ${named.target.reference} has ${declaring.length} regions`, {
    hint: `choose one with --region ${declaring[0]?.part?.region ?? 'REGION'}`,
  });
}

/** @throws UserError for a flag that names one cloud endpoint if there are several in a region */
function refuseOneName([first, ...others]: SelectedEndpoints['endpoints']): void {
  if (others.length === 0 || areInRegions([first, ...others])) return;
  const naming = cloudFlags().find(({ name, single }) => single === true && isGiven(first.flags, name));
  if (naming === undefined) return;
  throw new UserError(
    `--${naming.name} names one cloud endpoint, but ${first.target.reference} has ${others.length + 1} endpoints`,
    { hint: `choose one with --endpoint ${first.label}` },
  );
}

function checkRegions({ declaring }: Resolved, description: Description | undefined, flags: FlagValues): void {
  const regions = declaring.flatMap(({ part }) => part?.region ?? description?.region ?? []);
  if (regions.length > 0) refuseOtherRegions(flags, regions);
}
