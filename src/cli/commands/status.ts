import { reconcilesServerless } from '../../atlas/operator.ts';
import { notInstalled, parseTarget, readTarget } from '../../atlas/target.ts';
import { type Source, sources } from '../../atlas/source.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { follow } from '../../kube/watch.ts';
import { type EndpointRow, endpointRows } from '../../output/endpoint-rows.ts';
import { checkFormat, toJson, toYaml } from '../../output/format.ts';
import { LiveTable } from '../../output/table.ts';
import type { Context } from '../context.ts';
import { connect, endpointFlag, outputFlag, type Verb } from '../flags.ts';

const formats = ['json', 'yaml', 'name'] as const;
type Format = (typeof formats)[number];

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
    ...outputFlag(formats),
  },
  async run(args, context) {
    const format = checkFormat(typeof args['output'] === 'string' ? args['output'] : undefined, formats);
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
    if (args['watch'] === true)
      return watch(client, source, scope, named?.name, rowsOf(await supported()), format, context);

    const [objects, reconciled] = await Promise.all([
      named === undefined
        ? listAll(client, source, scope, context)
        : readTarget(client, named, context.signal).then((object) => [object]),
      supported(),
    ]);
    const rows = rowsOf(reconciled)(objects);
    if (named !== undefined && rows.length === 0 && label === undefined)
      for (const object of objects) source.refuse(object);
    await print(rows, format, scope === undefined, new LiveTable(context.stdout), context);
    if (rows.length === 0 && format === undefined) {
      const where =
        named === undefined ? (scope === undefined ? 'any namespace' : `${scope} namespace`) : named.reference;
      context.stderr.write(`No private endpoints found in ${where}.\n`);
    }
    return 0;
  },
};

async function listAll(
  client: KubeClient,
  source: Source,
  namespace: string | undefined,
  context: Context,
): Promise<readonly KubeObject[]> {
  try {
    return (await client.list(source.resource, namespace, {}, context.signal)).items;
  } catch (error) {
    throw error instanceof ApiError && error.notServed ? notInstalled(error) : error;
  }
}

const heads = ['DEPLOYMENT', 'ENDPOINT', 'PHASE', 'SERVICE', 'CLOUD ENDPOINT', 'ERROR'];

async function print(
  rows: readonly EndpointRow[],
  format: Format | undefined,
  everywhere: boolean,
  table: LiveTable,
  context: Context,
): Promise<void> {
  if (format === 'name') {
    for (const name of new Set(rows.map((row) => row.resourceName))) context.stdout.write(`${name}\n`);
  } else if (format !== undefined) {
    const list = { kind: 'EndpointList', items: rows.map((row) => row.view) };
    context.stdout.write(format === 'json' ? toJson(list) : await toYaml(list));
  } else if (rows.length > 0) {
    table.print(
      everywhere ? ['NAMESPACE', ...heads] : heads,
      rows.map((row) => (everywhere ? [row.view.namespace, ...row.cells] : row.cells)),
    );
  }
}

/** Prints each row when it is first seen and whenever it changes, until Ctrl-C. */
async function watch(
  client: KubeClient,
  source: Source,
  namespace: string | undefined,
  name: string | undefined,
  rowsOf: (objects: readonly KubeObject[]) => readonly EndpointRow[],
  format: Format | undefined,
  context: Context,
): Promise<number> {
  const table = new LiveTable(context.stdout);
  const shown = new Map<string, string>();
  const options = {
    namespace,
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
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
      if (changed.length > 0 && (format === undefined || format === 'name'))
        await print(changed, format, namespace === undefined, table, context);
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
