import { generationText, readGeneration } from '../../atlas/generation.ts';
import { reconcilesServerless } from '../../atlas/operator.ts';
import { type Followed, type Inventory, followAll, listAll } from '../../atlas/inventory.ts';
import { findTarget, notInstalled } from '../../atlas/target.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import { type EndpointRow, endpointRows } from '../../output/endpoint-rows.ts';
import { checkFormat, toJson, toYaml } from '../../output/format.ts';
import { LiveTable } from '../../output/table.ts';
import type { Context } from '../context.ts';
import { connect, endpointFlag, outputFlag, verbosity, type Verb } from '../flags.ts';

const formats = ['json', 'yaml', 'name'] as const;
type Format = (typeof formats)[number];

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
    ...outputFlag(formats),
  },
  async run(args, context) {
    const format = checkFormat(typeof args['output'] === 'string' ? args['output'] : undefined, formats);
    const { client, namespace } = await connect(args, context);
    const everywhere = args['all-namespaces'] === true;
    const named = typeof args['source'] === 'string' ? args['source'] : undefined;
    const label = typeof args['endpoint'] === 'string' ? args['endpoint'] : undefined;
    const scope = everywhere && named === undefined ? undefined : namespace;
    const reconciling = reconcilesServerless(client, context.signal);
    reconciling.catch(() => undefined);
    const target =
      named === undefined
        ? undefined
        : await findTarget(client, named, namespace, context.signal, {
            command: `kubectl atlas-pe status SOURCE -n ${namespace}`,
          });
    if (verbosity(args) >= 1)
      context.stderr.write(`operator ${generationText(await readGeneration(client, context.signal))}\n`);
    const warn = (text: string): void => void context.stderr.write(`warning: ${text}\n`);
    const inventories: readonly Inventory[] =
      target?.object === undefined
        ? await listAll(client, scope, context.signal, warn)
        : [{ source: target.target.source, objects: [target.object] }];
    const reconciled = (await reconciling) !== false;
    const rowsOf = ({ source, objects }: Inventory): readonly EndpointRow[] =>
      endpointRows(source, objects, reconciled || source.resource.kind !== 'AtlasDeployment').filter(
        (row) => label === undefined || row.view.endpoint === label,
      );
    if (args['watch'] === true) {
      const followed = {
        sources: inventories.map(({ source }) => source),
        namespace: scope,
        name: target?.target.name,
        onConnection: warn,
      };
      return watch(client, followed, rowsOf, format, context);
    }
    const rows = inventories.flatMap(rowsOf);
    if (target?.object !== undefined && rows.length === 0 && label === undefined)
      target.target.source.refuse(target.object);
    await print(rows, format, scope === undefined, new LiveTable(context.stdout), context);
    if (rows.length === 0 && format === undefined) {
      const where =
        target === undefined ? (scope === undefined ? 'any namespace' : `${scope} namespace`) : target.target.reference;
      context.stderr.write(`No private endpoints found in ${where}.\n`);
    }
    return 0;
  },
};

const heads = ['ENDPOINT', 'PHASE', 'SERVICE', 'CLOUD ENDPOINT', 'ERROR'];

/** The first column: bare names as long as all are deployments, else names with their kind. */
function columns(mixed: boolean, everywhere: boolean): readonly string[] {
  return [...(everywhere ? ['NAMESPACE'] : []), mixed ? 'SOURCE' : 'DEPLOYMENT', ...heads];
}

function cells(row: EndpointRow, mixed: boolean, everywhere: boolean): readonly (string | undefined)[] {
  const named = mixed || row.kind !== 'AtlasDeployment' ? [row.shortReference, ...row.cells.slice(1)] : row.cells;
  return everywhere ? [row.view.namespace, ...named] : named;
}

async function print(
  rows: readonly EndpointRow[],
  format: Format | undefined,
  everywhere: boolean,
  table: LiveTable,
  context: Context,
  mixed = rows.some(({ kind }) => kind !== 'AtlasDeployment'),
): Promise<void> {
  if (format === 'name') {
    for (const name of new Set(rows.map((row) => row.resourceName))) context.stdout.write(`${name}\n`);
  } else if (format !== undefined) {
    const list = { kind: 'EndpointList', items: rows.map((row) => row.view) };
    context.stdout.write(format === 'json' ? toJson(list) : await toYaml(list));
  } else if (rows.length > 0) {
    table.print(
      columns(mixed, everywhere),
      rows.map((row) => cells(row, mixed, everywhere)),
    );
  }
}

/** Prints each row when it is first seen and whenever it changes, until Ctrl-C. */
async function watch(
  client: KubeClient,
  followed: Followed,
  rowsOf: (inventory: Inventory) => readonly EndpointRow[],
  format: Format | undefined,
  context: Context,
): Promise<number> {
  const table = new LiveTable(context.stdout);
  const shown = new Map<string, Map<string, string>>();
  const everywhere = followed.namespace === undefined;
  // The heads come before the rows; projects rarely declare endpoints, where there are AtlasPrivateEndpoints most do.
  const mixed = followed.sources.some(({ resource }) => resource.kind === 'AtlasPrivateEndpoint');
  try {
    for await (const inventory of followAll(client, followed, context)) {
      const { kind } = inventory.source.resource;
      const before = shown.get(kind) ?? new Map<string, string>();
      const rows = rowsOf(inventory);
      const now = new Map(rows.map((row) => [row.key, JSON.stringify(row)]));
      const changed = rows.filter((row) => before.get(row.key) !== now.get(row.key));
      for (const key of before.keys()) if (!now.has(key)) context.stderr.write(`${key} is gone\n`);
      shown.set(kind, now);
      if (changed.length > 0 && (format === undefined || format === 'name'))
        await print(changed, format, everywhere, table, context, mixed);
      // One document a change, as kubectl get -w prints them.
      else if (format === 'json') for (const row of changed) context.stdout.write(toJson(row.view));
      else if (format === 'yaml') for (const row of changed) context.stdout.write(`---\n${await toYaml(row.view)}`);
    }
  } catch (error) {
    if (error instanceof ApiError && error.notServed) throw notInstalled(error);
    if (!context.signal.aborted) throw error;
  }
  return 130;
}
