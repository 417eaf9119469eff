import { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import { reconcilesServerless } from '../../../atlas/operator/serverless-support.ts';
import { describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import type { Run } from '../../../atlas/run.ts';
import { endpointsNamed } from '../../../atlas/sources/choose-label.ts';
import type { Followed } from '../../../atlas/sources/follow.ts';
import { listAll, listEach } from '../../../atlas/sources/list.ts';
import { targetOf } from '../../../atlas/sources/lookup.ts';
import type { Source } from '../../../atlas/sources/source.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { KubeClient, Selection } from '../../../kube/client.ts';
import type { KubeObject, ObjectMeta } from '../../../kube/resource.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { allNamespacesFlag, endpointFlag } from '../../args/flag-groups.ts';
import { verbosity } from '../../open-run.ts';
import type { VerbContext } from '../../context.ts';
import { type DeclaringObject, type Resolved, endpointsOf, resolve } from '../../endpoints/resolve.ts';
import { type EndpointRow, inOrder, rowsOf } from '../../views/endpoint-rows.ts';
import { printLine } from '../../../output/escape.ts';

/** What a command line says about the endpoints to show. */
export type LookUpArguments = Pick<ClusterArguments, 'v'> &
  Arguments<typeof endpointFlag> &
  Arguments<ReturnType<typeof allNamespacesFlag>> & { readonly source: readonly string[] };

type NamedObject = Pick<ObjectMeta, 'name' | 'namespace'>;

/** The endpoints of a kind, or of one object: their rows, how to watch them, and how to make their rows again. */
export interface Shown {
  readonly source: Source;
  /** The object, where one is shown. Of a whole kind only what is shown of the objects is kept. */
  readonly object: KubeObject | undefined;
  /** Sorted by namespace and name. */
  readonly rows: readonly EndpointRow[];
  /** The objects of a kind that have no row. */
  readonly without: readonly NamedObject[];
  readonly followed: Followed;
  readonly rowsOf: (object: KubeObject) => readonly EndpointRow[];
}

/** A run that reads everything once. */
export type SnapshotRun = Run & { readonly client: ReadOnce };

/** What a command line shows. */
export interface Look {
  readonly run: Run;
  /** The same for what is only looked at, which reads nothing twice. */
  readonly snapshot: SnapshotRun;
  /** The namespace to show; undefined for all namespaces. */
  readonly scope: string | undefined;
  readonly selection: Selection;
  /** What the user named; empty to show everything. */
  readonly resolved: readonly Resolved[];
  readonly shown: readonly Shown[];
}

/** The cluster that is asked, and for which verb. */
export interface Opened {
  readonly run: Run;
  readonly namespace: string;
  readonly verb: string;
  /** Whether each object is kept as a whole, for who looks further than its rows. */
  readonly wholeObjects: boolean;
}

/**
 * Reads the objects that a command line names, or all of them; with -v 1 it first prints what is known about the operator.
 * @throws UserError if there is no such object, or if the operator's kinds are not served
 */
export async function lookUp(
  args: LookUpArguments,
  selection: Selection,
  context: VerbContext,
  { run, namespace, verb, wholeObjects }: Opened,
): Promise<Look> {
  const snapshot = { ...run, client: readingOnce(run.client) };
  const { source: names, endpoint } = args;
  const reconciling = reconcilesServerless(snapshot.client, context.signal);
  reconciling.catch(() => undefined);
  const command = (source: string): OwnCommand => ({ verb, source, namespace });
  const query = { namespace, command, described: false, region: undefined, endpoint };
  const resolved = await Promise.all(names.map((text) => resolve(snapshot, { ...query, text })));
  if (verbosity(args) >= 1) {
    const generation = await readGeneration(snapshot.client, context.signal, run.warn);
    printLine(context.stderr, `operator ${describeGeneration(generation)}`);
  }
  const scope = args['all-namespaces'] && names.length === 0 ? undefined : namespace;
  const rows = { endpoint, reconciled: reconciling.then((reconciled) => reconciled !== false) };
  rows.reconciled.catch(() => undefined);
  const shown =
    names.length === 0
      ? await (wholeObjects ? everyObject : everyKind)(run, { scope, selection }, rows)
      : await ofObjects(
          resolved.flatMap(({ declaring }) => declaring),
          rows,
        );
  return { run, snapshot, scope, selection, resolved, shown };
}

/** The same client for what is only looked at, unless it is one for that already. */
function readingOnce(client: KubeClient): ReadOnce {
  return client instanceof ReadOnce ? client : new ReadOnce(client.transport, undefined, client.seen);
}

/** Which rows to make, and how they look. */
interface Rows {
  /** The only endpoint to show; undefined for all. */
  readonly endpoint: string | undefined;
  /** False if the operator no longer reconciles serverless endpoints. */
  readonly reconciled: Promise<boolean>;
}

/** What is kept of an object. */
interface Made {
  readonly rows: readonly EndpointRow[];
  /** The object itself if it has none. */
  readonly without?: NamedObject;
}

/** The labels of an object's endpoints that a name matches. */
function labelsNamed(source: Source, object: KubeObject, name: string): ReadonlySet<string> {
  const target = targetOf(source, object.metadata.namespace ?? '', object.metadata.name);
  return new Set(endpointsNamed(target, object, name).map(({ label }) => label));
}

/** All objects of every kind. */
async function everyKind(
  run: Run,
  { scope, selection }: { readonly scope: string | undefined; readonly selection: Selection },
  { endpoint, reconciled }: Rows,
): Promise<readonly Shown[]> {
  const lists = await listEach(run, { namespace: scope, selection }, async (source, objects) => {
    const make = rowMaker(source, endpoint, !source.retiredWithServerless || (await reconciled));
    return objects.map((object): Made => {
      const [rows, { name, namespace }] = [make(object), object.metadata];
      const without = namespace === undefined ? { name } : { name, namespace };
      return rows.length > 0 ? { rows } : { rows, without };
    });
  });
  const known = await reconciled;
  return lists.map(({ source, kept }) => ({
    source,
    object: undefined,
    rows: inOrder(kept.flatMap(({ rows }) => rows)),
    without: kept.flatMap(({ without }) => without ?? []),
    followed: { source, namespace: scope, selection },
    rowsOf: rowMaker(source, endpoint, known),
  }));
}

/** All objects of every kind, each by itself. */
async function everyObject(
  run: Run,
  { scope, selection }: { readonly scope: string | undefined; readonly selection: Selection },
  rows: Rows,
): Promise<readonly Shown[]> {
  const all = await listAll(run, scope, selection);
  const reconciled = await rows.reconciled;
  return all.flatMap(({ source, objects }) => {
    const make = rowMaker(source, rows.endpoint, reconciled);
    const followed = { source, namespace: scope, selection };
    return objects.map((object): Shown => {
      const own = make(object);
      const { name, namespace } = object.metadata;
      const without = own.length > 0 ? [] : [namespace === undefined ? { name } : { name, namespace }];
      return { source, object, rows: own, without, followed, rowsOf: make };
    });
  });
}

/** How the rows of a kind's objects are made. */
function rowMaker(source: Source, endpoint: string | undefined, reconciled: boolean): Shown['rowsOf'] {
  const only = endpoint === undefined ? undefined : (object: KubeObject) => labelsNamed(source, object, endpoint);
  const query = { only, reconciled: !source.retiredWithServerless || reconciled };
  return (object) => rowsOf(source, object, query);
}

/** The requested endpoints of each object that is there; of one that several names mean, all that any of them means. */
async function ofObjects(declaring: readonly DeclaringObject[], rows: Rows): Promise<readonly Shown[]> {
  const { endpoint } = rows;
  const reconciled = await rows.reconciled;
  const byObject = Map.groupBy(declaring, ({ target: { reference, namespace } }) => `${namespace}/${reference}`);
  return [...byObject.values()].flatMap((alike): Shown[] => {
    const [{ target, object } = {}] = alike;
    if (target === undefined || object === undefined) return [];
    const { source, namespace, name } = target;
    const narrowed = endpoint !== undefined || alike.every(({ label }) => label !== undefined);
    const only = (seen: KubeObject): ReadonlySet<string> =>
      new Set(alike.flatMap((each) => endpointsOf({ ...each, object: seen }, endpoint).map(({ label }) => label)));
    const query = { only: narrowed ? only : undefined, reconciled: reconciled || !source.retiredWithServerless };
    const make = (seen: KubeObject): readonly EndpointRow[] => rowsOf(source, seen, query);
    const followed = { source, namespace, selection: { fieldSelector: `metadata.name=${name}` } };
    return [{ source, object, rows: make(object), without: [], followed, rowsOf: make }];
  });
}
