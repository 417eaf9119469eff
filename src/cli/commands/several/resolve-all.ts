import { reconcilesServerless } from '../../../atlas/operator/serverless-support.ts';
import { UserError, isFailure } from '../../../core/errors.ts';
import type { Slots } from '../../../core/plan/slots/slots.ts';
import { printLine } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import type { SeveralSources } from './named-sources.ts';
import { type DeclaringObject, type EndpointQuery, type Resolved, resolve } from '../../endpoints/resolve.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import { printHint } from '../../hints.ts';

/** A name of a command line, and the object that it means. */
export interface ResolvedName {
  /** Such as `ad/orders`. */
  readonly name: string;
  readonly resolved: Resolved;
}

/** The objects of a command line, each once, and what is known of the operator. */
export interface ResolvedNames {
  readonly all: readonly ResolvedName[];
  /** False if the operator no longer reconciles serverless endpoints. */
  readonly supported: boolean | undefined;
}

/** How names are looked up. */
interface Lookups {
  readonly slots: Slots;
  /** Whether a name that means nothing for this reason is left out. */
  readonly isIgnored?: (error: UserError) => boolean;
}

/**
 * Finds the objects that several names mean, before anything is done with any of them: whoever mistypes one of them does not want the rest
 * to be changed.
 * @throws UserError if one of them means no object, or several
 */
export async function resolveAll(
  { several, selected, run }: SeveralSources,
  queryOf: (source: string) => EndpointQuery,
  { slots, isIgnored = () => false }: Lookups,
  context: VerbContext,
): Promise<ResolvedNames> {
  const [supported, ...found] = await Promise.all([
    reconcilesServerless(run.client, context.signal),
    ...several.map((source) => slots.within(() => lookUp(source, () => resolve(run, queryOf(source))))),
  ]);
  const wrong = found.filter((each) => 'error' in each).filter(({ error }) => !isIgnored(error));
  if (wrong.length > 0) throw unresolved(wrong, several.length, context);
  const all = found.flatMap((each): ResolvedName[] => {
    if (!('resolved' in each)) return [];
    const { target } = each.resolved.named;
    return [{ name: `${target.source.shortNames[0]}/${target.name}`, resolved: each.resolved }];
  });
  const distinct = [...new Map(all.map((each) => [each.name, each])).values()];
  return { all: selected ? withoutParts(distinct) : distinct, supported };
}

/** The objects without those that only declare the endpoints of a cluster among them: a label is often on both. */
function withoutParts(all: readonly ResolvedName[]): readonly ResolvedName[] {
  const parts = new Set(
    all.flatMap(({ resolved: { declaring } }) =>
      declaring.flatMap((each) => (each.part === undefined ? [] : [keyOf(each)])),
    ),
  );
  return all.filter(({ resolved: { named } }) => !parts.has(keyOf(named)));
}

function keyOf({ target }: Pick<DeclaringObject, 'target'>): string {
  return JSON.stringify([target.reference, target.namespace]);
}

type LookedUp = { readonly resolved: Resolved } | { readonly source: string; readonly error: UserError };

async function lookUp(source: string, read: () => Promise<Resolved>): Promise<LookedUp> {
  try {
    return { resolved: await read() };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { source, error };
  }
}

function unresolved(
  wrong: readonly Extract<LookedUp, { error: UserError }>[],
  all: number,
  context: VerbContext,
): UserError {
  const [first, another] = wrong;
  if (first === undefined) throw new Error('no name is wrong');
  if (another === undefined) {
    const hint = hintOf(first.error);
    return new UserError(`${messageOf(first.error)}; nothing was changed`, hint === undefined ? {} : { hint });
  }
  for (const { source, error } of wrong) {
    const hint = hintOf(error);
    printLine(context.stderr, `${source}: ${messageOf(error)}`);
    if (hint !== undefined) printHint(hint, context, '  hint: ', '  ');
  }
  return new UserError(
    `${wrong.length} of ${all} names cannot be used: ${wrong.map(({ source }) => source).join(', ')}; nothing was changed`,
  );
}
