import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { progressOf, refuseUnattended } from '../../api/conditions.ts';
import { isSameRegion } from '../../api/region.ts';
import { type AtlasProject, type ProjectEndpointSpec, projectResource } from '../../api/project.ts';
import { declaredBy, fieldsFor } from './item-forms.ts';
import { parseServiceName, serviceLabel, spelled } from './label.ts';
import { endpointAt, projectEndpoints } from './state.ts';
import { refuseSecondItem } from '../../projects/conflicts.ts';
import { defineSource } from '../define.ts';
import type { SourceSite } from '../source.ts';
import { legacyRefused } from './deprecated.ts';

const listPath = '/spec/privateEndpoints';

function nameOf({ metadata: { name } }: AtlasProject): string {
  return `atlasproject/${name}`;
}

/** What Atlas still has under a label that no item has any more. */
function leftoverOf({ status }: AtlasProject, label: string): ProjectEndpointSpec | undefined {
  return status?.privateEndpoints?.find(
    ({ provider = '', region = '', interfaceEndpointId = '' }) =>
      sameId(interfaceEndpointId, label) || serviceLabel({ provider, region }) === label,
  );
}

/** Where an item stands. The resourceVersion that every patch tests keeps it there. */
function pathOf(project: AtlasProject, label: string, id?: string): string {
  const index = endpointAt(project, label, id);
  if (project.spec?.privateEndpoints?.[index] === undefined)
    throw new Error(`no item ${label}: the plan was made on another object`);
  return `${listPath}/${index}`;
}

/** Conditions of a project that have nothing to do with private endpoints stand beside those that have. */
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

/** Items of AtlasProject.spec.privateEndpoints: every operator version, for dedicated clusters; AtlasPrivateEndpoint is what came after. */
export const project = defineSource<AtlasProject>({
  resource: projectResource,
  identity: 'service',
  shortNames: ['ap'],
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
  async refuseConflicts(object, { label, isNew, others, warn }) {
    if (!isNew) return;
    const { cloud: provider, atlasRegion: region = '' } = siteOf(object, label);
    refuseSecondItem(await others(), object, { provider, region }, warn);
  },
  async refuseNew(object, missing, run) {
    throw await legacyRefused(object, missing, run);
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
  refuse: (object) => refuseUnattended(object, nameOf(object)),
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
    // Where the item to remove is gone already, its label now names the one that is left.
    if (id === undefined && linked !== undefined) {
      throw new UserError(`${label} of ${nameOf(object)} is now the endpoint ${linked}, which was not meant`, {
        hint: `name it by its id where it is: --endpoint ${linked}`,
      });
    }
    return [{ op: 'remove', path: pathOf(object, label, id) }];
  },
  // An endpoint goes from Atlas only with its service, and that only when no item is left for it (v2.15.0:internal/controller/
  // atlasproject/private_endpoint.go).
  stays: (object, endpoint) =>
    endpoint.service !== undefined &&
    projectEndpoints(object).some(
      ({ declared, label, service }) => declared && label !== endpoint.label && service === endpoint.service,
    )
      ? 'the operator removes an endpoint of a project only with its service, which other items are for; remove it in Atlas: atlas privateEndpoints --help'
      : undefined,
  relinkReason: 'the operator would connect the new id beside the old one, which then stays in Atlas for ever',
});
