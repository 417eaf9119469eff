import { sources } from '../../../atlas/sources/table.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Look } from './look-up.ts';

/** The most deployments that are listed. */
const LISTED = 10;

/** What to print if there is no endpoint to show, and what to do about it. */
export function nothingFound({ resolved, scope, shown, selection }: Look): Hint {
  if (resolved.length > 0)
    return `No private endpoints found in ${resolved.map(({ named }) => named.target.reference).join(', ')}.`;
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
