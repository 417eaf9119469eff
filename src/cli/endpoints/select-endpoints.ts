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
import { type Resolved, resolve } from './resolve.ts';
import { type EndpointArguments, descriptionOf } from './endpoint-arguments.ts';
import { type Doubts, refuseBeyondOperator } from './second-endpoint.ts';
import { selectEach } from './select-endpoint.ts';
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
  const flags = flagsBesideNodes(args);
  checkLink(flags, args.id);
  checkFlags({ ...withoutRegions(flags), region: undefined }, isRegional(flags));
  const { run, namespace } = await openRun(args, context);
  const query = {
    text: args.source,
    namespace,
    described: description !== undefined,
    command: (source: string) => ({ verb: verb.name, source, namespace }),
    region: args.region,
    endpoint: args.endpoint,
    flags: placementOf(args),
  };
  const [resolved, supported] = await Promise.all([
    resolve(run, query),
    reconcilesServerless(run.client, context.signal),
  ]);
  if (verb.endsWithString === true) refuseWithoutStrings(resolved);
  await confirmMissing(run, resolved, verb, { args, context });
  if (supported === false && resolved.declaring.some(({ target }) => target.source.retiredWithServerless))
    throw serverlessRetired(resolved.named.target.reference);
  refuseOneFor(resolved, args.id);
  checkRegions(resolved, description, flags);
  const endpoints = await selectEach(run, resolved, { args, flags, description, verb, namespace });
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
