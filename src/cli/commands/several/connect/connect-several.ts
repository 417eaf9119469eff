import { RecentReads } from '../../../../atlas/diagnosis/recent-reads.ts';
import { parseDuration } from '../../../../core/duration.ts';
import type { VerbContext } from '../../../context.ts';
import type { SeveralSources } from '../named-sources.ts';
import { checkPlacement, queryOf, selectFound } from '../../../endpoints/select-endpoints.ts';
import { accountTeller } from '../../../tell-account.ts';
import { type Prepared, prepareEndpoints } from '../../connect/connect-endpoints.ts';
import type { ConnectArguments, ConnectVerb } from '../../connect/request.ts';
import { Connecting, type PreparedObject } from './connecting.ts';
import { type Member, type Outcome, newSlots } from '../member.ts';
import { Questions } from '../questions.ts';
import { flagsOfOne } from '../flags-of-one.ts';
import { refuseForOne } from '../refuse-for-one.ts';
import { type ResolvedName, resolveAll } from '../resolve-all.ts';
import { type Together, runSeveral } from '../run-several.ts';
import { amongAll, sharingMissing } from '../shared-endpoints.ts';

/** The arguments of a verb that connects the endpoints of several objects, each of which is its `source`. */
type SeveralArguments = Omit<ConnectArguments, 'source'>;

/** A verb that connects endpoints, and what it does with those of one object once they are connected. */
export interface SeveralVerb<R> {
  /** @param context that of one object, which may be asked for what is still to be said */
  readonly verb: (args: ConnectArguments, context: VerbContext) => Ending<R>;
}

/** What is done with the endpoints of one object, and what is made of them at the end. */
export interface Ending<R> {
  readonly verb: ConnectVerb;
  readonly end: PreparedObject<R>['end'];
}

/** What is done with several objects, each of which has endpoints to connect. */
interface Work<V extends { readonly verb: ConnectVerb }, R> {
  readonly verb: (args: ConnectArguments, context: VerbContext) => V;
  readonly questions: Questions;
  readonly agree: Together<unknown>['agree'];
  readonly act: (prepared: Prepared & Omit<V, 'verb'>, context: VerbContext) => Promise<R>;
}

/**
 * What create, link and up do for several objects: the same as for one, side by side. Endpoints that several of the objects have in common
 * are connected once.
 * @returns what became of each
 * @throws UserError before anything is changed
 */
export function connectSeveral<R>(
  sources: SeveralSources,
  args: SeveralArguments,
  { verb }: SeveralVerb<R>,
  context: VerbContext,
): Promise<readonly Outcome<R>[]> {
  const questions = new Questions(context);
  const connecting = new Connecting();
  const work = {
    verb,
    questions,
    agree: () => questions.confirm(),
    act: (prepared: PreparedObject<R>, own: VerbContext) => connecting.run(prepared, own),
  };
  return eachPrepared(sources, args, work, context);
}

/**
 * Prepares the endpoints of several objects, and does something with those of each, side by side.
 * @returns what became of each
 * @throws UserError before anything is done
 */
export async function eachPrepared<V extends { readonly verb: ConnectVerb }, R>(
  sources: SeveralSources,
  args: SeveralArguments,
  { verb: verbOf, questions, agree, act }: Work<V, R>,
  context: VerbContext,
): Promise<readonly Outcome<R>[]> {
  refuseForOne(args);
  if (sources.several.length === 0) return [];
  const of = (source: string): ConnectArguments => ({ ...args, source });
  checkPlacement(of(''));
  parseDuration('timeout', args.timeout);
  const { client, namespace } = sources;
  const slots = newSlots();
  const { verb } = verbOf(of(''), context);
  const query = (source: string) => queryOf(of(source), { verb, namespace, described: false });
  const { all, supported } = await resolveAll(sources, query, { slots }, context);
  const width = Math.max(...all.map(({ name }) => name.length));
  const recent = new RecentReads(client, context.now);
  const beside = { slots, told: new Set<string>(), width, recent };
  const more = { client, tellAccount: accountTeller(context), beside };
  const among = amongAll(all, of(''));
  const members = sharingMissing(all).map(
    ({ name, resolved }: ResolvedName): Member<Prepared & Omit<V, 'verb'>, R> => ({
      name,
      commandLine: context.lineFor(name, flagsOfOne(resolved)),
      async prepare(own) {
        const { verb: ownVerb, ...ending } = verbOf(of(name), own);
        const asked = { args: of(name), context: own, verb: ownVerb };
        const found = { ...sources, resolved, supported, description: undefined, among: { ...among, name } };
        return { ...(await prepareEndpoints(await selectFound(found, asked), asked, more)), ...ending };
      },
      act,
      changes: ({ endpoints }) => endpoints.flatMap(({ changes }) => changes),
    }),
  );
  return runSeveral(members, { slots, questions, agree }, context);
}
