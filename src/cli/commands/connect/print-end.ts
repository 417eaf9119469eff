import { formatDuration } from '../../../core/duration.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import { printHint } from '../../print-hint.ts';
import type { ConnectResult } from './result.ts';

/** How long all of it took, where that is worth saying: ` (2m41s)`. */
export function tookText(results: readonly ConnectResult[], { now }: VerbContext): string {
  const [first] = results;
  const ms = first === undefined ? 0 : now() - first.startedAt;
  return ms < 1000 ? '' : ` (${formatDuration(ms)})`;
}

/** Repeats the warnings of a run that did something: they came before all that was waited for. */
export function repeatWarnings(results: readonly ConnectResult[], context: VerbContext): void {
  const warnings = results.flatMap(({ performed, progress }) => (performed.length === 0 ? [] : progress.warnings));
  for (const { parts, prefix } of warnings) printWarning(parts, context, prefix);
}

/** Prints a warning; a command at its end, which is a line to be copied, is a line of its own. */
export function printWarning(parts: Hint, context: VerbContext, prefix = ''): void {
  const sign = `${context.screen.style.sign('warns')} `;
  const all = typeof parts === 'string' ? [parts] : parts;
  const last = all.at(-1);
  const hasCommand = all.length > 1 && typeof last === 'object';
  context.stderr.write(sign);
  printHint(hasCommand ? all.slice(0, -1).map(withoutColon) : all, context, prefix);
  if (hasCommand) printHint([last], context, '    ');
}

function withoutColon<T>(part: T, at: number, all: readonly T[]): T | string {
  return typeof part === 'string' && at === all.length - 1 ? part.replace(/:? $/, ':') : part;
}
