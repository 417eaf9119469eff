import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import type { SeveralClustersError } from '../../../atlas/secret/of-source.ts';
import { shortId } from '../../../cloud/short-service.ts';
import type { Hint } from '../../../core/next-command.ts';
import { printLine, printPieces } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { oneOf } from '../../hints.ts';
import { printHint } from '../../hints.ts';
import { printWarning, repeatWarnings, tookInParentheses } from '../connect/print-end.ts';
import { type ConnectResult, secretCommand } from '../connect/result.ts';

/** Says what can be reached now by the strings of a Secret, and from where. */
export function printReachedBy(results: readonly ConnectResult[], found: FoundSecret, context: VerbContext): void {
  const name = found.deployment?.metadata.name ?? results[0]?.selected.target.name;
  printReached(results, name === undefined ? [] : [name], context);
}

/** The same of several clusters, of which nothing says whose string is wanted; and how to see one. */
export function printSeveralReached(
  results: readonly ConnectResult[],
  { message, clusters, hint }: SeveralClustersError,
  context: VerbContext,
): void {
  printReached(results, clusters, context);
  repeatWarnings(results, context);
  printSeveralClusters({ message, hint }, context);
}

/** Says why no string is shown, and how to see one. */
export function printSeveralClusters(
  { message, hint = '' }: Pick<SeveralClustersError, 'message' | 'hint'>,
  context: VerbContext,
): void {
  printLine(context.stderr, `note: no connection string is shown: ${message}`);
  printHint(hint, context);
}

/** Says what can be reached now, and from where. What the cloud did not show, only Atlas says. */
function printReached(results: readonly ConnectResult[], clusters: readonly string[], context: VerbContext): void {
  const are = `${listed(clusters)} ${clusters.length === 1 ? 'is' : 'are'}`;
  const networks = new Set(results.flatMap(({ network }) => network ?? []));
  const unseen = results.filter(({ network }) => network === undefined);
  const seen = unseen.length < results.length ? [`${are} reachable privately from ${listed([...networks])}`] : [];
  const ids = listed(unseen.map(({ endpoint, cloudEndpoint }) => shortId(cloudEndpoint ?? endpoint.label)));
  const told = unseen.length > 0 ? [`Atlas is connected to ${ids}, which was not checked in the cloud`] : [];
  const text = `${[...seen, ...told].join('; ')}${tookInParentheses(results, context)}`;
  printPieces(context.stderr, context.screen.style, [{ text, look: 'heading' }]);
}

function listed(words: readonly string[]): string {
  return words.join(' and ');
}

/** Repeats what deserves thought, and says how a Pod gets the string. @param lack what is missing of the Secret */
export function printNext(
  results: readonly ConnectResult[],
  { user, lack }: { readonly user: string | undefined; readonly lack: Hint | undefined },
  context: VerbContext,
): void {
  repeatWarnings(results, context);
  // What a Pod would read is not there yet.
  if (lack !== undefined) return printWarning(lack, context);
  const each = results.map((result) => secretCommand(result, { user, o: 'pod-env' }));
  printHint(['use it in a Pod: ', ...oneOf(each)], context);
}
