import { reconcilesServerless, serverlessRetired } from '../../atlas/operator/capabilities.ts';
import type { Run } from '../../atlas/run.ts';
import { type Description, describe } from '../../atlas/sources/private-endpoint/manifest.ts';
import { checkFlags, checkLink } from '../../cloud/flags/check.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import { UserError } from '../../core/errors.ts';
import { openRun } from '../connect.ts';
import type { VerbContext } from '../context.ts';
import { agreeOnMissing } from './missing-objects.ts';
import { flagsBesideNodes } from './placement-flags.ts';
import { isRegional, refuseStray, withoutRegions } from './regional-placement.ts';
import { type Resolved, resolve } from './resolve.ts';
import { type SubjectArguments, descriptionOf } from './subject-arguments.ts';
import { chooseSubjects } from './choose-subject.ts';
import type { Purpose, Subject } from './subject.ts';

/** The endpoints that a command line is for, and what it takes to go on with them. */
export interface Subjects {
  readonly run: Run;
  readonly subjects: readonly [Subject, ...Subject[]];
}

/**
 * Finds the endpoints that a verb goes on with: one, or one in each region of a dedicated cluster. Everything that can be refused before
 * anything is changed is refused here.
 * @throws UserError when it cannot be told which they are, or when it is not possible
 */
export async function subjectsOf(args: SubjectArguments, context: VerbContext, purpose: Purpose): Promise<Subjects> {
  const description = purpose.declares ? describe(descriptionOf(args)) : undefined;
  const flags = flagsBesideNodes(args);
  checkLink(flags, args.id);
  checkFlags({ ...withoutRegions(flags), region: undefined }, isRegional(flags));
  const { run, namespace } = await openRun(args, context);
  const query = {
    text: args.source,
    namespace,
    described: description !== undefined,
    command: (source: string) => ({ verb: purpose.name, source, namespace }),
    region: args.region,
    endpoint: args.endpoint,
  };
  const [resolved, supported] = await Promise.all([
    resolve(run, query),
    reconcilesServerless(run.client, context.signal),
  ]);
  await agreeOnMissing(run, resolved, purpose, { args, context });
  if (supported === false && resolved.declaring.some(({ target }) => target.source.retiredWithServerless))
    throw serverlessRetired(resolved.named.target.reference);
  refuseOneFor(resolved, args.id);
  refuseStrayRegions(resolved, description, flags);
  const subjects = await chooseSubjects(run, resolved, { args, flags, description, purpose, namespace });
  return { run, subjects };
}

/** @throws UserError for the id of one endpoint where there are several regions */
function refuseOneFor({ named, declaring }: Resolved, id: string | undefined): void {
  if (declaring.length < 2 || id === undefined) return;
  throw new UserError(`--id names one endpoint, and ${named.target.reference} has ${declaring.length} regions`, {
    hint: `choose one with --region ${declaring[0]?.part?.region ?? 'REGION'}`,
  });
}

function refuseStrayRegions({ declaring }: Resolved, description: Description | undefined, flags: FlagValues): void {
  const regions = declaring.flatMap(({ part }) => part?.region ?? description?.region ?? []);
  if (regions.length > 0) refuseStray(flags, regions);
}
