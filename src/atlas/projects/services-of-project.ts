import { type AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import type { Run } from '../run.ts';
import { readProjectObjects } from './visible.ts';

/** The AtlasPrivateEndpoints of a project, as far as the user may list them: what `migrate` leaves of the project's own list. */
export async function servicesOfProject(run: Run, project: AtlasProject): Promise<readonly AtlasPrivateEndpoint[]> {
  const { name, namespace = '' } = project.metadata;
  const { services, projects } = await readProjectObjects(run, namespace);
  const key = projects.keyOf({ projectRef: { name, namespace } }, namespace);
  return services.objects.filter(({ metadata, spec }) => projects.keyOf(spec, metadata.namespace ?? '') === key);
}
