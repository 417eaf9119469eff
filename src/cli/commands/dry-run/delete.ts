import { DisconnectRunner, unlinking } from '../../../atlas/disconnect/runner.ts';
import type { EndpointToDelete } from '../../../atlas/disconnect/scope.ts';
import { shortId } from '../../../cloud/short-service.ts';
import { exitCodes } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Slots } from '../../../core/plan/slots/slots.ts';
import type { VerbContext } from '../../context.ts';
import type { Verb } from '../../verb.ts';
import { resumeHint } from '../../hints.ts';
import { OBJECT_STEP, type PlannedStep, deletionStepText, plannedSteps } from '../../words/steps.ts';
import { type LookArguments, eachLookedAt } from '../delete/delete-several.ts';
import { type Prepared, keyOf } from '../delete/deleting.ts';
import { previewDeletion } from '../delete/preview.ts';
import type { Surveyed } from '../delete/survey.ts';
import { type NameArguments, type SeveralSources, namedSources } from '../several/named-sources.ts';
import { Questions } from '../several/questions.ts';
import { printRehearsal } from './print.ts';
import type { deletionScript } from './script/delete.ts';
import { printOutcomes } from './print-outcomes.ts';
import { type DryRunArguments, type Rehearsed, type Showing, checkText, dryRun } from './rehearsed.ts';

/** A command line with --dry-run of `delete`. */
export type RehearsedDeletion = LookArguments & DryRunArguments & NameArguments;

/**
 * Shows what a deletion would do, from what there is now.
 * @returns the exit code
 * @throws UserError for whatever would stop it before its first change
 */
export function rehearseDeletion(args: RehearsedDeletion, context: VerbContext, declared: Verb): Promise<number> {
  return dryRun(args, context, async (showing) => {
    const named = await namedSources(args, declared, context);
    if (!('one' in named)) return rehearseDeletions(named, args, showing, context);
    const found = await previewDeletion({ ...args, source: named.one }, context);
    const [first] = found;
    if (first === undefined) return exitCodes.ok;
    const rehearsed: Rehearsed[] = [];
    for (const each of found) rehearsed.push(...(await rehearse(each, showing, context)));
    return printRehearsal(first.run, rehearsed, showing, context);
  });
}

/** The same for several objects, one after the other in the order of the command line. */
async function rehearseDeletions(
  sources: SeveralSources,
  args: RehearsedDeletion,
  showing: Showing,
  context: VerbContext,
): Promise<number> {
  const begun = new Set<string>();
  const work = ({ slots, width }: { readonly slots: Slots; readonly width: number }) => ({
    agree: () => Promise.resolve(true),
    changes: () => [],
    act: async (name: string, { found }: Prepared, own: VerbContext): Promise<readonly Rehearsed[]> => {
      // An object that several of the names mean is shown once.
      const others = found.filter((each) => !begun.has(keyOf(each)));
      for (const each of others) begun.add(keyOf(each));
      const all = others.map((each) => slots.within(() => rehearse(each, showing, own, name.padEnd(width))));
      return (await Promise.all(all)).flat();
    },
  });
  const questions = new Questions(context, 'told');
  const outcomes = await eachLookedAt(sources, args, { work, questions }, context);
  return printOutcomes(sources, { outcomes, notes: [] }, showing, context);
}

/** @param name what tells the object from others, if there are any */
async function rehearse(
  surveyed: Surveyed,
  { mode, commands }: Pick<Showing, 'mode' | 'commands'>,
  context: VerbContext,
  name?: string,
): Promise<readonly Rehearsed[]> {
  const { target, endpoints, whole, object } = surveyed;
  const several = endpoints.length > 1;
  const each: Rehearsed[] = [];
  const planned = [];
  for (const endpoint of endpoints) {
    const { steps } = await lookAt(surveyed, endpoint, context);
    planned.push({ endpoint, steps });
    const removes = steps.some(({ name: step, done }) => step === 'remove' && !done);
    each.push({
      plan: [...plannedSteps(steps, deletionStepText), ...(whole && !several ? [objectStep(surveyed)] : [])],
      objects: [{ target, object, writes: removes ? [unlinking(target, endpoint)] : [], open: false }],
      notes: mode === 'server' ? await cloudNotes(surveyed, endpoint) : [],
      prefix: several ? [...(name === undefined ? [] : [name]), endpoint.label].join(' ') : name,
    });
  }
  const script =
    commands === undefined ? [] : await scriptOf(surveyed, planned, whole ? objectStep(surveyed) : undefined, commands);
  if (!whole) return [...each, { plan: [], objects: [], notes: [], script, prefix: name }];
  const last = { plan: several ? [objectStep(surveyed)] : [], notes: [], script, prefix: name };
  return [...each, { ...last, objects: [{ target, object, writes: [{ verb: 'delete' }], open: false }] }];
}

async function scriptOf(...planned: Parameters<typeof deletionScript>): ReturnType<typeof deletionScript> {
  const script = await import('./script/delete.ts');
  return script.deletionScript(...planned);
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
