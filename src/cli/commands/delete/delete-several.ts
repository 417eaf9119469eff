import type { Slots } from '../../../core/plan/slots/slots.ts';
import { parseDuration } from '../../../core/duration.ts';
import { printLine } from '../../../output/escape.ts';
import type { Template } from '../../../output/format.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmDeletion } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import type { SeveralSources } from '../several/named-sources.ts';
import { placementOf } from '../../endpoints/placement-flags.ts';
import { againWith } from '../../hints.ts';
import { accountTeller } from '../../tell-account.ts';
import { deletionPreview, deletionQuestionOf } from '../../views/deletion-preview.ts';
import { checkFlags } from '../../../cloud/flags/check.ts';
import { type Member, type Outcome, newSlots } from '../several/member.ts';
import { Questions } from '../several/questions.ts';
import { flagsOfOne } from '../several/flags-of-one.ts';
import { refuseForOne } from '../several/refuse-for-one.ts';
import { type ResolvedName, type ResolvedNames, resolveAll } from '../several/resolve-all.ts';
import { type Named, runSeveral } from '../several/run-several.ts';
import { summarize } from '../several/summary.ts';
import { type Deleted, Deleting, type Prepared, keyOf } from './deleting.ts';
import { isMissing } from './missing.ts';
import { refuseUnseen } from './refusals/unseen.ts';
import { type SurveyArguments, idsInCloud, queryOf, surveyFound } from './survey.ts';

/** What a command line says about what to delete of several objects. */
export type LookArguments = Omit<SurveyArguments, 'source'> & { readonly 'ignore-not-found': boolean };

type DeleteArguments = LookArguments & { readonly yes: boolean; readonly timeout: string; readonly wait: boolean };

/** What the objects of one command line share. */
interface Together {
  readonly slots: Slots;
  /** The columns of the longest name. */
  readonly width: number;
}

/** What is done with each of several objects, once all have been looked at and shown. */
interface Work<R> {
  readonly agree: (prepared: readonly Named<Prepared>[]) => Promise<boolean>;
  readonly act: (name: string, prepared: Prepared, context: VerbContext) => Promise<R>;
  /** What has been changed so far, in a few words each. */
  readonly changes: (prepared: Prepared) => readonly string[];
}

/**
 * Deletes the endpoints of several objects side by side, after one list of everything and one question.
 * @returns the exit code
 * @throws UserError before anything is changed
 */
export async function deleteSeveral(
  sources: SeveralSources,
  args: DeleteArguments,
  format: string | Template | undefined,
  context: VerbContext,
): Promise<number> {
  const patience = { timeoutMs: parseDuration('timeout', args.timeout), wait: args.wait };
  const work = ({ slots, width }: Together): Work<Deleted> => {
    const deleting = new Deleting(patience, (name) => ({
      slots,
      progress: new Progress(context.screen, name.padEnd(width), { told: new Set() }),
    }));
    return {
      agree: (prepared) => confirm(prepared, args, context),
      act: (name, prepared, own) => deleting.run(name, prepared, own),
      changes: (prepared) => deleting.changesOf(prepared),
    };
  };
  const startedAt = context.now();
  const outcomes = await eachLookedAt(sources, args, { work, questions: new Questions(context) }, context);
  for (const { name, what } of outcomes.flatMap(({ result }) => result?.gone ?? []))
    printLine(context.stdout, format === 'name' ? name : `${name} ${what}`);
  // What is gone by then is no longer found.
  const resume = args['ignore-not-found'] ? context.commandLine : againWith('--ignore-not-found', context);
  return summarize(outcomes, { done: 'deleted', startedAt, isStopped, resume }, context);
}

/**
 * Looks at what a deletion involves for several objects, shows it, and does something with each, side by side.
 * @returns what became of each
 * @throws UserError before anything is done
 */
export async function eachLookedAt<R>(
  sources: SeveralSources,
  args: LookArguments,
  { work, questions }: { readonly work: (together: Together) => Work<R>; readonly questions: Questions },
  context: VerbContext,
): Promise<readonly Outcome<R>[]> {
  refuseForOne(args);
  checkFlags(placementOf(args));
  if (sources.several.length === 0) return [];
  const slots = newSlots();
  const isIgnored = (error: unknown): boolean => args['ignore-not-found'] && isMissing(error);
  const query = (source: string) => queryOf(source, sources.namespace);
  const resolved = await resolveAll(sources, query, { slots, isIgnored }, context);
  const { agree, act, changes } = work({ slots, width: Math.max(0, ...resolved.all.map(({ name }) => name.length)) });
  const members = resolved.all.map((each): Member<Prepared, R> => ({
    name: each.name,
    commandLine: context.lineFor(each.name, flagsOfOne(each.resolved)),
    prepare: (own) => prepare(each, { sources, args, resolved, isIgnored }, own),
    act: (prepared, own) => act(each.name, prepared, own),
    changes,
  }));
  const shown = async (prepared: readonly Named<Prepared>[]): Promise<boolean> => {
    await show(prepared, context);
    return agree(prepared);
  };
  return runSeveral(members, { slots, questions, agree: shown }, context);
}

function isStopped({ stopped }: Deleted): boolean {
  return stopped;
}

/** Looks at everything that the deletion of one object's endpoints involves. @throws UserError */
async function prepare(
  { name, resolved }: ResolvedName,
  shared: {
    readonly sources: SeveralSources;
    readonly args: LookArguments;
    readonly resolved: ResolvedNames;
    readonly isIgnored: (error: unknown) => boolean;
  },
  context: VerbContext,
): Promise<Prepared> {
  const { run, client } = shared.sources;
  const { all, supported } = shared.resolved;
  const survey = { run, args: { ...shared.args, source: name }, context, reconciled: supported !== false };
  const together = all.map((each) => each.resolved);
  try {
    const found = await surveyFound(resolved, survey, together);
    refuseUnseen(found, context);
    return { found: found.map((each) => ({ ...each, run: { ...run, client } })) };
  } catch (error) {
    if (shared.isIgnored(error)) return { found: [] };
    throw error;
  }
}

/** Asks whether all of it is to be deleted. @returns true @throws UserError for any answer but yes */
async function confirm(
  prepared: readonly Named<Prepared>[],
  args: Pick<DeleteArguments, 'yes'>,
  context: VerbContext,
): Promise<true> {
  const names = prepared.flatMap(({ name, prepared: { found } }) => (found.length === 0 ? [] : [name]));
  if (names.length > 0) await confirmDeletion(deletionQuestionOf(names), args, context);
  return true;
}

/** Shows the accounts, and what will be deleted of all objects. */
async function show(prepared: readonly Named<Prepared>[], context: VerbContext): Promise<void> {
  const tellAccount = accountTeller(context);
  const all = prepared.flatMap(({ prepared: { found } }) => found);
  // An object that several of the names mean is shown once.
  const distinct = [...new Map(all.map((each) => [keyOf(each), each])).values()];
  for (const { cloud, endpoints } of distinct) if (cloud !== undefined) await tellAccount(cloud, idsInCloud(endpoints));
  if (distinct.length === 0) return;
  for (const line of deletionPreview(distinct, context.hintText, true)) printLine(context.stderr, line);
}
