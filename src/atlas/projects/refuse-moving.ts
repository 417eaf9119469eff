import { UserError } from '../../core/errors.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { isMoving } from '../api/annotations.ts';
import type { Run } from '../run.ts';
import type { Target } from '../sources/lookup.ts';
import { projectOf } from './project-id.ts';

/**
 * Refuses to change an endpoint in the middle of a move from the project's list to an object of its own: both declare it then, and the operator
 * leaves the project alone.
 * @throws UserError; nothing where the project cannot be read
 */
export async function refuseMoving(run: Run, { reference }: Target, object: KubeObject): Promise<void> {
  const project = object.kind === 'AtlasProject' ? object : await projectOf(run, object);
  if (project === undefined || project instanceof ApiError || !isMoving(project)) return;
  const { name, namespace = '' } = project.metadata;
  const migrate = { verb: 'migrate', source: `ap/${name}`, namespace } as const;
  throw new UserError(
    `${reference} is in the middle of a move: migrate is turning the endpoints of atlasproject/${name} into objects of their own, and has not finished; nothing was changed`,
    { hint: ['finish it with: ', migrate, '  or go back with: ', { ...migrate, flags: { undo: true } }] },
  );
}
