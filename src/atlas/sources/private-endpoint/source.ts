import { sameId } from '../../../core/cloud-endpoint.ts';
import { isServed } from '../../../cloud/table.ts';
import { UserError } from '../../../core/errors.ts';
import type { PatchOperation } from '../../../kube/resource.ts';
import { progressOf, refuseIgnored } from '../../api/conditions.ts';
import { refuseUnmapped, unappliedLegacy } from './port-mapping.ts';
import { dedicatedSigns } from './signs.ts';
import { configured, itemFor, listFor } from './spec-lists.ts';
import { dedicatedEndpoint, dedicatedEndpoints, ownLabel, unlinked } from './state.ts';
import type { AtlasPrivateEndpoint } from '../../api/private-endpoint.ts';
import { nameOneRegion } from '../../../cloud/same-region.ts';
import { refuseSecondObject } from '../../projects/conflicts.ts';
import { defineSource } from '../define.ts';
import { sourceTypes } from '../types.ts';
import { manifestOf, refuseEdit, refuseRemote } from './manifest.ts';

/** The path of an id's item, and a test that it is still there. */
function locate(object: AtlasPrivateEndpoint, id: string): { path: string; test: PatchOperation } {
  const items = configured(object);
  const index = items.findIndex((item) => sameId(item.id, id));
  const item = items[index];
  if (item === undefined) throw new Error(`no item with the id ${id}: the plan was made on another object`);
  const { name, key } = listFor(object);
  const path = `/spec/${name}/${index}`;
  return { path, test: { op: 'test', path: `${path}/${key}`, value: item.id } };
}

function refuse(object: AtlasPrivateEndpoint): void {
  const name = `atlasprivateendpoint/${object.metadata.name}`;
  const { provider = '' } = object.spec ?? {};
  if (!isServed(provider)) {
    throw new UserError(`${name} is for ${provider || 'no provider'}, where this plugin creates no endpoints`, {
      hint: "create the endpoint with the cloud's own tools and write it into the spec with kubectl edit",
    });
  }
  refuseIgnored(object, name);
}

/** Reasons that only repeat that an endpoint is not ready. The first one says that nothing is configured, which is up to this program. */
const merelyPending = new Set([
  'PrivateEndpointConfigurationPending',
  'PrivateEndpointUpdating',
  'PrivateEndpointServiceDeleting',
]);

/** The operator only deletes what is not failed (internal/controller/atlasprivateendpoint/privateendpoint.go). */
const keptWhenFailed =
  'the operator never removes a failed endpoint or service from Atlas, even after it is removed from the spec: ' +
  "remove it in Atlas's console or with the atlas CLI, then run the same command again";

/** AtlasPrivateEndpoint: operator 2.6.0 and later, for dedicated clusters (M10 and larger). */
export const dedicated = defineSource<AtlasPrivateEndpoint>({
  ...sourceTypes.atlasprivateendpoint,
  identity: 'cloud-endpoint',
  servedSince: '2.6.0',
  endpoints: dedicatedEndpoints,
  find: dedicatedEndpoint,
  unlinked,
  signs: dedicatedSigns,
  clusters: ({ spec }) => ({ project: spec, provider: spec?.provider, region: spec?.region }),
  describable: true,
  described(at, description, object) {
    if (object === undefined) return manifestOf(description, at.namespace, at.name);
    refuseEdit(object, description);
    return object;
  },
  repeatedRegion(object, region, cloud) {
    refuseRemote(object, region, cloud);
    const own = object.spec?.region;
    return region !== undefined && nameOneRegion(region, own ?? '', cloud.kind) ? own : undefined;
  },
  async refuseConflicts(object, { others, warn, justMade = false }) {
    refuseSecondObject(await others(), object, { warn, justMade });
  },
  refuseNew: (object, _missing, run) => refuseUnmapped(object, run),
  site: ({ spec }) => ({ cloud: spec?.provider ?? '', atlasRegion: spec?.region }),
  defaultLabel: ownLabel,
  isSource: () => true,
  refuse,
  writes(object) {
    const { name, key } = listFor(object);
    return { path: ['spec', name], key };
  },
  progress: (object) => progressOf(object, merelyPending),
  // The object itself is the declaration.
  declare: () => [],
  link(object, _label, attachment) {
    const { name: list } = listFor(object);
    const item = itemFor(attachment);
    const items = object.spec?.[list];
    // Two commands may add to the list at the same time: every patch tests the resourceVersion, so that one of them has to start over.
    return items === undefined || items === null
      ? [{ op: 'add', path: `/spec/${list}`, value: [item] }]
      : [{ op: 'add', path: `/spec/${list}/-`, value: item }];
  },
  remove(object, label, id) {
    const { path, test } = locate(object, id ?? dedicatedEndpoint(object, label, undefined)?.declaredId ?? label);
    return [test, { op: 'remove', path }];
  },
  stays: (_object, { phase, linkedId }) =>
    phase === 'Failed' && linkedId !== undefined ? `it has failed, and ${keptWhenFailed}` : undefined,
  unapplied: unappliedLegacy,
  failedHint: keptWhenFailed,
  relinkReason: 'the operator would connect the new id and disconnect the old one in the same pass',
});
