import { sameId } from '../core/cloud-endpoint.ts';
import type { EndpointState, Phase } from '../core/phase.ts';
import { conditionOf, isBehind } from './conditions.ts';
import type { AtlasProject, ProjectEndpointSpec, ProjectEndpointStatus } from './project.ts';
import { isSameRegion } from './region.ts';

function text(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

/** Messages that say no more than that something is on its way; any other is Atlas's own (v1.6.0 and v2.15.0: atlasproject/private_endpoint.go). */
const onItsWay = /is not ready$|is deleting$|awaits configuration$|are fully configured$/i;

interface Located {
  readonly provider?: string;
  readonly region?: string;
}

function sameService(a: Located, b: Located): boolean {
  return (a.provider ?? '') === (b.provider ?? '') && isSameRegion(a.region ?? '', b.region ?? '');
}

/** What `--endpoint` names: the service, or the cloud endpoint's id where the service has several. */
function labelOf(item: ProjectEndpointSpec, items: readonly ProjectEndpointSpec[]): string {
  const service = `${item.provider ?? ''}/${item.region ?? ''}`;
  const siblings = items.filter((other) => sameService(other, item));
  return siblings.length < 2 ? service : (text(item.id) ?? service);
}

/** What the conditions, which are all there is, say of one item. Only where the project has one service they say it of that one. */
function phaseOf(
  project: AtlasProject,
  id: string | undefined,
  entry: ProjectEndpointStatus | undefined,
): { readonly phase: Phase; readonly error: string | undefined } {
  const [service, link] = ['PrivateEndpointServiceReady', 'PrivateEndpointReady'].map((type) =>
    conditionOf(project, type),
  );
  const items = project.spec?.privateEndpoints ?? [];
  const alone = items.every((item) => sameService(item, items[0] ?? {}));
  const failed = (message: string | undefined): boolean =>
    !isBehind(project) && text(message) !== undefined && !onItsWay.test(message ?? '');
  if (service?.status === 'False' && failed(service.message))
    return { phase: alone ? 'Failed' : 'Reserving', error: service.message };
  if (entry === undefined) return { phase: 'Declared', error: undefined };
  if (service?.status !== 'True') return { phase: 'Reserving', error: undefined };
  if (id === undefined) return { phase: 'Reserved', error: undefined };
  if (link?.status === 'False' && failed(link.message))
    return { phase: alone && items.length === 1 ? 'Failed' : 'Linking', error: link.message };
  // The condition may still be of the time before this id was added: Atlas's own entry has to show it.
  const known = sameId(entry.interfaceEndpointId ?? '', id);
  return {
    phase: known && link?.status === 'True' && !isBehind(project) ? 'Available' : 'Linking',
    error: undefined,
  };
}

function stateOf(phase: Phase): string | undefined {
  return phase === 'Available' ? 'AVAILABLE' : undefined;
}

function join(project: AtlasProject, item: ProjectEndpointSpec, label: string): EndpointState {
  const id = text(item.id);
  const entries = (project.status?.privateEndpoints ?? []).filter((entry) => sameService(entry, item));
  const entry =
    (id === undefined ? undefined : entries.find(({ interfaceEndpointId }) => sameId(interfaceEndpointId ?? '', id))) ??
    entries[0];
  const { phase, error } = phaseOf(project, id, entry);
  return {
    label,
    declared: true,
    phase: item.provider === 'GCP' ? 'Unsupported' : phase,
    state: stateOf(phase),
    service: text(item.provider === 'AZURE' ? entry?.serviceResourceId : entry?.serviceName),
    declaredId: id,
    declaredIp: text(item.ip),
    linkedId: id !== undefined && sameId(entry?.interfaceEndpointId ?? '', id) ? id : undefined,
    error,
  };
}

/** The endpoints of a project: an item each, with the service that the status has for its provider and region. */
export function projectEndpoints(project: AtlasProject): readonly EndpointState[] {
  const items = project.spec?.privateEndpoints ?? [];
  return items.map((item) => join(project, item, labelOf(item, items)));
}

/** A label as a person may write it: `AWS/US_EAST_1`, `aws/us-east-1`, or the cloud endpoint's id. */
export function projectEndpoint(project: AtlasProject, label: string, id?: string): EndpointState | undefined {
  const all = projectEndpoints(project);
  const wanted = id ?? label;
  const byId = all.find(({ declaredId }) => sameId(declaredId ?? '', wanted));
  if (byId !== undefined) return { ...byId, label };
  const [provider = '', region = ''] = label.split('/');
  const items = project.spec?.privateEndpoints ?? [];
  const matching = all.filter((_, index) =>
    sameService(items[index] ?? {}, { provider: provider.toUpperCase(), region }),
  );
  // Of several items of a service the one without an id is the one that is still to be linked.
  const found = matching.find(({ declaredId }) => declaredId === undefined) ?? matching[0];
  return found === undefined ? undefined : { ...found, label };
}

/** Which item of the spec an endpoint is. */
export function itemIndex(project: AtlasProject, label: string, id?: string): number {
  const wanted = projectEndpoint(project, label, id);
  return projectEndpoints(project).findIndex(
    (endpoint) => endpoint.declaredId === wanted?.declaredId && endpoint.service === wanted?.service,
  );
}
