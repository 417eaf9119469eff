import { SecondObjectError, UserError } from '../../core/errors.ts';
import type { AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import { nameOneRegion } from '../../cloud/same-region.ts';
import { isSameRegion } from '../api/region.ts';
import type { ObjectMeta } from '../../kube/resource.ts';
import type { ProjectObjects } from './visible.ts';

/** The typed --region describes the refused object; the proposed one has a region already. */
const noRegion = { region: '' };

/** A service in Atlas: each project has one for each provider and region. */
interface Service {
  /** The project's key in `Projects`. */
  readonly key: string;
  readonly provider: string;
  readonly region: string;
}

/**
 * Refuses an object that would conflict with another one over the same service in Atlas: reconciling either object deletes the endpoints
 * that it does not list (operator v2.7.0:internal/controller/atlasprivateendpoint/privateendpoint.go).
 * @param options.warn called if something could not be read, so that the other object may exist
 * @param options.justMade whether only an older object is in its way
 * @throws SecondObjectError naming the other object
 */
export function refuseSecondObject(
  others: ProjectObjects,
  object: AtlasPrivateEndpoint,
  { warn, justMade }: { readonly warn: (text: string) => void; readonly justMade: boolean },
): void {
  const { provider = '', region = '' } = object.spec ?? {};
  const key = others.projects.keyOf(object.spec, object.metadata.namespace ?? '');
  if (key === undefined) return;
  warnOfUnseen(others, warn);
  const service = { key, provider, region };
  refuseTwin(object, twinOf(others, object, service, justMade), service);
  refuseOwner(object, ownerOf(others, service), service);
}

function warnOfUnseen({ services, projects }: ProjectObjects, warn: (text: string) => void): void {
  const unseen = services.here ?? projects.visible.here ?? services.everywhere ?? projects.visible.everywhere;
  if (unseen !== undefined)
    warn(`could not check all namespaces for a second object for this service: ${unseen.message}`);
}

/** Another AtlasPrivateEndpoint for the service of one that there may not be yet. @param warn called if something could not be read */
export function otherFor(
  others: ProjectObjects,
  object: AtlasPrivateEndpoint,
  warn: (text: string) => void,
): AtlasPrivateEndpoint | undefined {
  const { provider = '', region = '' } = object.spec ?? {};
  const key = others.projects.keyOf(object.spec, object.metadata.namespace ?? '');
  if (key === undefined) return undefined;
  warnOfUnseen(others, warn);
  return twinOf(others, object, { key, provider, region }, false);
}

/** Another AtlasPrivateEndpoint for the service. @param older whether it has to be older */
function twinOf(
  { services, projects }: ProjectObjects,
  { metadata: own }: AtlasPrivateEndpoint,
  { key, provider, region }: Service,
  older: boolean,
): AtlasPrivateEndpoint | undefined {
  return services.objects.find(
    ({ metadata, spec }) =>
      (metadata.namespace !== (own.namespace ?? '') || metadata.name !== own.name) &&
      (!older || isOlder(metadata, own)) &&
      spec?.provider === provider &&
      spec.region === region &&
      projects.keyOf(spec, metadata.namespace ?? '') === key,
  );
}

/**
 * Whether an object is older than another one; of two of the same second the uid decides, the same way for whoever asks. One that is being deleted
 * gives way already.
 */
function isOlder(one: ObjectMeta, other: ObjectMeta): boolean {
  if (one.deletionTimestamp !== undefined) return false;
  const [a, b] = [one, other].map(({ creationTimestamp = '', uid = '' }) => `${creationTimestamp} ${uid}`);
  return (a ?? '') < (b ?? '');
}

/** The AtlasProject whose own list has an item for the service. It declares the service too. */
function ownerOf({ projects }: ProjectObjects, { key, provider, region }: Service): AtlasProject | undefined {
  return projects
    .withKey(key)
    .find(({ spec }) =>
      spec?.privateEndpoints?.some((item) => item.provider === provider && isSameRegion(item.region ?? '', region)),
    );
}

function refuseTwin(
  { metadata: { name } }: AtlasPrivateEndpoint,
  twin: AtlasPrivateEndpoint | undefined,
  { provider, region }: Service,
): void {
  if (twin === undefined) return;
  const { namespace } = twin.metadata;
  const other = `atlasprivateendpoint/${twin.metadata.name}`;
  throw new SecondObjectError(
    `${other} in namespace ${namespace} already declares this project's endpoint service on ${provider} in ${region}: with atlasprivateendpoint/${name} as a second object, each would delete the other's endpoints`,
    {
      hint: [
        'use that one, which can have any number of endpoints: ',
        { verb: 'create', source: other, namespace, flags: { endpoint: 'LABEL', ...noRegion } },
      ],
    },
  );
}

function refuseOwner(
  { metadata: { name } }: AtlasPrivateEndpoint,
  owner: AtlasProject | undefined,
  { provider, region }: Service,
): void {
  if (owner === undefined) return;
  const { name: project, namespace } = owner.metadata;
  throw new SecondObjectError(
    `atlasproject/${project} in namespace ${namespace} already declares this project's endpoint service on ${provider} in ${region}: atlasprivateendpoint/${name} would delete its endpoints`,
    {
      hint: [
        "use the project's item: ",
        { verb: 'up', source: `ap/${project}`, namespace, flags: { endpoint: `${provider}/${region}`, ...noRegion } },
        '; to have AtlasPrivateEndpoints instead of its items: ',
        { verb: 'migrate', source: `ap/${project}`, namespace },
      ],
    },
  );
}

/**
 * Refuses a new endpoint in a project's own list for a service that an AtlasPrivateEndpoint declares: reconciling that object would delete
 * the endpoint that is linked here.
 * @param warn called if something could not be read
 * @throws UserError naming the object
 */
export function refuseSecondItem(
  { services, projects }: ProjectObjects,
  { metadata: { name, namespace = '' } }: AtlasProject,
  { provider, region }: Omit<Service, 'key'>,
  warn: (text: string) => void,
): void {
  const unseen = services.here ?? services.everywhere;
  if (unseen !== undefined)
    warn(`could not check all namespaces for an AtlasPrivateEndpoint for this service: ${unseen.message}`);
  const key = projects.keyOf({ projectRef: { name, namespace } }, namespace);
  const owner = services.objects.find(
    ({ metadata, spec }) =>
      spec?.provider === provider &&
      projects.keyOf(spec, metadata.namespace ?? '') === key &&
      nameOneRegion(spec.region ?? '', region, provider),
  );
  if (owner === undefined) return;
  const other = `atlasprivateendpoint/${owner.metadata.name}`;
  throw new UserError(
    `${other} in namespace ${owner.metadata.namespace} already declares this project's endpoint service on ${provider} in ${region}: it would delete what atlasproject/${name} links`,
    {
      hint: [
        'use that one: ',
        { verb: 'up', source: other, namespace: owner.metadata.namespace, flags: { endpoint: 'LABEL', ...noRegion } },
      ],
    },
  );
}
