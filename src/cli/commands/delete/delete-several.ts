import { parseDuration } from '../../../core/duration.ts';
import { InterruptedError, UserError } from '../../../core/errors.ts';
import { formatDuration } from '../../../core/duration.ts';
import { printLine } from '../../../output/escape.ts';
import type { Template } from '../../../output/format.ts';
import { Progress } from '../../../output/progress.ts';
import { confirmDeletion } from '../../ask.ts';
import type { VerbContext } from '../../context.ts';
import type { SeveralSources } from '../../endpoints/named-sources.ts';
import { placementOf } from '../../endpoints/placement-flags.ts';
import { accountTeller } from '../../tell-account.ts';
import { deletionPreview, deletionQuestionOf } from '../../views/deletion-preview.ts';
import { messageOf } from '../../words/errors.ts';
import { checkFlags } from '../../../cloud/flags/check.ts';
import { type Member, newSlots } from '../several/member.ts';
import { Questions } from '../several/questions.ts';
import { flagsOfOne } from '../several/flags-of-one.ts';
import { refuseForOne } from '../several/refuse-for-one.ts';
import { resolveAll } from '../several/resolve-all.ts';
import { type Named, runSeveral } from '../several/run-several.ts';
import { summarize, tellFailures } from '../several/summary.ts';
import { type BesideOthers, type Gone, type Patience, deleteEndpoints } from './delete-endpoints.ts';
import { isNotFound } from './not-found.ts';
import { refuseUnseen } from './refuse-unseen.ts';
import { type SurveyArguments, type Surveyed, idsInCloud, queryOf, surveyFound } from './survey.ts';

/** What a command line says about what to delete of several objects. */
type DeleteArguments = Omit<SurveyArguments, 'source'> & {
  readonly yes: boolean;
  readonly 'dry-run': boolean;
  readonly 'ignore-not-found': boolean;
  readonly timeout: string;
  readonly wait: boolean;
};

/** What will be deleted of an object, and what has been changed so far. */
interface Prepared {
  readonly found: readonly Surveyed[];
  readonly changes: string[];
}

/** What became of an object. */
interface Deleted {
  readonly gone: readonly Gone[];
  /** Whether --wait=false stopped it before. */
  readonly stopped: boolean;
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
  refuseForOne(args);
  checkFlags(placementOf(args));
  if (sources.several.length === 0) return 0;
  const patience = { timeoutMs: parseDuration('timeout', args.timeout), wait: args.wait };
  const { run, client, namespace } = sources;
  const [slots, questions] = [newSlots(), new Questions(context)];
  const isIgnored = (error: unknown): boolean => args['ignore-not-found'] && isNotFound(error);
  const query = (source: string) => queryOf(source, namespace);
  const { all, supported } = await resolveAll(sources, query, { slots, isIgnored }, context);
  const together = all.map(({ resolved }) => resolved);
  const width = Math.max(0, ...all.map(({ name }) => name.length));
  const deleting = new Deleting(patience, (name, changes) => ({
    slots,
    changes,
    progress: new Progress(context.screen, name.padEnd(width), { told: new Set() }),
  }));
  const members = all.map(({ name, resolved }): Member<Prepared, Deleted> => ({
    name,
    commandLine: context.lineFor(name, flagsOfOne(resolved)),
    async prepare(own) {
      const survey = { run, args: { ...args, source: name }, context: own, reconciled: supported !== false };
      try {
        const found = await surveyFound(resolved, survey, together);
        refuseUnseen(found, own);
        return { found: found.map((each) => ({ ...each, run: { ...run, client } })), changes: [] };
      } catch (error) {
        if (isIgnored(error)) return { found: [], changes: [] };
        throw error;
      }
    },
    act: (prepared, own) => deleting.run(name, prepared, own),
    changes: ({ changes }) => changes,
  }));
  let startedAt = context.now();
  const agree = async (prepared: readonly Named<Prepared>[]): Promise<boolean> => {
    await show(prepared, context);
    if (args['dry-run']) return false;
    const names = prepared.flatMap(({ name, prepared: { found } }) => (found.length === 0 ? [] : [name]));
    if (names.length > 0) await confirmDeletion(deletionQuestionOf(names), args, context);
    startedAt = context.now();
    return true;
  };
  const outcomes = await runSeveral(members, { slots, questions, agree }, context);
  for (const { name, what } of outcomes.flatMap(({ result }) => result?.gone ?? []))
    printLine(context.stdout, format === 'name' ? name : `${name} ${what}`);
  if (args['dry-run']) return tellFailures(outcomes, context);
  const isStopped = ({ stopped }: Deleted): boolean => stopped;
  return summarize(outcomes, { done: 'deleted', startedAt, isStopped }, context);
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

function keyOf({ target }: Surveyed): string {
  return JSON.stringify([target.reference, target.namespace]);
}

/** Objects whose endpoints are being deleted: each once, whichever of the names means it. */
class Deleting {
  readonly #patience: Patience;
  readonly #beside: (name: string, changes: string[]) => BesideOthers;
  readonly #begun = new Map<string, Promise<readonly Gone[]>>();

  /** @param beside how an object's deletion is shown */
  constructor(patience: Patience, beside: (name: string, changes: string[]) => BesideOthers) {
    this.#patience = patience;
    this.#beside = beside;
  }

  /** Deletes what a name means, one object after the other. @returns what was deleted for this name and for no other */
  async run(name: string, { found, changes }: Prepared, context: VerbContext): Promise<Deleted> {
    const beside = this.#beside(name, changes);
    const { progress } = beside;
    const startedAt = context.now();
    const took = (): string => formatDuration(context.now() - startedAt);
    const gone: Gone[] = [];
    let stopped = false;
    progress.begin('waits for its turn');
    try {
      for (const each of found) {
        const known = this.#begun.get(keyOf(each));
        const deleting = known ?? deleteEndpoints(each, this.#patience, context, beside);
        this.#begun.set(keyOf(each), deleting);
        const done = await deleting;
        stopped ||= done.length === 0;
        if (known === undefined) gone.push(...done);
      }
      const detail = found.length === 0 ? 'nothing to delete' : stopped ? 'stopped' : 'gone';
      progress.end({ sign: 'done', detail, took: took() });
      return { gone, stopped };
    } catch (error) {
      const isFailed = error instanceof UserError && !(error instanceof InterruptedError) && !context.signal.aborted;
      progress.end(isFailed ? { sign: 'fails', detail: messageOf(error), took: took() } : undefined);
      throw error;
    }
  }
}
