import { describeGeneration, readGeneration } from '../../atlas/operator/version-range.ts';
import { reconcilesServerless } from '../../atlas/operator/capabilities.ts';
import type { Run } from '../../atlas/run.ts';
import { type Followed, followAll } from '../../atlas/sources/follow.ts';
import { type Inventory, listAll } from '../../atlas/sources/list.ts';
import { findTarget } from '../../atlas/sources/lookup.ts';
import { notInstalled } from '../../atlas/sources/not-found.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import { type EndpointRow, endpointRows } from '../views/endpoint-rows.ts';
import {
  type Template,
  checkFormat,
  columnFormats,
  isStructured,
  jsonPathFormats,
  structured,
} from '../../output/format.ts';
import { LiveTable } from '../../output/table.ts';
import type { Context } from '../context.ts';
import {
  connect,
  endpointFlag,
  noHeadersFlag,
  outputFlag,
  selectionOf,
  selectorFlags,
  type Verb,
  verbosity,
  textOf,
} from '../args/flag-groups.ts';

const formats = ['json', 'yaml', 'name', 'wide', ...jsonPathFormats, ...columnFormats] as const;
type Format = 'json' | 'yaml' | 'name' | 'wide' | Template;
/** How rows are printed. */
interface Style {
  readonly format: Format | undefined;
  readonly headers: boolean;
  /** With a column for the namespace. */
  readonly everywhere: boolean;
  /** With the kind before each name; left out where all are deployments. */
  readonly kinds: boolean;
}

export const status: Verb = {
  name: 'status',
  usage: '[SOURCE]',
  description: 'Show every private endpoint: what is declared and what Atlas has',
  examples: [
    ['kubectl atlas-pe status', 'All of the namespace'],
    ['kubectl atlas-pe status -A', 'All namespaces'],
    ['kubectl atlas-pe status -v 1', "With what is known of the cluster's operator"],
    ['kubectl atlas-pe status orders -w', 'Follow one deployment; a row for each change'],
  ],
  flags: {
    ...endpointFlag,
    'all-namespaces': { type: 'boolean', alias: 'A', group: 'Flags:', description: 'Show all namespaces' },
    watch: { type: 'boolean', alias: 'w', group: 'Flags:', description: 'Go on, and print each row that changes' },
    ...selectorFlags,
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
  async run(args, context) {
    const format = await checkFormat(args['output'], formats);
    const selection = selectionOf(args, args['source']);
    const { client, namespace } = await connect(args, context);
    const everywhere = args['all-namespaces'] === true;
    const named = textOf(args, 'source');
    const label = textOf(args, 'endpoint');
    const scope = everywhere && named === undefined ? undefined : namespace;
    const warn = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
    const run: Run = { client, time: context, warn };
    const reconciling = reconcilesServerless(client, context.signal);
    reconciling.catch(() => undefined);
    const target =
      named === undefined
        ? undefined
        : await findTarget(run, {
            text: named,
            namespace,
            described: false,
            command: `kubectl atlas-pe status SOURCE -n ${namespace}`,
          });
    if (verbosity(args) >= 1)
      context.stderr.write(`operator ${describeGeneration(await readGeneration(client, context.signal, warn))}\n`);
    const inventories: readonly Inventory[] =
      target?.object === undefined
        ? await listAll(run, scope, selection)
        : [{ source: target.target.source, objects: [target.object] }];
    const reconciled = (await reconciling) !== false;
    const rowsOf = ({ source, objects }: Inventory): readonly EndpointRow[] =>
      endpointRows(source, objects, reconciled || !source.retiredWithServerless).filter(
        (row) => label === undefined || row.view.endpoint === label,
      );
    const style = { format, headers: args['no-headers'] !== true, everywhere: scope === undefined };
    if (args['watch'] === true) {
      const sources = inventories.map(({ source }) => source);
      const chosen = target === undefined ? selection : { fieldSelector: `metadata.name=${target.target.name}` };
      // The heads come before the rows: what is there for its endpoints alone will have some, of anything else only what has some now.
      const kinds = inventories.some(
        ({ source, objects }) =>
          !source.isCluster && (source.describable || objects.some((object) => source.isSource(object))),
      );
      const followed = { sources, namespace: scope, selection: chosen, onConnection: warn };
      return watch(client, followed, rowsOf, { ...style, kinds }, context);
    }
    const rows = inventories.flatMap(rowsOf);
    if (target?.object !== undefined && rows.length === 0 && label === undefined)
      target.target.source.refuse(target.object);
    const kinds = rows.some(({ bearsKind }) => bearsKind);
    await print(rows, { ...style, kinds }, new LiveTable(context.stdout), context);
    if (rows.length === 0 && !isStructured(format)) {
      const nothing = scope === undefined ? 'No resources found' : `No resources found in ${scope} namespace.`;
      const reference = target?.target.reference;
      context.stderr.write(`${reference === undefined ? nothing : `No private endpoints found in ${reference}.`}\n`);
    }
    return 0;
  },
};

/** What -o wide adds: Atlas's own word, the id that Atlas is connected to, and whether the spec has the endpoint. */
const wideHeads = ['STATE', 'LINKED ENDPOINT', 'IN SPEC'];

const heads = ['ENDPOINT', 'PHASE', 'SERVICE', 'CLOUD ENDPOINT', 'ERROR'];

function headsOf({ everywhere, kinds, format }: Style): readonly string[] {
  return [
    ...(everywhere ? ['NAMESPACE'] : []),
    kinds ? 'SOURCE' : 'DEPLOYMENT',
    ...heads,
    ...(format === 'wide' ? wideHeads : []),
  ];
}

function cellsOf({ view, cells, shortReference }: EndpointRow, style: Style): readonly (string | undefined)[] {
  return [
    ...(style.everywhere ? [view.namespace] : []),
    ...(style.kinds ? [shortReference, ...cells.slice(1)] : cells),
    ...(style.format === 'wide' ? [view.state, view.linkedEndpoint, String(view.inSpec)] : []),
  ];
}

async function print(rows: readonly EndpointRow[], style: Style, table: LiveTable, context: Context): Promise<void> {
  const { format, headers } = style;
  if (format === 'name') {
    for (const name of new Set(rows.map((row) => row.resourceName))) context.stdout.write(`${name}\n`);
  } else if (isStructured(format)) {
    const list = { kind: 'EndpointList', items: rows.map((row) => row.view) };
    context.stdout.write(await structured(format, list, headers));
  } else if (rows.length > 0) {
    table.print(
      headsOf(style),
      rows.map((row) => cellsOf(row, style)),
      headers,
    );
  }
}

/** Prints each row when it is first seen and whenever it changes, until Ctrl-C. */
async function watch(
  client: KubeClient,
  followed: Followed,
  rowsOf: (inventory: Inventory) => readonly EndpointRow[],
  style: Style,
  context: Context,
): Promise<number> {
  const table = new LiveTable(context.stdout);
  const shown = new Map<string, Map<string, string>>();
  const { format } = style;
  let first = true;
  try {
    for await (const inventory of followAll(client, followed, context)) {
      const { kind } = inventory.source.resource;
      const before = shown.get(kind) ?? new Map<string, string>();
      const rows = rowsOf(inventory);
      const now = new Map(rows.map((row) => [row.key, JSON.stringify(row)]));
      const changed = rows.filter((row) => before.get(row.key) !== now.get(row.key));
      for (const key of before.keys()) if (!now.has(key)) context.stderr.write(`${key} is gone\n`);
      shown.set(kind, now);
      if (changed.length === 0) continue;
      if (!isStructured(format)) {
        await print(changed, style, table, context);
        continue;
      }
      // One document a change, as kubectl get -w prints them; custom columns have their heads once.
      for (const [at, row] of changed.entries()) {
        const headers = style.headers && first && at === 0;
        context.stdout.write(`${format === 'yaml' ? '---\n' : ''}${await structured(format, row.view, headers)}`);
      }
      first = false;
    }
  } catch (error) {
    if (error instanceof ApiError && error.notServed) throw notInstalled(error);
    if (!context.signal.aborted) throw error;
  }
  return 130;
}
