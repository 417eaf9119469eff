import { reconcilesServerless } from '../../../atlas/operator/capabilities.ts';
import { describeGeneration, readGeneration } from '../../../atlas/operator/version-range.ts';
import { type Inventory, listAll } from '../../../atlas/sources/list.ts';
import { type FoundTarget, findTarget } from '../../../atlas/sources/lookup.ts';
import type { KubeClient, Selection } from '../../../kube/client.ts';
import type { ClusterArguments } from '../../args/cluster-flags.ts';
import type { Arguments } from '../../args/flag.ts';
import type { allNamespacesFlag, endpointFlag } from '../../args/flag-groups.ts';
import { connect, verbosity } from '../../connect.ts';
import type { VerbContext } from '../../context.ts';
import { type EndpointRow, endpointRows } from '../../views/endpoint-rows.ts';

/** What a command line says about the endpoints that are shown. */
type LookUpArguments = ClusterArguments &
  Arguments<typeof endpointFlag> &
  Arguments<ReturnType<typeof allNamespacesFlag>> & { readonly source: string | undefined };

/** The objects whose endpoints are shown. */
export interface Look {
  readonly client: KubeClient;
  /** The namespace that is looked at; all of them when undefined. */
  readonly scope: string | undefined;
  readonly selection: Selection;
  /** The only object, where one is named. */
  readonly named: FoundTarget | undefined;
  readonly inventories: readonly Inventory[];
  /** The rows of some objects, without those of other endpoints than --endpoint names. */
  readonly rowsOf: (inventory: Inventory) => readonly EndpointRow[];
  readonly warn: (text: string) => void;
}

/**
 * Reads the objects that a command line names, or all of them, and says with -v 1 what is known of the operator.
 * @throws UserError when there is no such object, or when the operator's kinds are not served
 */
export async function lookUp(args: LookUpArguments, selection: Selection, context: VerbContext): Promise<Look> {
  const { client, namespace } = await connect(args, context);
  const { source: name, endpoint: label } = args;
  const warn = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
  const reconciling = reconcilesServerless(client, context.signal);
  reconciling.catch(() => undefined);
  const command = context.hintText([{ verb: 'status', source: 'SOURCE', namespace }]);
  const named = name === undefined ? undefined : await findTarget(client, name, namespace, context.signal, { command });
  if (verbosity(args) >= 1)
    context.stderr.write(`operator ${describeGeneration(await readGeneration(client, context.signal, warn))}\n`);
  const scope = args['all-namespaces'] && name === undefined ? undefined : namespace;
  const inventories: readonly Inventory[] =
    named?.object === undefined
      ? await listAll(client, scope, selection, context.signal, warn)
      : [{ source: named.target.source, objects: [named.object] }];
  const reconciled = (await reconciling) !== false;
  const rowsOf = ({ source, objects }: Inventory): readonly EndpointRow[] =>
    endpointRows(source, objects, reconciled || !source.retiredWithServerless).filter(
      (row) => label === undefined || row.view.endpoint === label,
    );
  return { client, scope, selection, named, inventories, rowsOf, warn };
}

/** What is said where there is no endpoint to show. */
export function nothingFound({ named, scope }: Look): string {
  if (named !== undefined) return `No private endpoints found in ${named.target.reference}.`;
  return scope === undefined ? 'No resources found' : `No resources found in ${scope} namespace.`;
}
