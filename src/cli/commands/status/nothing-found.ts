import type { Source } from '../../../atlas/sources/source.ts';
import { sources } from '../../../atlas/sources/table.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { ObjectMeta } from '../../../kube/resource.ts';
import { printLine } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import type { Look } from './look-up.ts';

/** The most deployments that are listed. */
const LISTED = 10;

function keyOf(source: Source, { namespace = '', name }: ObjectMeta): string {
  return `${namespace}/${source.resource.singular}/${name}`;
}

/** Of several named objects, says which have no endpoint, if others have some: those would be missing without a word. */
export function tellLacking({ resolved, shown }: Pick<Look, 'resolved' | 'shown'>, { stderr }: VerbContext): void {
  const having = new Set(
    shown.flatMap(({ source, object, rows }) =>
      rows.length > 0 && object !== undefined ? [keyOf(source, object.metadata)] : [],
    ),
  );
  const lacking = resolved.filter(
    ({ declaring }) =>
      !declaring.some(
        ({ target, object }) => object !== undefined && having.has(keyOf(target.source, object.metadata)),
      ),
  );
  if (having.size > 0 && lacking.length > 0) printLine(stderr, noneIn(lacking));
}

function noneIn(resolved: Look['resolved']): string {
  return `No private endpoints found in ${resolved.map(({ named }) => named.target.reference).join(', ')}.`;
}

/** What to print if there is no endpoint to show, and what to do about it. */
export function nothingFound({ resolved, scope, shown, selection }: Look): Hint {
  if (resolved.length > 0) return noneIn(resolved);
  const place = scope === undefined ? 'in any namespace' : `in namespace ${scope}`;
  if (Object.keys(selection).length > 0) return `No private endpoints ${place} match.`;
  const deployments = shown
    .filter(({ source }) => source === sources.atlasdeployment)
    .flatMap(({ without }) => without);
  const names = deployments.map(({ namespace, name }) => (scope === undefined ? `${namespace}/${name}` : name)).sort();
  const [only] = deployments;
  const command =
    only !== undefined && deployments.length === 1
      ? { verb: 'up', source: only.name, namespace: only.namespace }
      : { verb: 'up', source: 'NAME', namespace: scope };
  const some = names.length > LISTED ? [...names.slice(0, LISTED), '…'] : names;
  const list = names.length < 2 ? '' : `; deployments ${scope === undefined ? 'there' : 'here'}: ${some.join(', ')}`;
  return [`No private endpoints ${place}. Declare one with: `, command, list];
}
