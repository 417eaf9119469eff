import type { Run } from '../../../atlas/run.ts';
import type { VerbContext } from '../../context.ts';
import type { PreparedEndpoint, Request } from '../connect/request.ts';
import type { Prepared } from '../connect/connect-endpoints.ts';
import { eachPrepared } from '../several/connect/connect-several.ts';
import { failureOf, keyOf } from '../several/connect/connecting.ts';
import type { SeveralSources } from '../several/named-sources.ts';
import { Questions } from '../several/questions.ts';
import { type RehearsedArguments, type VerbOf, agreed } from './connect.ts';
import { type Ending, withEnding } from './ending.ts';
import { rehearseEndpoint } from './endpoint.ts';
import { gitNote } from './git-note.ts';
import { printOutcomes } from './print-outcomes.ts';
import type { Rehearsed, Showing } from './rehearsed.ts';

/** The endpoints of one object, and the steps after those of their plans. */
interface PreparedObject extends Prepared {
  readonly ending?: () => Ending;
}

/**
 * Shows what create, link or up would do for several objects, one after the other in the order of the command line.
 * @returns the exit code
 * @throws UserError for whatever would stop the whole command before its first change
 */
export async function rehearseSeveral(
  sources: SeveralSources,
  args: RehearsedArguments,
  { showing, verbOf }: { readonly showing: Showing; readonly verbOf: VerbOf },
  context: VerbContext,
): Promise<number> {
  const asking = { ...context, ask: undefined };
  const rehearsal = new Rehearsal(showing, { ...sources.run, client: sources.client });
  const outcomes = await eachPrepared(
    sources,
    agreed(args),
    {
      verb: verbOf,
      questions: new Questions(asking, 'told'),
      agree: () => Promise.resolve(true),
      act: (prepared: PreparedObject) => rehearsal.of(prepared),
    },
    asking,
  );
  const { notes, objects } = gitNote(args, showing);
  return printOutcomes(sources, { outcomes, notes }, objects, context);
}

/** What would be done: for each endpoint once, whichever of the objects needs it. */
class Rehearsal {
  readonly #showing: Showing;
  readonly #run: Run;
  readonly #begun = new Map<string, Promise<Rehearsed>>();

  constructor(showing: Showing, run: Run) {
    this.#showing = showing;
    this.#run = run;
  }

  async of({ endpoints, request, ending }: PreparedObject): Promise<readonly Rehearsed[]> {
    const runs = await Promise.allSettled(endpoints.map((each) => this.#endpoint(each, request)));
    const failures = runs.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    const [first, ...others] = runs.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    if (failures.length > 0 || first === undefined) throw failureOf(failures);
    return withEnding([first, ...others], ending?.(), { run: this.#run, showing: this.#showing, prefix: first.prefix });
  }

  async #endpoint(prepared: PreparedEndpoint, request: Request): Promise<Rehearsed> {
    const { selected } = prepared;
    const prefix = (selected.prefix ?? '').padEnd(request.beside?.width ?? 0);
    const key = keyOf(selected);
    const known = this.#begun.get(key);
    const look = () => rehearseEndpoint(prepared, request, this.#showing);
    const begun = known ?? request.beside?.slots.within(look) ?? look();
    this.#begun.set(key, begun);
    // What is written for several of the objects is written once.
    return known === undefined
      ? { ...(await begun), prefix }
      : { ...(await begun), objects: [], notes: [], script: [], prefix };
  }
}
