import { parseDuration } from '../../../core/duration.ts';
import { printLine } from '../../../output/escape.ts';
import type { Template } from '../../../output/format.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmDeletion } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import type { SeveralSources } from '../several/named-sources.ts';
import { placementOf } from '../../endpoints/placement-flags.ts';
import { accountTeller } from '../../tell-account.ts';
import { deletionPreview, deletionQuestionOf } from '../../views/deletion-preview.ts';
import { checkFlags } from '../../../cloud/flags/check.ts';
import { type Member, newSlots } from '../several/member.ts';
import { Questions } from '../several/questions.ts';
import { flagsOfOne } from '../several/flags-of-one.ts';
import { refuseForOne } from '../several/refuse-for-one.ts';
import { type ResolvedName, type ResolvedNames, resolveAll } from '../several/resolve-all.ts';
import { type Named, runSeveral } from '../several/run-several.ts';
import { summarize, tellFailures } from '../several/summary.ts';
import { type Deleted, Deleting, type Prepared, keyOf } from './deleting.ts';
import { isMissing } from './missing.ts';
import { refuseUnseen } from './refuse-unseen.ts';
import { type SurveyArguments, idsInCloud, queryOf, surveyFound } from './survey.ts';

/** What a command line says about what to delete of several objects. */
type DeleteArguments = Omit<SurveyArguments, 'source'> & {
  readonly yes: boolean;
  readonly 'dry-run': boolean;
  readonly 'ignore-not-found': boolean;
  readonly timeout: string;
  readonly wait: boolean;
};

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
  refuseForOne(args);
  checkFlags(placementOf(args));
  if (sources.several.length === 0) return 0;
  const [slots, questions] = [newSlots(), new Questions(context)];
  const isIgnored = (error: unknown): boolean => args['ignore-not-found'] && isMissing(error);
  const query = (source: string) => queryOf(source, sources.namespace);
  const resolved = await resolveAll(sources, query, { slots, isIgnored }, context);
  const width = Math.max(0, ...resolved.all.map(({ name }) => name.length));
  const patience = { timeoutMs: parseDuration('timeout', args.timeout), wait: args.wait };
  const deleting = new Deleting(patience, (name, changes) => ({
    slots,
    changes,
    progress: new Progress(context.screen, name.padEnd(width), { told: new Set() }),
  }));
  const members = resolved.all.map((each): Member<Prepared, Deleted> => ({
    name: each.name,
    commandLine: context.lineFor(each.name, flagsOfOne(each.resolved)),
    prepare: (own) => prepare(each, { sources, args, resolved, isIgnored }, own),
    act: (prepared, own) => deleting.run(each.name, prepared, own),
    changes: ({ changes }) => changes,
  }));
  const agree = (prepared: readonly Named<Prepared>[]): Promise<boolean> => confirm(prepared, args, context);
  const startedAt = context.now();
  const outcomes = await runSeveral(members, { slots, questions, agree }, context);
  for (const { name, what } of outcomes.flatMap(({ result }) => result?.gone ?? []))
    printLine(context.stdout, format === 'name' ? name : `${name} ${what}`);
  if (args['dry-run']) return tellFailures(outcomes, context);
  return summarize(outcomes, { done: 'deleted', startedAt, isStopped }, context);
}

function isStopped({ stopped }: Deleted): boolean {
  return stopped;
}

/** Looks at everything that the deletion of one object's endpoints involves. @throws UserError */
async function prepare(
  { name, resolved }: ResolvedName,
  shared: {
    readonly sources: SeveralSources;
    readonly args: DeleteArguments;
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
    return { found: found.map((each) => ({ ...each, run: { ...run, client } })), changes: [] };
  } catch (error) {
    if (shared.isIgnored(error)) return { found: [], changes: [] };
    throw error;
  }
}

/** Shows everything that will be deleted, and asks. @returns false for --dry-run */
async function confirm(
  prepared: readonly Named<Prepared>[],
  args: Pick<DeleteArguments, 'yes' | 'dry-run'>,
  context: VerbContext,
): Promise<boolean> {
  await show(prepared, context);
  if (args['dry-run']) return false;
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
