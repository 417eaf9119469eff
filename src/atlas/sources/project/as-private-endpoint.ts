import { typeMeta } from '../../api/custom-resource.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../api/private-endpoint.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { AtlasProject, ProjectEndpointSpec } from '../../api/project.ts';
import { isSameRegion } from '../../api/region.ts';
import { itemFor, listFor } from '../private-endpoint/spec-lists.ts';
import type { SourceSite } from '../source.ts';
import { declaredBy } from './item-forms.ts';
import { serviceLabel } from './label.ts';

/**
 * The AtlasPrivateEndpoint that declares the same service as items of a project, with all of its cloud endpoints. The operator finds the
 * service that exists by its provider and region, and goes on with it (v2.15.0:internal/controller/atlasprivateendpoint/privateendpoint.go).
 * @param site a served cloud and a region, as the project's items spell it
 * @throws UserError for an item whose cloud endpoint is not described whole: the operator would remove from Atlas what the object lacks
 */
export function asPrivateEndpoint({ metadata, spec }: AtlasProject, site: SourceSite): AtlasPrivateEndpoint {
  const { cloud: provider, atlasRegion: region = '' } = site;
  const { name, namespace = '' } = metadata;
  const attachments = (spec?.privateEndpoints ?? [])
    .filter((item) => item.provider === provider && isSameRegion(item.region ?? '', region))
    .flatMap((item) => attachmentOf(item, metadata));
  const object: AtlasPrivateEndpoint = {
    ...typeMeta(privateEndpointResource),
    metadata: { name: `${name}-${region.toLowerCase().replaceAll('_', '-')}`, namespace },
    spec: { projectRef: { name }, provider, region },
  };
  if (attachments.length === 0) return object;
  return { ...object, spec: { ...object.spec, [listFor(object).name]: attachments.map(itemFor) } };
}

/** The cloud endpoint of an item; none where it has none yet. */
function attachmentOf(item: ProjectEndpointSpec, { name, namespace = '' }: AtlasProject['metadata']): Attachment[] {
  const { id, attachment } = declaredBy(item);
  if (attachment !== undefined) return [attachment];
  if (id === undefined) return [];
  throw new UserError(
    `the item ${serviceLabel(item)} of atlasproject/${name} names ${id}, but lacks details that an AtlasPrivateEndpoint needs, and without them the operator would remove the endpoint from Atlas`,
    { hint: ['complete the item first: ', { kubectl: ['edit', `atlasproject/${name}`, '-n', namespace] }] },
  );
}
