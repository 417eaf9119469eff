import { sameAttachment, sameId } from '../cloud-endpoint.ts';
import type { EndpointState } from '../endpoint.ts';
import type { Goal } from './observed.ts';
import type { PlanProblem } from './problems.ts';

/** What stands in the way of the goal and is only overcome by making the endpoint anew; undefined where nothing does. */
export function obstacleTo(
  endpoint: EndpointState,
  goal: Pick<Goal, 'until' | 'id' | 'attachment' | 'replaces'>,
): PlanProblem | undefined {
  if (!endpoint.declared) return undefined;
  const { replaces } = goal;
  if (replaces !== undefined && [endpoint.declaredId, endpoint.linkedId].some((id) => sameId(id ?? '', replaces)))
    return { code: 'to-be-replaced', id: replaces };
  if (endpoint.phase === 'Failed') return { code: 'endpoint-failed', reason: endpoint.error };
  if (goal.until !== 'available') return undefined;
  const { declaredId, linkedId, attachment } = endpoint;
  if (declaredId === undefined) return undefined;
  if (goal.id !== undefined && !sameId(declaredId, goal.id))
    return { code: 'linked-to-other-id', declaredId, wantedId: goal.id };
  if (goal.attachment !== undefined && attachment !== undefined && !sameAttachment(goal.attachment, attachment))
    return { code: 'linked-differently', declared: attachment, wanted: goal.attachment };
  if (endpoint.phase === 'Available' && linkedId !== undefined && !sameId(declaredId, linkedId))
    return { code: 'id-ignored', declaredId, linkedId };
  return undefined;
}
