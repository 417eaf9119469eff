import { reconcilesServerless } from '../../../atlas/operator/capabilities.ts';
import { describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import type { Run } from '../../../atlas/run.ts';
import type { Followed } from '../../../atlas/sources/follow.ts';
import { type Inventory, listAll } from '../../../atlas/sources/list.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { Selection } from '../../../kube/client.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { allNamespacesFlag, endpointFlag } from '../../args/flag-groups.ts';
import { openRun, verbosity } from '../../connect.ts';
import type { VerbContext } from '../../context.ts';
import { type DeclaringObject, type Resolved, endpointsOf, resolve } from '../../endpoints/resolve.ts';
import { type EndpointRow, endpointRows } from '../../views/endpoint-rows.ts';

/** What a command line says about the endpoints that are shown. */
type LookUpArguments = ClusterArguments &
  Arguments<typeof endpointFlag> &
  Arguments<ReturnType<typeof allNamespacesFlag>> & { readonly source: string | undefined };

/** Objects whose endpoints are shown, how they are followed, and how their rows are made. */
export interface Shown extends Inventory {
  readonly followed: Followed;
  readonly rowsOf: (inventory: Inventory) => readonly EndpointRow[];
}

/** What a command line shows. */
export interface Look {
  readonly run: Run;
  /** The namespace that is looked at; all of them when undefined. */
  readonly scope: string | undefined;
  /** What the person named; undefined where everything is shown. */
  readonly resolved: Resolved | undefined;
  readonly shown: readonly Shown[];
}

/**
 * Reads the objects that a command line names, or all of them, and says with -v 1 what is known of the operator.
 * @throws UserError when there is no such object, or when the operator's kinds are not served
 */
export async function lookUp(args: LookUpArguments, selection: Selection, context: VerbContext): Promise<Look> {
  const { run, namespace } = await openRun(args, context);
  const { source: text, endpoint } = args;
  const reconciling = reconcilesServerless(run.client, context.signal);
  reconciling.catch(() => undefined);
  const command = (source: string): OwnCommand => ({ verb: 'status', source, namespace });
  const query = { namespace, command, described: false, region: undefined, endpoint };
  const resolved = text === undefined ? undefined : await resolve(run, { ...query, text });
  if (verbosity(args) >= 1) {
    const generation = await readGeneration(run.client, context.signal, run.warn);
    context.stderr.write(`operator ${describeGeneration(generation)}\n`);
  }
  const scope = args['all-namespaces'] && text === undefined ? undefined : namespace;
  const rows = { endpoint, reconciled: (await reconciling) !== false };
  const shown =
    resolved === undefined
      ? (await listAll(run, scope, selection)).map((inventory) => ofKind(inventory, { scope, selection }, rows))
      : resolved.declaring.flatMap((declaring) => ofObject(declaring, rows));
  return { run, scope, resolved, shown };
}

/** What decides which rows are made, and how they look. */
interface Rows {
  /** The only endpoint that is shown. */
  readonly endpoint: string | undefined;
  /** False where the operator no longer looks at serverless endpoints. */
  readonly reconciled: boolean;
}

/** All objects of a kind. */
function ofKind(
  inventory: Inventory,
  { scope, selection }: { readonly scope: string | undefined; readonly selection: Selection },
  { endpoint, reconciled }: Rows,
): Shown {
  return {
    ...inventory,
    followed: { source: inventory.source, namespace: scope, selection },
    rowsOf: ({ source, objects }) =>
      endpointRows(source, objects, reconciled || !source.retiredWithServerless).filter(
        ({ view }) => endpoint === undefined || view.endpoint === endpoint,
      ),
  };
}

/** One object that a named one stands for, with those of its endpoints that are meant. */
function ofObject(declaring: DeclaringObject, { endpoint, reconciled }: Rows): readonly Shown[] {
  const { target, object } = declaring;
  if (object === undefined) return [];
  const { source, namespace, name } = target;
  const rowsOf = ({ objects }: Inventory): readonly EndpointRow[] =>
    objects.flatMap((each) => {
      const labels = new Set(endpointsOf({ ...declaring, object: each }, endpoint).map(({ label }) => label));
      const all = endpointRows(source, [each], reconciled || !source.retiredWithServerless);
      return all.filter(({ view }) => labels.has(view.endpoint));
    });
  const followed = { source, namespace, selection: { fieldSelector: `metadata.name=${name}` } };
  return [{ source, objects: [object], followed, rowsOf }];
}

/** What is said where there is no endpoint to show. */
export function nothingFound({ resolved, scope }: Look): string {
  if (resolved !== undefined) return `No private endpoints found in ${resolved.named.target.reference}.`;
  return scope === undefined ? 'No resources found' : `No resources found in ${scope} namespace.`;
}
