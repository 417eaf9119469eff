import { UserError } from '../../../core/errors.ts';
import { PATIENCE } from '../../../core/plan/reconcile.ts';
import { attemptWrite } from '../../../kube/write/attempt-write.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Progress } from '../../../output/progress.ts';
import type { Context } from '../../context.ts';
import type { Surveyed } from './survey.ts';

/**
 * Deletes the object that declared the endpoints; one that is gone already is no error.
 * @throws UserError when somebody has added an endpoint to it in the meantime, or keeps changing it, or when a policy refuses it
 */
export async function deleteObject(surveyed: Surveyed, progress: Progress, { signal }: Context): Promise<void> {
  const { run, target } = surveyed;
  for (let conflicts = 0; conflicts < PATIENCE; conflicts += 1) {
    const now = await run.client.find(target.source.resource, target.namespace, target.name, signal);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined) return;
    refuseAdded(surveyed, now);
    const deleted = await attemptWrite(() => run.client.delete(target.source.resource, now, { signal }));
    if (deleted !== 'conflict') return;
    // The operator writes the status at any time.
    progress.waiting('object', 'it has changed; looking again');
  }
  throw new UserError(`${target.reference} keeps changing, and is kept`, {
    hint: [
      'see who else writes it: ',
      { kubectl: ['get', target.reference, '-n', target.namespace, '-o', 'yaml', '--show-managed-fields'] },
    ],
  });
}

/** @throws UserError when the object has an endpoint that the deletion does not know of */
function refuseAdded({ target }: Surveyed, now: KubeObject): void {
  const added = target.source.endpoints(now).find(({ declaredId }) => declaredId !== undefined);
  if (added === undefined) return;
  const { reference: source, namespace } = target;
  throw new UserError(`${source} has got the endpoint ${added.label} in the meantime, and is kept`, {
    hint: ['look at it with: ', { verb: 'status', source, namespace }],
  });
}
