import { UserError } from '../../../core/errors.ts';
import { remove } from '../../../kube/write/remove.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Progress } from '../../../output/progress.ts';
import { OBJECT_STEP } from '../../words/steps.ts';
import type { Surveyed } from './survey.ts';

/**
 * Deletes the object that declared the endpoints; one that is gone already is no error.
 * @throws UserError if somebody has added an endpoint to it in the meantime, or if a policy refuses; KeepsChangingError
 */
export function deleteObject(surveyed: Surveyed, progress: Progress): Promise<void> {
  const { run, target } = surveyed;
  const at = { resource: target.source.resource, namespace: target.namespace, name: target.name };
  const isMeant = (now: KubeObject): boolean => {
    refuseAdded(surveyed, now);
    return true;
  };
  const onConflict = (): void => progress.waiting(OBJECT_STEP, 'it has changed; reading it again');
  return remove(run.client, at, { isMeant, onConflict }, run.time);
}

/** @throws UserError if the object has an endpoint that is not part of the deletion */
function refuseAdded({ target }: Surveyed, now: KubeObject): void {
  const added = target.source.endpoints(now).find(({ declaredId }) => declaredId !== undefined);
  if (added === undefined) return;
  const { reference: source, namespace } = target;
  throw new UserError(
    `${source} was not deleted: the endpoint ${added.declaredId} has been added to it in the meantime`,
    {
      hint: ['look at it with: ', { verb: 'status', source, namespace }],
    },
  );
}
