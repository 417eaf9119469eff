import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import { shortId } from '../../../cloud/short-service.ts';
import type { Hint } from '../../../core/next-command.ts';
import { printPieces } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import { oneOf } from '../../hints.ts';
import { printHint } from '../../hints.ts';
import { printWarning, repeatWarnings, tookInParentheses } from '../connect/print-end.ts';
import { type ConnectResult, secretCommand } from '../connect/result.ts';

/** Says what can be reached now, and from where. */
export function printReached(results: readonly ConnectResult[], found: FoundSecret, context: VerbContext): void {
  const [first] = results;
  if (first === undefined) return;
  const name = found.deployment?.metadata.name ?? first.selected.target.name;
  const text = `${name} is reachable privately ${placesOf(results)}${tookInParentheses(results, context)}`;
  printPieces(context.stderr, context.screen.style, [{ text, look: 'heading' }]);
}

/** The networks from which the endpoints are reached or, where they are not known, the endpoints themselves. */
function placesOf(results: readonly ConnectResult[]): string {
  const networks = results.map(({ network }) => network);
  const known = networks.filter((network) => network !== undefined);
  if (known.length === networks.length) return `from ${[...new Set(known)].join(' and ')}`;
  return `through ${results.map(({ endpoint, cloudEndpoint }) => shortId(cloudEndpoint ?? endpoint.label)).join(' and ')}`;
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
