import { conflictPauses } from '../../../core/retries/backoff.ts';
import { KeepsChangingError, MAX_CONFLICTS, UserError } from '../../../core/errors.ts';
import { attemptDelete } from '../../../kube/write/attempt-delete.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Progress } from '../../../output/progress.ts';
import type { Context } from '../../context.ts';
import { OBJECT_STEP } from '../../words/steps.ts';
import type { Surveyed } from './survey.ts';

/**
 * Deletes the object that declared the endpoints; one that is gone already is no error.
 * @throws UserError if somebody has added an endpoint to it in the meantime, or if a policy refuses; KeepsChangingError
 */
export async function deleteObject(surveyed: Surveyed, progress: Progress, { sleep, signal }: Context): Promise<void> {
  const pauses = conflictPauses();
  const { run, target } = surveyed;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    const now = await run.client.find(target.source.resource, target.namespace, target.name, signal);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined) return;
    refuseAdded(surveyed, now);
    const deleted = await attemptDelete(run.client, target.source.resource, now, signal);
    if (deleted !== 'conflict') return;
    // The operator may write the status at any time.
    progress.waiting(OBJECT_STEP, 'it has changed; reading it again');
    await sleep(pauses.next(), signal);
  }
  throw new KeepsChangingError(target);
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
