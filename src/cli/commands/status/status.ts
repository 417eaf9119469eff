import { parseDuration } from '../../../core/duration.ts';
import { UserError } from '../../../core/errors.ts';
import { checkFormat, isStructured } from '../../../output/format.ts';
import { LiveTable } from '../../../output/table.ts';
import { styleOf } from '../../args/color.ts';
import { selectionOf } from '../../args/flag-groups.ts';
import { openRun } from '../../open-run.ts';
import { type TableStyle, printRows } from '../../views/endpoint-table.ts';
import { printChains } from './chain.ts';
import { type Look, lookUp } from './look-up.ts';
import { nothingFound, tellLacking } from './nothing-found.ts';
import { sortRows } from './sort-rows.ts';
import { watch } from './watch.ts';
import { printLine } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { type StatusArguments, formats } from './facts.ts';

export async function status(args: StatusArguments, context: VerbContext): Promise<number> {
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
}

/** @throws UserError for a column that a format does not have, as kubectl does */
function checkDisplay(args: Pick<StatusArguments, 'show-labels'>, format: TableStyle['format']): void {
  if (!args['show-labels'] || format === undefined || format === 'wide') return;
  const name = typeof format === 'string' ? format : 'template';
  throw new UserError(`--show-labels option cannot be used with ${name} printer`, { hint: 'omit -o, or use -o wide' });
}

/** @throws UserError for a named object that cannot have endpoints */
function refuseWithout({ resolved }: Look): void {
  for (const { target, object, part } of resolved.flatMap(({ declaring }) => declaring))
    if (object !== undefined && part === undefined) target.source.refuse(object);
}
