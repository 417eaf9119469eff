import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject, Resource } from '../../kube/resource.ts';
import { type AtlasPrivateEndpoint, type ProjectReference, privateEndpointResource } from '../api/private-endpoint.ts';
import { type AtlasProject, projectResource } from '../api/project.ts';
import { isSameRegion } from '../api/region.ts';
import type { SourceSite } from '../sources/source.ts';

/** The objects that a person may see. */
export interface Visible<T> {
  readonly objects: readonly T[];
  /** Why not those of every namespace; undefined where they are. */
  readonly everywhere: ApiError | undefined;
  /** Why not even those of the namespace. */
  readonly here: ApiError | undefined;
}

/** Every object, or those of the namespace where a person may see no more, or none where not even those. */
export async function listVisible<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  namespace: string,
  signal: AbortSignal,
): Promise<Visible<T>> {
  const refusals: ApiError[] = [];
  for (const scope of [undefined, namespace]) {
    try {
      const { items: objects } = await client.list<T>(resource, scope, {}, signal);
      return { objects, everywhere: refusals[0], here: undefined };
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code !== 403 && !error.notServed)) throw error;
      if (error.notServed) return { objects: [], everywhere: undefined, here: undefined };
      refusals.push(error);
    }
  }
  return { objects: [], everywhere: refusals[0], here: refusals[1] };
}

/** The projects that a person may see, for telling whether two references mean the same one. */
export class Projects {
  readonly visible: Visible<AtlasProject>;

  constructor(visible: Visible<AtlasProject>) {
    this.visible = visible;
  }

  static async read(client: KubeClient, namespace: string, signal: AbortSignal): Promise<Projects> {
    return new Projects(await listVisible<AtlasProject>(client, projectResource, namespace, signal));
  }

  get all(): readonly AtlasProject[] {
    return this.visible.objects;
  }

  /** The projects that references of this key mean. */
  withKey(key: string | undefined): readonly AtlasProject[] {
    return this.all.filter(({ metadata, status }) => (status?.id ?? `${metadata.namespace}/${metadata.name}`) === key);
  }

  /** The id in Atlas where it is known, else the object's namespace and name; undefined for a reference to nothing. */
  keyOf(reference: ProjectReference | undefined, namespace: string): string | undefined {
    const { projectRef, externalProjectRef } = reference ?? {};
    if (externalProjectRef?.id !== undefined) return externalProjectRef.id;
    if (projectRef?.name === undefined) return undefined;
    const wanted = `${projectRef.namespace || namespace}/${projectRef.name}`;
    const found = this.all.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}` === wanted);
    return found?.status?.id ?? wanted;
  }
}

/** What could be a rival of an object: read once for all objects that a command line is about. */
export interface Neighbourhood {
  readonly services: Visible<AtlasPrivateEndpoint>;
  readonly projects: Projects;
}

export async function readNeighbourhood(
  client: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<Neighbourhood> {
  const [services, projects] = await Promise.all([
    listVisible<AtlasPrivateEndpoint>(client, privateEndpointResource, namespace, signal),
    Projects.read(client, namespace, signal),
  ]);
  return { services, projects };
}

/**
 * Refuses an object that would fight with another one over the same service in Atlas: there is one for each project, provider and
 * region, and every reconciler deletes the endpoints that its own object does not list (operator v2.7.0:internal/controller/
 * atlasprivateendpoint/privateendpoint.go).
 * @param warn told of what could not be looked at: the other one may be there
 * @throws UserError naming the other one
 */
export function refuseRivals(
  { services: others, projects }: Neighbourhood,
  object: AtlasPrivateEndpoint,
  warn: (text: string) => void,
): void {
  const { namespace = '', name } = object.metadata;
  const key = projects.keyOf(object.spec, namespace);
  const { provider = '', region = '' } = object.spec ?? {};
  if (key === undefined) return;
  const unseen = others.here ?? projects.visible.here ?? others.everywhere ?? projects.visible.everywhere;
  if (unseen !== undefined)
    warn(`whether another object is for the same service is known in part only: ${unseen.message}`);
  const rival = others.objects.find(
    ({ metadata, spec }) =>
      (metadata.namespace !== namespace || metadata.name !== name) &&
      spec?.provider === provider &&
      spec.region === region &&
      projects.keyOf(spec, metadata.namespace ?? '') === key,
  );
  const what = `of this project on ${provider} in ${region}`;
  if (rival !== undefined) {
    const other = `atlasprivateendpoint/${rival.metadata.name}`;
    throw new UserError(
      `${other} in namespace ${rival.metadata.namespace} is for the endpoint service ${what} already: with atlasprivateendpoint/${name} as a second object each would delete the other's endpoints`,
      {
        hint: `use that one, which may have any number of endpoints: kubectl atlas-pe create ${other} -n ${rival.metadata.namespace} --endpoint LABEL`,
      },
    );
  }
  const owner = projects
    .withKey(key)
    .find(
      (project) =>
        project.spec?.privateEndpoints?.some(
          (item) => item.provider === provider && isSameRegion(item.region ?? '', region),
        ) === true,
    );
  if (owner !== undefined) {
    throw new UserError(
      `atlasproject/${owner.metadata.name} in namespace ${owner.metadata.namespace} declares the endpoint service ${what} already: atlasprivateendpoint/${name} would delete its endpoints`,
      {
        hint: `use the project's: kubectl atlas-pe up ap/${owner.metadata.name} -n ${owner.metadata.namespace} --endpoint ${provider}/${region}; to move to an AtlasPrivateEndpoint see https://www.mongodb.com/docs/atlas/operator/current/atlasprivateendpoint-custom-resource`,
      },
    );
  }
}

/**
 * Refuses a new endpoint in a project's own list for a service that an AtlasPrivateEndpoint is for: its reconciler would delete the
 * endpoint that is linked here.
 * @param warn told of what could not be looked at
 * @throws UserError naming the object
 */
export function refuseOwned(
  { services, projects }: Neighbourhood,
  { metadata: { name, namespace = '' } }: AtlasProject,
  { cloud, atlasRegion = '' }: SourceSite,
  warn: (text: string) => void,
): void {
  const unseen = services.here ?? services.everywhere;
  if (unseen !== undefined)
    warn(`whether an AtlasPrivateEndpoint is for the service is known in part only: ${unseen.message}`);
  const key = projects.keyOf({ projectRef: { name, namespace } }, namespace);
  const owner = services.objects.find(
    ({ metadata, spec }) =>
      spec?.provider === cloud &&
      isSameRegion(spec.region ?? '', atlasRegion) &&
      projects.keyOf(spec, metadata.namespace ?? '') === key,
  );
  if (owner === undefined) return;
  const other = `atlasprivateendpoint/${owner.metadata.name}`;
  throw new UserError(
    `${other} in namespace ${owner.metadata.namespace} is for the endpoint service of this project on ${cloud} in ${atlasRegion} already: it would delete what atlasproject/${name} links`,
    { hint: `use that one: kubectl atlas-pe up ${other} -n ${owner.metadata.namespace} --endpoint LABEL` },
  );
}
