import { reconcilesServerless } from '../../atlas/operator.ts';
import { notInstalled, parseTarget, readTarget } from '../../atlas/target.ts';
import { type Source, sources } from '../../atlas/source.ts';
import type { KubeClient, Selection } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { follow } from '../../kube/watch.ts';
import { type EndpointRow, endpointRows } from '../../output/endpoint-rows.ts';
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
import { connect, endpointFlag, noHeadersFlag, outputFlag, selectionOf, selectorFlags, type Verb } from '../flags.ts';

const formats = ['json', 'yaml', 'name', 'wide', ...jsonPathFormats, ...columnFormats] as const;
type Format = 'json' | 'yaml' | 'name' | 'wide' | Template;
/** How rows are printed. */
interface Style {
  readonly format: Format | undefined;
  readonly headers: boolean;
  /** With a column for the namespace. */
  readonly everywhere: boolean;
}

export const status: Verb = {
  name: 'status',
  usage: '[SOURCE]',
  description: 'Show every private endpoint: what is declared and what Atlas has',
  examples: [
    ['kubectl atlas-pe status', 'All of the namespace'],
    ['kubectl atlas-pe status -A', 'All namespaces'],
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
    const named = typeof args['source'] === 'string' ? parseTarget(args['source'], namespace) : undefined;
    const source: Source = named?.source ?? sources.atlasdeployment;
    const label = typeof args['endpoint'] === 'string' ? args['endpoint'] : undefined;
    const scope = everywhere && named === undefined ? undefined : namespace;
    const rowsOf =
      (reconciled: boolean) =>
      (objects: readonly KubeObject[]): readonly EndpointRow[] =>
        endpointRows(source, objects, reconciled).filter((row) => label === undefined || row.view.endpoint === label);
    const supported = async (): Promise<boolean> => (await reconcilesServerless(client, context.signal)) !== false;
    const style: Style = { format, headers: args['no-headers'] !== true, everywhere: scope === undefined };
    if (args['watch'] === true) {
      const chosen = named === undefined ? selection : { fieldSelector: `metadata.name=${named.name}` };
      return watch(client, source, { namespace: scope, ...chosen }, rowsOf(await supported()), style, context);
    }

    const [objects, reconciled] = await Promise.all([
      named === undefined
        ? listAll(client, source, scope, selection, context)
        : readTarget(client, named, context.signal).then((object) => [object]),
      supported(),
    ]);
    const rows = rowsOf(reconciled)(objects);
    if (named !== undefined && rows.length === 0 && label === undefined)
      for (const object of objects) source.refuse(object);
    await print(rows, style, new LiveTable(context.stdout), context);
    if (rows.length === 0 && !isStructured(format)) {
      const nothing = scope === undefined ? 'No resources found' : `No resources found in ${scope} namespace.`;
      context.stderr.write(`${named === undefined ? nothing : `No private endpoints found in ${named.reference}.`}\n`);
    }
    return 0;
  },
};

async function listAll(
  client: KubeClient,
  source: Source,
  namespace: string | undefined,
  selection: Selection,
  context: Context,
): Promise<readonly KubeObject[]> {
  try {
    return (await client.list(source.resource, namespace, selection, context.signal)).items;
  } catch (error) {
    throw error instanceof ApiError && error.notServed ? notInstalled(error) : error;
  }
}

const heads = ['DEPLOYMENT', 'ENDPOINT', 'PHASE', 'SERVICE', 'CLOUD ENDPOINT', 'ERROR'];

/** What -o wide adds: Atlas's own word, the id that Atlas is connected to, and whether the spec has the endpoint. */
const wideHeads = ['STATE', 'LINKED ENDPOINT', 'IN SPEC'];

async function print(rows: readonly EndpointRow[], style: Style, table: LiveTable, context: Context): Promise<void> {
  const { format, everywhere, headers } = style;
  if (format === 'name') {
    for (const name of new Set(rows.map((row) => row.resourceName))) context.stdout.write(`${name}\n`);
  } else if (isStructured(format)) {
    const list = { kind: 'EndpointList', items: rows.map((row) => row.view) };
    context.stdout.write(await structured(format, list, headers));
  } else if (rows.length > 0) {
    const wide = format === 'wide';
    const all = [...(everywhere ? ['NAMESPACE'] : []), ...heads, ...(wide ? wideHeads : [])];
    const cells = rows.map(({ view, cells }) => [
      ...(everywhere ? [view.namespace] : []),
      ...cells,
      ...(wide ? [view.state, view.linkedEndpoint, String(view.inSpec)] : []),
    ]);
    table.print(all, cells, headers);
  }
}

/** Prints each row when it is first seen and whenever it changes, until Ctrl-C. */
async function watch(
  client: KubeClient,
  source: Source,
  selection: Selection & { readonly namespace: string | undefined },
  rowsOf: (objects: readonly KubeObject[]) => readonly EndpointRow[],
  style: Style,
  context: Context,
): Promise<number> {
  const table = new LiveTable(context.stdout);
  const shown = new Map<string, string>();
  let first = true;
  const options = {
    ...selection,
    onConnection: (text: string) => context.stderr.write(`warning: ${text}\n`),
  };
  try {
    for await (const objects of follow(client, source.resource, options, context, context.signal)) {
      const rows = rowsOf(objects);
      const changed = rows.filter((row) => shown.get(row.key) !== JSON.stringify(row));
      const gone = [...shown.keys()].filter((key) => !rows.some((row) => row.key === key));
      for (const key of gone) {
        shown.delete(key);
        context.stderr.write(`${key} is gone\n`);
      }
      for (const row of changed) shown.set(row.key, JSON.stringify(row));
      const { format } = style;
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
