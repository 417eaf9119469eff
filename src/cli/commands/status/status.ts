import { parseDuration } from '../../../core/duration.ts';
import { UserError } from '../../../core/errors.ts';
import { checkFormat, columnFormats, isStructured, jsonPathFormats } from '../../../output/format.ts';
import { LiveTable } from '../../../output/table.ts';
import { styleOf } from '../../args/color.ts';
import { type Arguments, text, toggle } from '../../args/flag.ts';
import {
  allNamespacesFlag,
  endpointFlag,
  general,
  noHeadersFlag,
  outputFlag,
  selectionOf,
  selectorFlags,
} from '../../args/flag-groups.ts';
import { several } from '../../args/positional.ts';
import { openRun } from '../../open-run.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { type TableStyle, printRows } from '../../views/endpoint-table.ts';
import { printChains } from './chain.ts';
import { type Look, lookUp } from './look-up.ts';
import { nothingFound, tellLacking } from './nothing-found.ts';
import { sortRows } from './sort-rows.ts';
import { watch } from './watch.ts';
import { printLine } from '../../../output/escape.ts';

const formats = ['json', 'yaml', 'name', 'wide', ...jsonPathFormats, ...columnFormats] as const;

const displayFlags = {
  watch: toggle(general, 'Keep watching, and print rows as they change', { alias: 'w' }),
  'until-available': toggle(general, 'Watch until every endpoint is Available, and fail if one never can be'),
  timeout: text(general, 'Give up on --until-available after this time', { default: '30m' }),
  'sort-by': text(general, 'Sort by this field of the JSON output, such as .phase or .creationTimestamp', {
    value: 'FIELD',
  }),
  'show-labels': toggle(general, 'Add a column with the labels of the object'),
} as const;

export const status = defineVerb({
  name: 'status',
  positional: { source: several('SOURCE') },
  description:
    'Show private endpoints as Kubernetes declares them and as Atlas has them, without contacting the cloud account',
  examples: [
    [`${PROGRAM} status`, 'All endpoints in the namespace'],
    [`${PROGRAM} status orders`, 'The chain of one deployment, from its declaration to its connection string'],
    [`${PROGRAM} status -A`, 'All endpoints in all namespaces'],
    [`${PROGRAM} status -v 1`, 'Also show which operator the cluster runs'],
    [`${PROGRAM} status orders -w`, 'Watch one deployment, and print a row for each change'],
    [`${PROGRAM} status orders reports --until-available`, 'Wait until the endpoints of two deployments can be used'],
  ],
  flags: {
    ...endpointFlag,
    ...allNamespacesFlag('List endpoints in all namespaces'),
    ...displayFlags,
    ...selectorFlags,
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    const watching = args.watch || args['until-available'];
    checkDisplay(args, format);
    const untilAvailableMs = args['until-available'] ? parseDuration('timeout', args.timeout) : undefined;
    const selection = selectionOf(args, args.source[0]);
    const output = styleOf(args, context.stdout, context);
    const look = await lookUp(args, selection, context, {
      ...(await openRun(args, context)),
      verb: 'status',
      wholeObjects: false,
    });
    const everywhere = look.scope === undefined;
    const style = { format, headers: !args['no-headers'], everywhere, labels: args['show-labels'] };
    const table = new LiveTable(context.stdout, format === 'wide' ? undefined : output);
    const rows = look.shown.flatMap((shown) => shown.rows);
    if (rows.length === 0 && args.endpoint === undefined) refuseWithout(look);
    const [only, another] = look.resolved;
    if (only !== undefined && another === undefined && format === undefined && !watching && !args['show-labels'])
      if (rows.length > 0 || args.endpoint === undefined) {
        await printChains(look, only, output, context);
        return 0;
      }
    if (rows.length === 0 && (watching || !isStructured(format)))
      printLine(context.stderr, context.hintText(nothingFound(look)));
    tellLacking(look, context);
    if (!watching) {
      await printRows(
        args['sort-by'] === undefined ? rows : await sortRows(rows, args['sort-by']),
        style,
        table,
        context,
      );
      return 0;
    }
    if (args['sort-by'] !== undefined) printLine(context.stderr, 'warning: --sort-by has no effect on what is watched');
    // Where no object is there that could have endpoints, there is nothing to follow.
    return look.shown.length === 0 ? 0 : watch(look, { style, table, untilAvailableMs }, context);
  },
});

/** @throws UserError for a column that a format does not have, as kubectl does */
function checkDisplay(args: Arguments<typeof displayFlags>, format: TableStyle['format']): void {
  if (!args['show-labels'] || format === undefined || format === 'wide') return;
  const name = typeof format === 'string' ? format : 'template';
  throw new UserError(`--show-labels option cannot be used with ${name} printer`, { hint: 'omit -o, or use -o wide' });
}

/** @throws UserError for a named object that cannot have endpoints */
function refuseWithout({ resolved }: Look): void {
  for (const { target, object, part } of resolved.flatMap(({ declaring }) => declaring))
    if (object !== undefined && part === undefined) target.source.refuse(object);
}
