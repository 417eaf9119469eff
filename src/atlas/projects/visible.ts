import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import type { ProjectReference } from '../api/project-reference.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import type { Run } from '../run.ts';

/** The objects of a kind that the user may list. */
export interface Visible<T> {
  readonly objects: readonly T[];
  /** Why they are not those of every namespace; undefined if they are. */
  readonly everywhere: ApiError | undefined;
  /** Why they are not even those of the given namespace; undefined if they are. */
  readonly here: ApiError | undefined;
}

/**
 * Every object of a kind; those of the namespace, and of some others, where the person may see no more; none where not even those, or
 * where the kind is not served.
 * @param others where there may be some besides, such as the namespace of a project
 */
export async function listVisible<T extends KubeObject>(
  { client, time }: Run,
  resource: Resource,
  namespace: string,
  others: readonly string[] = [],
): Promise<Visible<T>> {
  const list = (scope: string | undefined) => orRefusal(client.list<T>(resource, scope, {}, time.signal));
  const all = await list(undefined);
  if (!(all instanceof ApiError)) return { objects: all.items, everywhere: undefined, here: undefined };
  if (all.notServed) return { objects: [], everywhere: undefined, here: undefined };
  const lists = await Promise.all([...new Set([namespace, ...others])].map(list));
  const [own] = lists;
  return {
    objects: lists.flatMap((each) => (each instanceof ApiError ? [] : each.items)),
    everywhere: all,
    here: own instanceof ApiError ? own : undefined,
  };
}

/** The projects that the user may list, to tell whether two references mean the same project. */
export class Projects {
  readonly visible: Visible<AtlasProject>;
  readonly #byName: ReadonlyMap<string, AtlasProject>;

  constructor(visible: Visible<AtlasProject>) {
    this.visible = visible;
    this.#byName = new Map(
      visible.objects.map((project) => [`${project.metadata.namespace ?? ''}/${project.metadata.name}`, project]),
    );
  }

  static async read(run: Run, namespace: string, others: readonly string[] = []): Promise<Projects> {
    return new Projects(await listVisible<AtlasProject>(run, projectResource, namespace, others));
  }

  /** The projects with this key. */
  withKey(key: string | undefined): readonly AtlasProject[] {
    return this.visible.objects.filter(
      ({ metadata, status }) => (status?.id ?? `${metadata.namespace}/${metadata.name}`) === key,
    );
  }

  /** The project's id in Atlas if known, else its object's namespace and name; undefined for an empty reference. */
  keyOf(reference: ProjectReference | undefined, namespace: string): string | undefined {
    const { projectRef, externalProjectRef } = reference ?? {};
    if (externalProjectRef?.id !== undefined) return externalProjectRef.id;
    if (projectRef?.name === undefined) return undefined;
    const wanted = `${projectRef.namespace || namespace}/${projectRef.name}`;
    return this.#byName.get(wanted)?.status?.id ?? wanted;
  }
}

/** The objects that declare the endpoint services of Atlas projects. Read once per command. */
export interface ProjectObjects {
  readonly services: Visible<AtlasPrivateEndpoint>;
  readonly projects: Projects;
}

/** @param others namespaces in which there may be some besides, where not all may be seen */
export async function readProjectObjects(
  run: Run,
  namespace: string,
  others: readonly string[] = [],
): Promise<ProjectObjects> {
  const [services, projects] = await Promise.all([
    listVisible<AtlasPrivateEndpoint>(run, privateEndpointResource, namespace, others),
    Projects.read(run, namespace, others),
  ]);
  return { services, projects };
}
