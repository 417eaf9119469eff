import { LiveTable } from '../../../output/table.ts';
import { checkFormat, columnFormats, isStructured, jsonPathFormats } from '../../../output/format.ts';
import { toggle } from '../../args/flag.ts';
import {
  allNamespacesFlag,
  endpointFlag,
  general,
  noHeadersFlag,
  outputFlag,
  selectionOf,
  selectorFlags,
} from '../../args/flag-groups.ts';
import { optional } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { defineVerb } from '../../verb.ts';
import { printRows } from '../../views/endpoint-table.ts';
import { type Look, lookUp, nothingFound } from './look-up.ts';
import { watch } from './watch.ts';
import { printLine } from '../../../output/escape.ts';

const formats = ['json', 'yaml', 'name', 'wide', ...jsonPathFormats, ...columnFormats] as const;

export const status = defineVerb({
  name: 'status',
  positional: { source: optional('SOURCE') },
  description: 'Show private endpoints as Kubernetes declares them and as Atlas has them; the cloud is not asked',
  examples: [
    [`${PROGRAM} status`, 'All endpoints in the namespace'],
    [`${PROGRAM} status -A`, 'All endpoints in all namespaces'],
    [`${PROGRAM} status -v 1`, 'Also show which operator the cluster runs'],
    [`${PROGRAM} status orders -w`, 'Watch one deployment; print a row for each change'],
  ],
  flags: {
    ...endpointFlag,
    ...allNamespacesFlag('List endpoints in all namespaces'),
    watch: toggle(general, 'Keep watching; print rows as they change', { alias: 'w' }),
    ...selectorFlags,
    ...outputFlag(formats),
    ...noHeadersFlag,
  },
  async run(args, context) {
    const format = await checkFormat(args.output, formats);
    const selection = selectionOf(args, args.source);
    const look = await lookUp(args, selection, context);
    const style = { format, headers: !args['no-headers'], everywhere: look.scope === undefined };
    const rows = look.shown.flatMap((shown) => shown.rowsOf(shown));
    if (rows.length === 0 && args.endpoint === undefined) refuseWithout(look);
    if (args.watch) {
      if (rows.length === 0) printLine(context.stderr, nothingFound(look));
      // Where no object is there that could have endpoints, there is nothing to follow.
      return look.shown.length === 0 ? 0 : watch(look, style, context);
    }
    const kinds = rows.some(({ bearsKind }) => bearsKind);
    await printRows(rows, { ...style, kinds }, new LiveTable(context.stdout), context);
    if (rows.length === 0 && !isStructured(format)) printLine(context.stderr, nothingFound(look));
    return 0;
  },
});

/** @throws UserError for a named object that cannot have endpoints */
function refuseWithout({ resolved }: Look): void {
  for (const { target, object, part } of resolved?.declaring ?? [])
    if (object !== undefined && part === undefined) target.source.refuse(object);
}
