import type { V1Condition } from '@kubernetes/client-node';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { type EndpointState, type Phase, idOf } from '../../../core/endpoint.ts';
import { isSkipped } from '../../api/annotations.ts';
import { conditionOf, isBehind } from '../../api/conditions.ts';
import { nonEmpty } from '../../../core/outside-values.ts';
import type { AtlasProject, ProjectEndpointSpec, ProjectEndpointStatus } from '../../api/project.ts';
import { isServed } from '../../../cloud/table.ts';
import { declaredBy, serviceOf } from './item-forms.ts';
import { serviceLabel, spelled } from './label.ts';
import { isSameRegion } from '../../api/region.ts';

/** How messages end that only say that something is in progress; any other is an error of Atlas (v2.2.0 and v2.15.0: atlasproject/private_endpoint.go). */
export const pendingEndings = ['is not ready', 'is deleting'] as const;

function sameService(a: ProjectEndpointSpec, b: ProjectEndpointSpec): boolean {
  return (a.provider ?? '') === (b.provider ?? '') && isSameRegion(a.region ?? '', b.region ?? '');
}

/** A service in the spec, with its entries in the status. */
interface Service {
  readonly named: ProjectEndpointSpec;
  readonly entries: readonly ProjectEndpointStatus[];
}

function servicesOf({ spec, status }: AtlasProject): readonly Service[] {
  const items = spec?.privateEndpoints ?? [];
  const entries = status?.privateEndpoints ?? [];
  return items
    .filter((item, at) => items.findIndex((other) => sameService(other, item)) === at)
    .map((named) => {
      const own = entries.filter((entry) => sameService(entry, named));
      // In the pass that creates a service, operators 2.x write the provider into the region field.
      const fresh = entries.filter(({ provider, region }) => provider === named.provider && region === provider);
      return { named, entries: own.length > 0 ? own : fresh };
    });
}

/** Atlas's error in a condition; undefined if it has none, or is about an older spec. */
function failureOf(project: AtlasProject, condition: Partial<V1Condition> | undefined): string | undefined {
  if (condition?.status !== 'False' || isBehind(project)) return undefined;
  const message = nonEmpty(condition.message);
  return message === undefined || pendingEndings.some((ending) => message.endsWith(ending)) ? undefined : message;
}

type Verdict = Pick<EndpointState, 'phase' | 'error' | 'blocked'>;

function as(phase: Phase, error?: string, blocked?: string): Verdict {
  return { phase, error, ...(blocked === undefined ? {} : { blocked }) };
}

/**
 * What the project's two conditions, which are the only source, say about one item. They cover all items at once: a failure is attributed
 * to this item only if it cannot be another's.
 */
function judge(project: AtlasProject, item: ProjectEndpointSpec, entry: ProjectEndpointStatus | undefined): Verdict {
  const [service, link] = ['PrivateEndpointServiceReady', 'PrivateEndpointReady'].map((type) =>
    conditionOf(project, type),
  );
  const services = servicesOf(project);
  const nameless = services.filter(({ entries }) => !entries.some((each) => serviceOf(each) !== undefined));
  const failed = failureOf(project, service);
  if (failed !== undefined) {
    const suspects = (nameless.length > 0 ? nameless : services).map(({ named }) => named);
    if (suspects.some((suspect) => sameService(suspect, item)))
      return suspects.length === 1 ? as('Failed', failed) : as('Reserving', failed, ambiguous(failed, suspects));
  }
  if (entry === undefined) return as('Declared');
  // The condition covers every service: it may be False because another one is still being created or deleted.
  const ofAnother =
    nameless.some(({ named }) => !sameService(named, item)) || service?.message?.endsWith('is deleting') === true;
  const made = serviceOf(entry) !== undefined && (service?.status === 'True' || link !== undefined || ofAnother);
  if (!made) return as('Reserving');
  const { id } = declaredBy(item);
  if (id === undefined) return as('Reserved');
  const refused = failureOf(project, link);
  if (refused !== undefined) {
    const suspects = (project.spec?.privateEndpoints ?? []).filter((each) => declaredBy(each).id !== undefined);
    return suspects.length === 1 ? as('Failed', refused) : as('Linking', refused, ambiguous(refused, suspects));
  }
  // The condition may predate this id, so Atlas's own entry has to contain it.
  const known = sameId(entry.interfaceEndpointId ?? '', id);
  // While the operator is told to leave the project alone, it is not going to process anything: what it wrote last stands.
  if (isBehind(project) && !isSkipped(project)) return as('Linking');
  return known && link?.status === 'True' ? as('Available') : as('Linking', silenceOf(project));
}

/** Why the conditions report no interface at all: the operator's error in this case is in none of them (atlasproject/private_endpoint.go). */
function silenceOf({ spec }: AtlasProject): string | undefined {
  const open = (spec?.privateEndpoints ?? []).filter((item) => declaredBy(item).id === undefined).map(serviceLabel);
  if (open.length === 0) return undefined;
  return `the operator reports no state for it while ${open.join(', ')} has no id: link that too, or remove it from the spec`;
}

function ambiguous(message: string, suspects: readonly ProjectEndpointSpec[]): string {
  const names = suspects.map((suspect) => declaredBy(suspect).id ?? serviceLabel(suspect));
  return `the operator reports "${message}" for one of ${names.join(', ')} without saying which`;
}

function join(project: AtlasProject, item: ProjectEndpointSpec): EndpointState {
  const { id, attachment } = declaredBy(item);
  const { entries } = servicesOf(project).find(({ named }) => sameService(named, item)) ?? { entries: [] };
  const linked = entries.find(({ interfaceEndpointId = '' }) => id !== undefined && sameId(interfaceEndpointId, id));
  const entry = linked ?? entries[0];
  const { phase, error, blocked } = judge(project, item, entry);
  const siblings = (project.spec?.privateEndpoints ?? []).filter((other) => sameService(other, item));
  return {
    label: siblings.length > 1 && id !== undefined ? id : serviceLabel(item),
    declared: true,
    phase: isServed(item.provider) ? phase : 'Unsupported',
    state: phase === 'Available' ? 'AVAILABLE' : undefined,
    service: entry === undefined ? undefined : serviceOf(entry),
    declaredId: id,
    attachment,
    linkedId: linked === undefined ? undefined : id,
    error,
    ...(blocked === undefined ? {} : { blocked }),
  };
}

/** What Atlas has but no item declares: a service that is being deleted, or an interface whose service is still in use. */
function leftovers(project: AtlasProject): readonly EndpointState[] {
  const items = project.spec?.privateEndpoints ?? [];
  const entries = project.status?.privateEndpoints ?? [];
  const left = entries.filter((entry, at) => {
    const id = nonEmpty(entry.interfaceEndpointId);
    const twin = entries.findIndex((other) => other.id === entry.id && nonEmpty(other.interfaceEndpointId) === id) < at;
    const served = items.some((item) => sameService(item, entry) || entry.region === item.provider);
    return !twin && (served ? id !== undefined && !items.some((item) => sameId(declaredBy(item).id ?? '', id)) : true);
  });
  return left.map((entry) => {
    const id = nonEmpty(entry.interfaceEndpointId);
    const stays = items.some((item) => sameService(item, entry));
    const shared = stays || left.filter((other) => other.id === entry.id).length > 1;
    return {
      label: shared && id !== undefined ? id : serviceLabel(entry),
      declared: false,
      phase: stays ? undefined : 'Deleting',
      state: undefined,
      service: serviceOf(entry),
      declaredId: undefined,
      attachment: undefined,
      linkedId: id,
      error: stays
        ? 'not in the spec, but the operator leaves it in Atlas as long as another item uses its service'
        : undefined,
    };
  });
}

/** The endpoints of a project: one for each item, with its service from the status, then what else Atlas has. */
export function projectEndpoints(project: AtlasProject): readonly EndpointState[] {
  return [...(project.spec?.privateEndpoints ?? []).map((item) => join(project, item)), ...leftovers(project)];
}

/**
 * The index of the endpoint that a label refers to: a cloud endpoint's id, or a service in any spelling. If a service has several items, it
 * is the one without an id, which is yet to be linked, or the first.
 * @param id if given, an item with another id never matches
 */
export function endpointAt(project: AtlasProject, label: string, id?: string): number {
  const all = projectEndpoints(project);
  const byId = all.findIndex((endpoint) => sameId(idOf(endpoint) ?? '', id ?? label));
  if (byId >= 0) return byId;
  const service = spelled(label);
  if (service === undefined) return all.findIndex((endpoint) => endpoint.label === label);
  const items = project.spec?.privateEndpoints ?? [];
  const own = [...all.keys()].filter((at) => all[at]?.label === service || serviceLabel(items[at] ?? {}) === service);
  const open = own.find((at) => all[at]?.declaredId === undefined && all[at]?.declared === true);
  return open ?? (id === undefined ? own[0] : undefined) ?? -1;
}
