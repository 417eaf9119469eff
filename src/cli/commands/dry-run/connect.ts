import { ConnectRunner } from '../../../atlas/connect/runner.ts';
import { stepWrite } from '../../../atlas/connect/step-writes.ts';
import type { ConnectOptions } from '../../../atlas/connect/options.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import { inWords } from '../../words/plan-problems.ts';
import { type PlannedStep, plannedSteps, stepText } from '../../words/steps.ts';
import { connectionOf, keptOnes } from '../connect/connect-endpoint.ts';
import { selectEndpoints } from '../../endpoints/select-endpoints.ts';
import { prepareEndpoints } from '../connect/connect-endpoints.ts';
import { reportFailure, resultsOf } from '../connect/failures.ts';
import type { ConnectArguments, ConnectVerb, PreparedEndpoint, Request } from '../connect/request.ts';
import { printRehearsal } from './print.ts';
import { type Rehearsed, type Showing, checkText, dryRun } from './rehearsed.ts';

type At = Awaited<ReturnType<ConnectRunner['look']>>;

/** The command line of a run that changes nothing: there is nothing to agree to, and nothing to wait for. */
export function agreed<A extends ConnectArguments>(args: A): A {
  return { ...args, yes: true, wait: true };
}

/**
 * Shows what create, link or up would do, from what there is now.
 * @param ending the steps after those of the plan, once the endpoints are prepared
 * @returns the exit code
 * @throws UserError for whatever would stop the verb before its first change
 */
export function rehearseConnection(
  args: ConnectArguments & { readonly 'dry-run': Showing['mode'] | undefined },
  context: VerbContext,
  verb: ConnectVerb,
  ending: () => readonly PlannedStep[] = () => [],
): Promise<number> {
  return dryRun(args, async (showing) => {
    const asked = { args: agreed(args), context: { ...context, ask: undefined }, verb };
    const found = await selectEndpoints(asked.args, asked.context, verb);
    const { endpoints, request } = await prepareEndpoints(found, asked);
    const runs = await Promise.allSettled(
      endpoints.map((each) => reportFailure(each, rehearse(each, request, showing), context)),
    );
    const rehearsed = resultsOf(endpoints, runs, context);
    return printRehearsal(found.run, withEnding(rehearsed, ending()), showing, context);
  });
}

/** The only endpoint ends with these steps; several end with them together. */
function withEnding(
  [first, ...others]: readonly [Rehearsed, ...Rehearsed[]],
  ending: readonly PlannedStep[],
): readonly Rehearsed[] {
  if (others.length === 0) return [{ ...first, plan: [...first.plan, ...ending] }];
  return [first, ...others, { plan: ending, objects: [], notes: [] }];
}

async function rehearse(
  prepared: PreparedEndpoint,
  request: Request,
  { mode }: Pick<Showing, 'mode'>,
): Promise<Rehearsed> {
  const { selected } = prepared;
  try {
    const connection = await connectionOf(prepared, request);
    const runner = new ConnectRunner(connection);
    const at = await runner.look(runner.start, []);
    const writes = at.steps.flatMap((step) => (step.done ? [] : (stepWrite({ step, ...at }, connection) ?? [])));
    const warning = at.observed.endpoint?.warning;
    const left = await keptOnes(prepared, request);
    const open = at.steps.some((step) => step.name === 'link' && !step.done && step.attachment === undefined);
    return {
      plan: plannedSteps(at.steps, (step) => stepText(step, selected)),
      objects: [{ target: selected.target, object: at.observed.object, writes, open }],
      notes: [
        ...(warning === undefined ? [] : [warning]),
        ...left,
        ...(open ? [linkedLater] : []),
        ...(mode === 'server' ? await cloudNotes(at, connection) : []),
      ],
      prefix: selected.prefix,
    };
  } catch (error) {
    throw inWords(error, selected);
  } finally {
    prepared.progress.clear();
  }
}

/** What the objects cannot show yet. */
const linkedLater = 'the id of the cloud endpoint is not known before it is there; the object is shown without it';

/** Has the cloud check what would be made. */
async function cloudNotes({ steps, observed }: At, { cloud, facts }: ConnectOptions): Promise<readonly Hint[]> {
  const isMade = steps.some((step) => step.name === 'cloud-endpoint' && !step.done && step.place !== undefined);
  if (!isMade) return [];
  const reserved = steps.some((step) => step.name === 'reserve' && step.done);
  const check = await (await cloud()).checkCreation(observed.owner, reserved ? observed.endpoint?.service : undefined);
  return [checkText(check, 'the creation of the cloud endpoint', facts)];
}
