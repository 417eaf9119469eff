import { reconcilesServerless } from '../../../atlas/operator/serverless-support.ts';
import { describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import type { Run } from '../../../atlas/run.ts';
import { endpointsNamed } from '../../../atlas/sources/choose-label.ts';
import type { Followed } from '../../../atlas/sources/follow.ts';
import { type Inventory, listAll } from '../../../atlas/sources/list.ts';
import { targetOf } from '../../../atlas/sources/lookup.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { Selection } from '../../../kube/client.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { allNamespacesFlag, endpointFlag } from '../../args/flag-groups.ts';
import { verbosity } from '../../open-run.ts';
import type { VerbContext } from '../../context.ts';
import { type DeclaringObject, type Resolved, endpointsOf, resolve } from '../../endpoints/resolve.ts';
import { type EndpointRow, endpointRows } from '../../views/endpoint-rows.ts';
import { printLine } from '../../../output/escape.ts';

/** What a command line says about the endpoints to show. */
export type LookUpArguments = ClusterArguments &
  Arguments<typeof endpointFlag> &
  Arguments<ReturnType<typeof allNamespacesFlag>> & { readonly source: readonly string[] };

/** Objects whose endpoints are shown, how to watch them, and how to make their rows. */
export interface Shown extends Inventory {
  readonly followed: Followed;
  readonly rowsOf: (inventory: Inventory) => readonly EndpointRow[];
}

/** What a command line shows. */
export interface Look {
  readonly run: Run;
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
}

/**
 * Reads the objects that a command line names, or all of them; with -v 1 it first prints what is known about the operator.
 * @throws UserError if there is no such object, or if the operator's kinds are not served
 */
export async function lookUp(
  args: LookUpArguments,
  selection: Selection,
  context: VerbContext,
  { run, namespace, verb }: Opened,
): Promise<Look> {
  const { source: names, endpoint } = args;
  const reconciling = reconcilesServerless(run.client, context.signal);
  reconciling.catch(() => undefined);
  const command = (source: string): OwnCommand => ({ verb, source, namespace });
  const query = { namespace, command, described: false, region: undefined, endpoint };
  const resolved = await Promise.all(names.map((text) => resolve(run, { ...query, text })));
  if (verbosity(args) >= 1) {
    const generation = await readGeneration(run.client, context.signal, run.warn);
    printLine(context.stderr, `operator ${describeGeneration(generation)}`);
  }
  const scope = args['all-namespaces'] && names.length === 0 ? undefined : namespace;
  const rows = { endpoint, reconciled: (await reconciling) !== false };
  const shown =
    names.length === 0
      ? (await listAll(run, scope, selection)).map((inventory) => ofKind(inventory, { scope, selection }, rows))
      : resolved.flatMap(({ declaring }) => declaring).flatMap((declaring) => ofObject(declaring, rows));
  return { run, scope, selection, resolved, shown };
}

/** Which rows to make, and how they look. */
interface Rows {
  /** The only endpoint to show; undefined for all. */
  readonly endpoint: string | undefined;
  /** False if the operator no longer reconciles serverless endpoints. */
  readonly reconciled: boolean;
}

/** All objects of a kind. */
function ofKind(
  inventory: Inventory,
  { scope, selection }: { readonly scope: string | undefined; readonly selection: Selection },
  { endpoint, reconciled }: Rows,
): Shown {
  const { source } = inventory;
  const named = (object: KubeObject, name: string): ReadonlySet<string> => {
    const target = targetOf(source, object.metadata.namespace ?? '', object.metadata.name);
    return new Set(endpointsNamed(target, object, name).map(({ label }) => label));
  };
  const only = endpoint === undefined ? undefined : (object: KubeObject) => named(object, endpoint);
  return {
    ...inventory,
    followed: { source, namespace: scope, selection },
    rowsOf: ({ objects }) =>
      endpointRows(source, objects, { only, reconciled: reconciled || !source.retiredWithServerless }),
  };
}

/** An object that the named one stands for, with the requested ones of its endpoints. */
function ofObject(declaring: DeclaringObject, { endpoint, reconciled }: Rows): readonly Shown[] {
  const { target, object, label } = declaring;
  if (object === undefined) return [];
  const { source, namespace, name } = target;
  const narrowed = endpoint !== undefined || label !== undefined;
  const only = (each: KubeObject): ReadonlySet<string> =>
    new Set(endpointsOf({ ...declaring, object: each }, endpoint).map((found) => found.label));
  const query = {
    only: narrowed ? only : undefined,
    reconciled: reconciled || !source.retiredWithServerless,
  };
  const followed = { source, namespace, selection: { fieldSelector: `metadata.name=${name}` } };
  return [{ source, objects: [object], followed, rowsOf: ({ objects }) => endpointRows(source, objects, query) }];
}
