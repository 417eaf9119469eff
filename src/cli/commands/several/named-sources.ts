import { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import type { Run } from '../../../atlas/run.ts';
import { listAll } from '../../../atlas/sources/list.ts';
import type { KubeClient } from '../../../kube/client.ts';
import { printLine } from '../../../output/escape.ts';
import type { Arguments } from '../../args/flag.ts';
import { selectionOf, type selectorFlags } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import { type ClientArguments, openRun } from '../../open-run.ts';
import type { Verb } from '../../verb.ts';

/** What the command line of a verb says about the objects that it is for. */
export type NameArguments = ClientArguments & Arguments<typeof selectorFlags> & { readonly source: readonly string[] };

/** The objects of a command line for several, and what is needed to work on them. */
export interface SeveralSources {
  /** `NAME` or `TYPE/NAME`, each once, in the order of the command line or sorted. */
  readonly several: readonly string[];
  /** Whether a selector chose them, rather than a person who means each of them. */
  readonly selected: boolean;
  /** For what is only looked at before the first change: nothing is read twice. */
  readonly run: Run & { readonly client: ReadOnce };
  /** For what is written, and for what is looked at from the first change on. */
  readonly client: KubeClient;
  readonly namespace: string;
}

/** The only object of a command line, as it was typed. */
export interface OneSource {
  readonly one: string;
}

/**
 * The objects that a command line names, or that its selector matches.
 * @throws UserError if there is neither a name nor a selector, or if there are both
 */
export async function namedSources(
  args: NameArguments,
  verb: Verb,
  context: VerbContext,
): Promise<OneSource | SeveralSources> {
  const names = [...new Set(args.source)];
  const [only, another] = names;
  const selection = selectionOf(args, only);
  const isSelected = Object.keys(selection).length > 0;
  if (only === undefined && !isSelected) {
    const { missingSource } = await import('../../completion/missing-source.ts');
    throw await missingSource({ verb, args }, context);
  }
  if (only !== undefined && another === undefined) return { one: only };
  const { run: opened, namespace } = await openRun(args, context);
  const run = { ...opened, client: new ReadOnce(opened.client.transport) };
  if (!isSelected) return { several: names, selected: false, run, client: opened.client, namespace };
  const found = await listAll(run, namespace, selection);
  const matching = found.flatMap(({ source, objects }) =>
    objects
      .filter((object) => source.isCluster || source.isSource(object))
      .map(({ metadata }) => `${source.shortNames[0]}/${metadata.name}`),
  );
  if (matching.length === 0) printLine(context.stderr, `No resources found in ${namespace} namespace.`);
  return { several: matching.toSorted(), selected: true, run, client: opened.client, namespace };
}
