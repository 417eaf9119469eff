import { UserError } from '../core/errors.ts';
import type { CloudKind } from '../core/phase.ts';
import type { PatchOperation } from '../kube/resource.ts';
import { progressOf } from './conditions.ts';
import { type AtlasProject, type ProjectEndpointSpec, projectResource } from './project.ts';
import { itemIndex, projectEndpoint, projectEndpoints } from './project-state.ts';
import type { Source } from './source.ts';

const listPath = '/spec/privateEndpoints';

/** Where an item stands, and tests that it still stands there. */
function locate(
  project: AtlasProject,
  label: string,
  id?: string,
): { path: string; item: ProjectEndpointSpec; tests: PatchOperation[] } {
  const index = itemIndex(project, label, id);
  const item = project.spec?.privateEndpoints?.[index];
  if (item === undefined) throw new Error(`no item ${label}: the plan was made on another object`);
  const path = `${listPath}/${index}`;
  return {
    path,
    item,
    tests: (['provider', 'region'] as const).map((key) => ({ op: 'test', path: `${path}/${key}`, value: item[key] })),
  };
}

function cloudOf(provider: string | undefined): CloudKind {
  return provider === 'AZURE' || provider === 'GCP' ? provider : 'AWS';
}

/** Splits a label into what an item has. @throws UserError when it is not `PROVIDER/REGION` */
function parseLabel(project: AtlasProject, label: string): { provider: CloudKind; region: string } {
  const [provider = '', region = '', more] = label.split('/');
  if (!['AWS', 'AZURE'].includes(provider.toUpperCase()) || region === '' || more !== undefined) {
    throw new UserError(`"${label}" names no endpoint of atlasproject/${project.metadata.name}`, {
      hint: 'name it by provider and region, such as --endpoint AWS/US_EAST_1',
    });
  }
  return { provider: cloudOf(provider.toUpperCase()), region: region.toUpperCase().replaceAll('-', '_') };
}

/** Reasons that the items' own states already tell. */
const merelyPending = new Set<string>();

/** Items of AtlasProject.spec.privateEndpoints: every operator version, for dedicated clusters; AtlasPrivateEndpoint is what came after. */
export const project: Source<AtlasProject> = {
  resource: projectResource,
  shortNames: ['ap'],
  endpoints: projectEndpoints,
  find: projectEndpoint,
  site(object, label) {
    const index = itemIndex(object, label);
    const item = object.spec?.privateEndpoints?.[index];
    const { provider, region } = item ?? parseLabel(object, label);
    return { cloud: cloudOf(provider), atlasRegion: region?.toUpperCase().replaceAll('-', '_') };
  },
  defaultLabel: () => undefined,
  isSource: (object) => (object.spec?.privateEndpoints ?? []).length > 0,
  refuse: () => undefined,
  progress: (object) => progressOf(object, merelyPending),
  declare(object, label) {
    const item = parseLabel(object, label);
    return object.spec?.privateEndpoints === undefined || object.spec.privateEndpoints === null
      ? [{ op: 'add', path: listPath, value: [item] }]
      : [{ op: 'add', path: `${listPath}/-`, value: item }];
  },
  link(object, label, id, ip) {
    const { path, tests } = locate(object, label);
    return [
      ...tests,
      { op: 'add', path: `${path}/id`, value: id },
      ...(ip === undefined ? [] : [{ op: 'add' as const, path: `${path}/ip`, value: ip }]),
    ];
  },
  remove(object, label, id) {
    const { path, tests } = locate(object, label, id);
    return [...tests, { op: 'remove', path }];
  },
  retiredWithServerless: false,
  legacy: 'spec.privateEndpoints of an AtlasProject is deprecated, and its status has no state of the single endpoint',
  relinkReason: 'the operator would connect the new id beside the old one, which then stays in Atlas for ever',
};
