import { UserError } from '../../../core/errors.ts';
import { PATIENCE } from '../../../core/reconcile.ts';
import { ApiError } from '../../../kube/errors.ts';
import type { KubeObject } from '../../../kube/resource.ts';
import type { Progress } from '../../../output/progress.ts';
import type { Context } from '../../context.ts';
import type { Found } from './survey.ts';

/**
 * Deletes the object that declared the endpoints; one that is gone already is no error.
 * @throws UserError when somebody has added an endpoint to it in the meantime, or keeps changing it
 */
export async function deleteObject(found: Found, progress: Progress, context: Context): Promise<void> {
  const { client, target } = found;
  for (let conflicts = 0; conflicts < PATIENCE; conflicts += 1) {
    const now = await client.find(target.source.resource, target.namespace, target.name, context.signal);
    if (now === undefined || now.metadata.deletionTimestamp !== undefined) return;
    refuseAdded(found, now);
    try {
      await client.delete(target.source.resource, now, context.signal);
      return;
    } catch (error) {
      // The operator writes the status at any time.
      if (!(error instanceof ApiError) || error.code !== 409) throw error;
      progress.waiting({ name: 'object', detail: '' }, 'it has changed; looking again');
    }
  }
  throw new UserError(`${target.reference} keeps changing, and is kept`, {
    hint: [
      'see who else writes it: ',
      { kubectl: ['get', target.reference, '-n', target.namespace, '-o', 'yaml', '--show-managed-fields'] },
    ],
  });
}

/** @throws UserError when the object has an endpoint that the deletion does not know of */
function refuseAdded({ target }: Found, now: KubeObject): void {
  const added = target.source.endpoints(now).find(({ declaredId }) => declaredId !== undefined);
  if (added === undefined) return;
  const { reference: source, namespace } = target;
  throw new UserError(`${source} has got the endpoint ${added.label} in the meantime, and is kept`, {
    hint: ['look at it with: ', { verb: 'status', source, namespace }],
  });
}
