import type { Hint } from '../../../core/next-command.ts';
import { printPieces } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { hintPieces, printHint } from '../../hints.ts';
import { printTook, tookText } from '../took.ts';
import type { ConnectResult } from './result.ts';

/** How long all of it took, where that is worth saying: ` (2m41s)`. */
export function tookInParentheses(results: readonly ConnectResult[], { now }: VerbContext): string {
  const took = tookText(now() - (results[0]?.startedAt ?? now()));
  return took === undefined ? '' : ` (${took})`;
}

/** The end of a run whose data says what it came to: how long it took, unless it was stopped before, and what deserves thought. */
export function printConnected(results: readonly ConnectResult[], context: VerbContext): void {
  const [first] = results;
  const isDone = results.every(({ stoppedAt }) => stoppedAt === undefined);
  if (first !== undefined && isDone) printTook(first.startedAt, context);
  repeatWarnings(results, context);
}

/** Repeats the warnings of a run that did something: they came before all that was waited for. */
export function repeatWarnings(results: readonly ConnectResult[], context: VerbContext): void {
  const warnings = results.flatMap(({ performed, progress }) => (performed.length === 0 ? [] : progress.warnings));
  for (const { parts, prefix } of warnings) printWarning(parts, context, prefix);
}

/** The same for several objects, of which many may be warned of the same: each warning once, with all that it is about. */
export function gatherWarnings(results: readonly ConnectResult[], context: VerbContext): void {
  const all = results.flatMap(({ performed, progress }) => (performed.length === 0 ? [] : progress.warnings));
  for (const [, same] of Map.groupBy(all, ({ text }) => text)) {
    const names = [...new Set(same.map(({ prefix }) => prefix.trim()))];
    const [first] = same;
    if (first !== undefined) printWarning(first.parts, context, `${names.join(', ')}: `);
  }
}

/** Prints a warning; a command at its end, which is a line to be copied, is a line of its own. */
export function printWarning(parts: Hint, context: VerbContext, prefix = ''): void {
  const { style } = context.screen;
  const all = typeof parts === 'string' ? [parts] : parts;
  const last = all.at(-1);
  const hasCommand = all.length > 1 && typeof last === 'object';
  const text = hasCommand ? all.slice(0, -1).map(withoutColon) : all;
  printPieces(context.stderr, style, [
    { text: style.plainSign('warns'), look: 'warning' },
    { text: ` ${prefix}` },
    ...hintPieces(text, context),
  ]);
  if (hasCommand) printHint([last], context, '    ');
}

function withoutColon<T>(part: T, at: number, all: readonly T[]): T | string {
  return typeof part === 'string' && at === all.length - 1 ? part.replace(/:? $/, ':') : part;
}
