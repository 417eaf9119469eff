import { DisconnectRunner, unlinking } from '../../../atlas/disconnect/runner.ts';
import type { EndpointToDelete } from '../../../atlas/disconnect/scope.ts';
import { shortId } from '../../../cloud/short-service.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import { resumeHint } from '../../hints.ts';
import { OBJECT_STEP, type PlannedStep, deletionStepText, plannedSteps } from '../../words/steps.ts';
import type { Surveyed } from '../delete/survey.ts';
import { printRehearsal } from './print.ts';
import { type Rehearsed, type Showing, checkText } from './rehearsed.ts';

/**
 * Shows what a deletion would do, from what there is now.
 * @returns the exit code
 * @throws UserError if the API server or the cloud would refuse
 */
export async function rehearseDeletion(
  found: readonly Surveyed[],
  showing: Showing,
  context: VerbContext,
): Promise<number> {
  const rehearsed: Rehearsed[] = [];
  for (const each of found) rehearsed.push(...(await rehearse(each, showing, context)));
  const [first] = found;
  if (first === undefined) throw new Error('asked to show a deletion of nothing');
  return printRehearsal(first.run, rehearsed, showing, context);
}

async function rehearse(
  surveyed: Surveyed,
  { mode }: Pick<Showing, 'mode'>,
  context: VerbContext,
): Promise<readonly Rehearsed[]> {
  const { target, endpoints, whole, object } = surveyed;
  const several = endpoints.length > 1;
  const each: Rehearsed[] = [];
  for (const endpoint of endpoints) {
    const { steps } = await lookAt(surveyed, endpoint, context);
    const removes = steps.some(({ name, done }) => name === 'remove' && !done);
    each.push({
      plan: [...plannedSteps(steps, deletionStepText), ...(whole && !several ? [objectStep(surveyed)] : [])],
      objects: [{ target, object, writes: removes ? [unlinking(target, endpoint)] : [], open: false }],
      notes: mode === 'server' ? await cloudNotes(surveyed, endpoint) : [],
      prefix: several ? endpoint.label : undefined,
    });
  }
  if (!whole) return each;
  const last = { plan: several ? [objectStep(surveyed)] : [], notes: [] };
  return [...each, { ...last, objects: [{ target, object, writes: [{ verb: 'delete' }], open: false }] }];
}

function lookAt({ run, target, cloud }: Surveyed, endpoint: EndpointToDelete, context: VerbContext) {
  const waiting = { timeoutMs: 0, resume: resumeHint(context) };
  return new DisconnectRunner({ ...run, ...waiting, target, endpoint, cloud }).look(undefined);
}

function objectStep({ target, object }: Surveyed): PlannedStep {
  const goes = object.metadata.deletionTimestamp !== undefined;
  const detail = goes ? `wait until ${target.reference} is gone` : `delete ${target.reference}`;
  return { name: OBJECT_STEP, done: false, detail };
}

/** Has the cloud check what would be deleted. */
async function cloudNotes({ cloud, facts }: Surveyed, endpoint: EndpointToDelete): Promise<readonly Hint[]> {
  const notes: Hint[] = [];
  for (const { id, readiness } of endpoint.cloud) {
    if (cloud === undefined || readiness === 'gone') continue;
    notes.push(checkText(await cloud.checkRemoval(id), `the deletion of ${shortId(id)}`, facts));
  }
  return notes;
}
