import type { ConnectOptions } from '../../../atlas/connect/options.ts';
import { ConnectRunner } from '../../../atlas/connect/runner.ts';
import { stepWrite } from '../../../atlas/connect/step-writes.ts';
import type { Hint } from '../../../core/next-command.ts';
import { inWords } from '../../words/plan-problems.ts';
import { plannedSteps, stepText } from '../../words/steps.ts';
import { connectionOf, keptOnes } from '../connect/connect-endpoint.ts';
import type { PreparedEndpoint, Request } from '../connect/request.ts';
import type { connectScript } from './script/connect.ts';
import { type Rehearsed, type Showing, checkText } from './rehearsed.ts';

type At = Awaited<ReturnType<ConnectRunner['look']>>;

/**
 * Looks at what would be done for one endpoint, and with `server` has its cloud check that.
 * @throws UserError for whatever would stop the command before its first change
 */
export async function rehearseEndpoint(
  prepared: PreparedEndpoint,
  request: Request,
  { mode, commands }: Pick<Showing, 'mode' | 'commands'>,
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
    const plan = plannedSteps(at.steps, (step) => stepText(step, selected));
    return {
      plan,
      ...(commands === undefined ? {} : await scriptOf({ at, plan, selected, connection, settings: commands })),
      objects: [{ target: selected.target, object: at.observed.object, writes, open }],
      notes: [
        ...(warning === undefined ? [] : [warning]),
        ...left,
        ...(open && commands === undefined ? [linkedLater] : []),
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

async function scriptOf(planned: Parameters<typeof connectScript>[0]): ReturnType<typeof connectScript> {
  const script = await import('./script/connect.ts');
  return script.connectScript(planned);
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
