import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { progressOf, refuseIgnored } from '../../api/conditions.ts';
import { isSameRegion } from '../../api/region.ts';
import type { AtlasProject, ProjectEndpointSpec } from '../../api/project.ts';
import { asPrivateEndpoint } from './as-private-endpoint.ts';
import { declaredBy, fieldsFor } from './item-forms.ts';
import { parseServiceName, serviceLabel, spelled } from './label.ts';
import { projectSigns } from './signs.ts';
import { endpointAt, projectEndpoints } from './state.ts';
import { refuseSecondItem } from '../../projects/conflicts.ts';
import { defineSource } from '../define.ts';
import { sourceTypes } from '../types.ts';
import type { SourceSite } from '../source.ts';
import { legacyRefused, refuseUnfit } from './deprecated.ts';

const listPath = '/spec/privateEndpoints';

function nameOf({ metadata: { name } }: AtlasProject): string {
  return `atlasproject/${name}`;
}

/** What Atlas still has under a label that is no longer in the spec. */
function leftoverOf({ status }: AtlasProject, label: string): ProjectEndpointSpec | undefined {
  return status?.privateEndpoints?.find(
    ({ provider = '', region = '', interfaceEndpointId = '' }) =>
      sameId(interfaceEndpointId, label) || serviceLabel({ provider, region }) === label,
  );
}

/** The path of an item. Every patch tests the resourceVersion, so the item cannot move in the meantime. */
function pathOf(project: AtlasProject, label: string, id?: string): string {
  const index = endpointAt(project, label, id);
  if (project.spec?.privateEndpoints?.[index] === undefined)
    throw new Error(`no item ${label}: the plan was made on another object`);
  return `${listPath}/${index}`;
}

/** The conditions of a project that concern private endpoints; it has many others. */
const relevant = /^(Ready|ResourceVersionIsValid|ValidationSucceeded|ProjectReady|PrivateEndpoint\w*)$/;

function progress(object: AtlasProject): string | undefined {
  const conditions = object.status?.conditions?.filter(({ type = '' }) => relevant.test(type)) ?? [];
  return progressOf({ ...object, status: { ...object.status, conditions } }, new Set());
}

function siteOf(object: AtlasProject, label: string): SourceSite {
  const item = object.spec?.privateEndpoints?.[endpointAt(object, label)] ?? leftoverOf(object, label);
  if (item === undefined) {
    const { provider: cloud, region: atlasRegion } = parseServiceName(label, nameOf(object));
    return { cloud, atlasRegion };
  }
  return { cloud: item.provider ?? '', atlasRegion: serviceLabel(item).split('/')[1] };
}

/** Items of AtlasProject.spec.privateEndpoints: every operator version, for dedicated clusters. AtlasPrivateEndpoint replaced them. */
export const project = defineSource<AtlasProject>({
  ...sourceTypes.atlasproject,
  identity: 'service',
  endpoints: projectEndpoints,
  find(object, label, id) {
    const found = projectEndpoints(object)[endpointAt(object, label, id)];
    return found === undefined ? undefined : { ...found, label };
  },
  spell(object, label) {
    return projectEndpoints(object)[endpointAt(object, label)]?.label ?? spelled(label) ?? label;
  },
  site: siteOf,
  clusters(object, label) {
    const { name, namespace = '' } = object.metadata;
    const { cloud: provider, atlasRegion: region } = siteOf(object, label);
    return { project: { projectRef: { name, namespace } }, provider, region };
  },
  signs: (object, label) => projectSigns(object, label, siteOf(object, label)),
  async refuseConflicts(object, { label, isNew, others, warn }) {
    if (!isNew) return;
    const { cloud: provider, atlasRegion: region = '' } = siteOf(object, label);
    refuseSecondItem(await others(), object, { provider, region }, warn);
  },
  async refuseNew(object, missing, run) {
    refuseUnfit(object, missing.label);
    if (!missing.insisted) throw await legacyRefused(object, missing, run);
  },
  needs(object, label) {
    const { cloud, atlasRegion = '' } = siteOf(object, label);
    const beside = object.spec?.privateEndpoints?.some(
      ({ provider, region = '' }) => provider === cloud && isSameRegion(region, atlasRegion),
    );
    return beside === true ? 'connectsSeveralToOneService' : undefined;
  },
  defaultLabel: () => undefined,
  isSource: (object) => (object.spec?.privateEndpoints ?? []).length > 0,
  refuse: (object) => refuseIgnored(object, nameOf(object)),
  writes: () => ({ path: ['spec', 'privateEndpoints'], key: undefined }),
  progress,
  declare(object, label) {
    const item = parseServiceName(label, nameOf(object));
    return object.spec?.privateEndpoints === undefined || object.spec.privateEndpoints === null
      ? [{ op: 'add', path: listPath, value: [item] }]
      : [{ op: 'add', path: `${listPath}/-`, value: item }];
  },
  link(object, label, attachment) {
    const fields = fieldsFor(attachment);
    const path = pathOf(object, label, declaredBy({ provider: attachment.cloud, ...fields }).id);
    return Object.entries(fields).map(([field, value]) => ({ op: 'add', path: `${path}/${field}`, value }));
  },
  remove(object, label, id) {
    const index = endpointAt(object, label, id);
    const linked = projectEndpoints(object)[index]?.declaredId;
    // If the item to remove is gone already, its label now refers to the one that is left.
    if (id === undefined && linked !== undefined) {
      throw new UserError(
        `${label} of ${nameOf(object)} now refers to the endpoint ${linked}, not to the one to remove`,
        {
          hint: `to remove that one, name it by its id: --endpoint ${linked}`,
        },
      );
    }
    return [{ op: 'remove', path: pathOf(object, label, id) }];
  },
  // The operator removes an endpoint from Atlas only with its service, and the service only when no item is left for it (v2.15.0:internal/controller/
  // atlasproject/private_endpoint.go).
  stays: (object, endpoint) =>
    endpoint.service !== undefined &&
    projectEndpoints(object).some(
      ({ declared, label, service }) => declared && label !== endpoint.label && service === endpoint.service,
    )
      ? "the operator removes a project's endpoint only with its service, which other items still use; remove it in Atlas's console or with the atlas CLI"
      : undefined,
  manifest: (object, label) => asPrivateEndpoint(object, siteOf(object, label)),
  relinkReason:
    'the operator would connect the new id in addition to the old one, which would stay in Atlas indefinitely',
});
