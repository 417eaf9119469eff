import { privateEndpointResource } from '../../../atlas/api/private-endpoint.ts';
import { projectResource } from '../../../atlas/api/project.ts';
import { moving } from '../../../atlas/migrate/marks.ts';
import { readObjects } from '../../../atlas/migrate/objects.ts';
import { attemptWrite } from '../../../kube/write/attempt-write.ts';
import type { Surveyed } from './survey.ts';

/**
 * Has the API server check every change of a move without storing it: rights, policies and rules of the kind. A project without a way on is
 * worse than one that was never touched.
 * @throws ApiError; UserError
 */
export async function rehearse({ run, project, moves }: Surveyed): Promise<void> {
  const { client, time } = run;
  const options = { dryRun: 'All', signal: time.signal } as const;
  const objects = await readObjects({ client, moves, time });
  for (const [at, { object }] of moves.entries())
    if (objects[at] === undefined) await attemptWrite(() => client.create(privateEndpointResource, object, options));
  // A conflict says no more than that the project has changed: the run reads it again.
  await attemptWrite(() => client.patch(projectResource, project, moving(project), options));
}
