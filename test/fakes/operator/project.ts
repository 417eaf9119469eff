import type { AtlasProject, ProjectEndpointSpec, ProjectEndpointStatus } from '../../../src/atlas/api/project.ts';
import { isSameRegion } from '../../../src/atlas/api/region.ts';
import type { EndpointServices } from '../atlas/endpoint-services.ts';
import { AtlasError } from '../atlas/errors.ts';
import type { Interface } from '../atlas/interface.ts';
import type { Provider } from '../atlas/service-settings.ts';
import type { Service } from '../atlas/service.ts';
import type { Condition } from './outcome.ts';
import type { Generation } from './generation.ts';

/** What one pass over the private endpoints of an AtlasProject comes to. */
export interface ProjectOutcome {
  /** The entries of the status; undefined leaves them as they were. */
  readonly entries: readonly ProjectEndpointStatus[] | undefined;
  /** What the pass does to each condition: sets it, takes it away (null), or leaves it as the last pass wrote it (absent). */
  readonly conditions: {
    readonly PrivateEndpointServiceReady?: Condition | null;
    readonly PrivateEndpointReady?: Condition | null;
  };
  readonly ready: boolean;
  /** Whether the operator polls again after 10 s. */
  readonly again: boolean;
}

/** A service as it was listed at the start of the pass. */
interface Listed {
  readonly service: Service;
  readonly state: string;
  readonly ids: readonly string[];
  readonly interfaces: readonly Interface[];
}

const serviceReason = 'ProjectPrivateEndpointServiceIsNotReadyInAtlas';
const interfaceReason = 'ProjectPrivateEndpointIsNotReadyInAtlas';
const notReady: Condition = {
  status: 'False',
  reason: serviceReason,
  message: 'Private Endpoint Service is not ready',
};
const interfaceNotReady: Condition = {
  status: 'False',
  reason: interfaceReason,
  message: 'Interface Private Endpoint is not ready',
};

/** The annotation that tells operators from 2.6.0 on which services are theirs. */
export const lastApplied = 'mongodb.com/last-applied-configuration';

function isOf({ service }: Listed, { provider, region = '' }: ProjectEndpointSpec): boolean {
  return service.provider === provider && isSameRegion(service.region, region);
}

function messageOf(described: Service | Interface): string {
  const message = described.describe()['errorMessage'];
  return typeof message === 'string' ? message : '';
}

/** What the annotation says of the last pass that left the whole project Ready. */
function managedOf({ metadata }: AtlasProject): readonly ProjectEndpointSpec[] {
  const { annotations } = metadata as { annotations?: Readonly<Record<string, string>> };
  const spec = JSON.parse(annotations?.[lastApplied] ?? '{}') as AtlasProject['spec'];
  return spec?.privateEndpoints ?? [];
}

/** One pass: operator.md, "AtlasProject". */
export function reconcileProject(
  object: AtlasProject,
  services: EndpointServices,
  generation: Generation,
): ProjectOutcome {
  const desired = object.spec?.privateEndpoints ?? [];
  const managed = managedOf(object);
  const all = (['AWS', 'AZURE', 'GCP'] as const).flatMap((provider) => services.list(provider)).map(list);
  const alien = all.filter((listed) => !desired.some((item) => isOf(listed, item)));
  const old = generation === 'v1.6';
  const leaving = old ? alien : alien.filter((listed) => managed.some((item) => isOf(listed, item)));
  if (leaving.length > 0) {
    for (const each of leaving) remove(each);
    const deleting: Condition = { status: 'False', reason: serviceReason, message: 'Private Endpoint is deleting' };
    return pending(undefined, { PrivateEndpointServiceReady: deleting, PrivateEndpointReady: null });
  }
  let made: readonly ProjectEndpointStatus[];
  try {
    made = create(desired, all, services, old);
  } catch (error) {
    return refused(error, 'PrivateEndpointServiceReady');
  }
  try {
    attach(desired, all);
  } catch (error) {
    return refused(error, 'PrivateEndpointReady');
  }
  const synced = desired.flatMap((item) =>
    all.filter((listed) => isOf(listed, item)).flatMap((listed) => entriesOf(listed, item.region ?? '')),
  );
  const entries = [...synced, ...made];
  if (made.length > 0) return pending(entries, { PrivateEndpointServiceReady: notReady, PrivateEndpointReady: null });
  const concerned =
    all.length > 0 && (old || all.some((listed) => [...desired, ...managed].some((item) => isOf(listed, item))));
  if (!concerned) return settled(entries, { PrivateEndpointServiceReady: null, PrivateEndpointReady: null });
  const failed = all.find(({ state }) => state === 'FAILED');
  if (failed !== undefined || all.some(({ state }) => state !== 'AVAILABLE')) {
    const message = failed === undefined ? notReady.message : messageOf(failed.service);
    return pending(entries, { PrivateEndpointServiceReady: { ...notReady, message: message ?? '' } });
  }
  return interfaces(desired, all, entries);
}

/** The services are there: what is said of the interfaces. */
function interfaces(
  desired: readonly ProjectEndpointSpec[],
  all: readonly Listed[],
  entries: readonly ProjectEndpointStatus[],
): ProjectOutcome {
  const unconfigured = desired.filter(({ id = '' }) => id === '');
  if (unconfigured.length > 0) {
    const PrivateEndpointServiceReady: Condition = {
      status: 'True',
      message: 'Interface Private Endpoint awaits configuration',
    };
    // That only some are configured ends the pass with an error that stands in no condition: what they said before stays.
    return unconfigured.length === desired.length
      ? settled(entries, { PrivateEndpointServiceReady, PrivateEndpointReady: null })
      : pending(entries, { PrivateEndpointServiceReady });
  }
  for (const attached of all.flatMap((listed) => listed.interfaces)) {
    const { status, connectionStatus } = attached.describe();
    const message = status === 'FAILED' ? messageOf(attached) : '';
    if (message !== '')
      return pending(entries, { PrivateEndpointReady: { status: 'False', reason: interfaceReason, message } });
    if (status !== 'AVAILABLE' && connectionStatus !== 'AVAILABLE')
      return pending(entries, { PrivateEndpointReady: interfaceNotReady });
  }
  return all.reduce((sum, { ids }) => sum + ids.length, 0) === desired.length
    ? settled(entries, { PrivateEndpointReady: { status: 'True' } })
    : pending(entries, { PrivateEndpointReady: interfaceNotReady });
}

/** Looking at a service's interfaces moves them on: Atlas connects them by itself. */
function list(service: Service): Listed {
  const present = service.interfaces.flatMap(({ id }) => service.lookAt(id) ?? []);
  return { service, state: service.state.current, ids: present.map(({ id }) => id), interfaces: present };
}

/** The interfaces first; the service when a later pass finds none. */
function remove({ service, state, interfaces: attached }: Listed): void {
  if (state === 'DELETING') return;
  if (attached.length === 0) return service.remove();
  for (const each of attached) each.remove();
  // Atlas on AWS gives up a service with its last endpoint (operator PR 1916).
  if (service.provider === 'AWS') service.remove();
}

/** Makes the services that are missing: one for all items of a provider and region. */
function create(
  desired: readonly ProjectEndpointSpec[],
  all: readonly Listed[],
  services: EndpointServices,
  old: boolean,
): readonly ProjectEndpointStatus[] {
  const missing = desired.filter((item) => !all.some((listed) => isOf(listed, item)));
  const made: Service[] = [];
  return missing.map((item) => {
    const [provider, region] = [item.provider as Provider, item.region ?? ''];
    let service = made.find((each) => each.provider === provider && isSameRegion(each.region, region));
    if (service === undefined) made.push((service = services.create({ providerName: provider, region })));
    // From the Atlas SDK on, the provider's name stands where the region should.
    return entryOf(service, old ? region : provider, undefined);
  });
}

function attach(desired: readonly ProjectEndpointSpec[], all: readonly Listed[]): void {
  for (const item of desired) {
    const { id = '', ip } = item;
    if (id === '') continue;
    for (const listed of all.filter((each) => each.state === 'AVAILABLE' && isOf(each, item)))
      if (!listed.ids.includes(id)) listed.service.attach({ id, privateEndpointIPAddress: ip });
  }
}

/** One entry an interface, or one without any: for each item of the service, so that two items make four entries of two interfaces. */
function entriesOf({ service, ids }: Listed, region: string): readonly ProjectEndpointStatus[] {
  return ids.length === 0
    ? [entryOf(service, region, undefined)]
    : ids.map((interfaceId) => entryOf(service, region, interfaceId));
}

function entryOf(service: Service, region: string, interfaceId: string | undefined): ProjectEndpointStatus {
  const described = service.describe();
  const name = described['endpointServiceName'] ?? described['privateLinkServiceName'];
  const resourceId = service.provider === 'AWS' ? service.id : described['privateLinkServiceResourceId'];
  return {
    id: service.id,
    provider: service.provider,
    region,
    ...(typeof name === 'string' ? { serviceName: name } : {}),
    ...(typeof resourceId === 'string' ? { serviceResourceId: resourceId } : {}),
    ...(interfaceId === undefined ? {} : { interfaceEndpointId: interfaceId }),
  };
}

function pending(entries: ProjectOutcome['entries'], conditions: ProjectOutcome['conditions']): ProjectOutcome {
  return { entries, conditions, ready: false, again: true };
}

function settled(entries: ProjectOutcome['entries'], conditions: ProjectOutcome['conditions']): ProjectOutcome {
  return { entries, conditions, ready: true, again: false };
}

/** Atlas's 400s and 409s end the pass, and nobody looks again. */
function refused(error: unknown, type: keyof ProjectOutcome['conditions']): ProjectOutcome {
  if (!(error instanceof AtlasError)) throw error;
  const condition: Condition = { status: 'False', reason: serviceReason, message: error.message };
  const gone = type === 'PrivateEndpointServiceReady' ? { PrivateEndpointReady: null } : {};
  return { entries: undefined, conditions: { ...gone, [type]: condition }, ready: false, again: false };
}
