import type { AtlasPrivateEndpoint, InterfaceStatus } from '../../../src/atlas/api/private-endpoint.ts';
import type { EndpointServices } from '../atlas/endpoint-services.ts';
import type { Interface } from '../atlas/interface.ts';
import type { Provider } from '../atlas/service-settings.ts';
import type { Service } from '../atlas/service.ts';
import { AtlasError } from '../atlas/errors.ts';
import { type GcpSpec, forwardingRules, gcpDesired, gcpStatus } from './gcp.ts';

/** What one pass over an AtlasPrivateEndpoint writes, and whether the operator polls again after 10 s. */
export interface DedicatedOutcome {
  readonly status: Record<string, unknown>;
  readonly again: boolean;
}

type Condition = readonly [type: string, status: 'True' | 'False', reason?: string, message?: string];

const waitingService = new Set(['PENDING', 'PENDING_ACCEPTANCE', 'WAITING_FOR_USER', 'VERIFIED']);
const waitingInterface = new Set(['INITIATING', 'DELETING', ...waitingService]);

interface Desired {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The spec of an object for Google Cloud, with the fields that only such a one has. */
function gcpSpecOf({ spec }: AtlasPrivateEndpoint): GcpSpec | undefined {
  return spec?.provider === 'GCP' ? spec : undefined;
}

function desiredOf(object: AtlasPrivateEndpoint): readonly Desired[] {
  const { spec } = object;
  const gcp = gcpSpecOf(object);
  if (gcp !== undefined) return gcpDesired(gcp);
  if (spec?.provider === 'AZURE') {
    return (spec.azureConfiguration ?? []).map(({ id = '', ipAddress }) => ({
      id,
      body: { id, privateEndpointIPAddress: ipAddress },
    }));
  }
  return (spec?.awsConfiguration ?? []).map(({ id = '' }) => ({ id, body: { id } }));
}

/** One pass of operators 2.6.0 and later: operator.md, "AtlasPrivateEndpoint". */
export function reconcileDedicated(object: AtlasPrivateEndpoint, services: EndpointServices): DedicatedOutcome {
  const service = serviceOf(object, services);
  switch (service.state.current) {
    case 'INITIATING':
      return unfinished(service, [
        'PrivateEndpointServiceReady',
        'False',
        'PrivateEndpointServiceInitializing',
        'Private Endpoint is being initialized',
      ]);
    case 'FAILED':
    case 'REJECTED':
      return unfinished(service, [
        'PrivateEndpointServiceReady',
        'False',
        'PrivateEndpointServiceFailedToConfigure',
        messageOf(service),
      ]);
    case 'WAITING_FOR_USER':
      return unfinished(service, [
        'PrivateEndpointServiceReady',
        'False',
        'PrivateEndpointServiceInitializing',
        'Private Endpoint is waiting for human action',
      ]);
    case 'DELETING':
      return unfinished(service, [
        'PrivateEndpointServiceReady',
        'False',
        'PrivateEndpointServiceDeleting',
        'Private Endpoint is being deleted',
      ]);
    case 'AVAILABLE':
    case 'GONE':
      return interfaces(object, service);
  }
}

/**
 * One pass over an object that is deleted with its Atlas side: the endpoints go first, then the service.
 * @returns undefined when nothing is left
 */
export function reconcileDeleted(
  { spec, status }: AtlasPrivateEndpoint,
  services: EndpointServices,
): DedicatedOutcome | undefined {
  const provider = (spec?.provider ?? 'AWS') as Provider;
  const service = services.list(provider).find(({ id }) => id === status?.serviceId);
  if (service === undefined) return undefined;
  const present = service.interfaces.map(({ id }) => service.lookAt(id)).filter((each) => each !== undefined);
  for (const each of present) if (each.state.current !== 'DELETING') service.detach(each);
  if (present.length === 0 && service.state.current !== 'DELETING') service.remove();
  return unfinished(service, [
    'PrivateEndpointServiceReady',
    'False',
    'PrivateEndpointServiceDeleting',
    'Private Endpoint is being deleted',
  ]);
}

function messageOf(described: Service | Interface): string {
  const message = described.describe()['errorMessage'];
  return typeof message === 'string' ? message : '';
}

/** By the id in the status, else the one of the region, else a new one. */
function serviceOf(object: AtlasPrivateEndpoint, services: EndpointServices): Service {
  const { spec, status } = object;
  const portMapping = gcpSpecOf(object)?.portMappingEnabled === true ? { portMappingEnabled: true } : {};
  const [provider, region] = [(spec?.provider ?? 'AWS') as Provider, spec?.region ?? ''];
  const make = (): Service => services.create({ providerName: provider, region, ...portMapping });
  if (status?.serviceId !== undefined) {
    try {
      return services.look(provider, status.serviceId);
    } catch (error) {
      if (error instanceof AtlasError) return make();
      throw error;
    }
  }
  return services.list(provider).find((service) => service.region === region) ?? make();
}

function interfaces(object: AtlasPrivateEndpoint, service: Service): DedicatedOutcome {
  const desired = desiredOf(object);
  const present = service.interfaces.map(({ id }) => service.lookAt(id)).filter((each) => each !== undefined);
  const ids = [...new Set([...desired.map(({ id }) => id), ...present.map(({ id }) => id)])];
  const ready: Condition = ['PrivateEndpointServiceReady', 'True'];
  if (ids.length === 0) {
    const message = 'waiting for private endpoint configuration from customer side';
    const outcome = unfinished(service, ready, [
      'PrivateEndpointReady',
      'False',
      'PrivateEndpointConfigurationPending',
      message,
    ]);
    return { ...outcome, again: false };
  }
  // What is written is what was listed at the start of the pass.
  const listed = entriesOf(present);
  let pending = false;
  for (const id of ids) {
    const [wanted, here] = [desired.find((each) => each.id === id), present.find((each) => each.id === id)];
    const state = here?.state.current ?? '';
    if (here !== undefined && (state === 'FAILED' || state === 'REJECTED')) {
      // Tested first: one that failed is never deleted, whatever the spec says.
      const failed: Condition = ['PrivateEndpointReady', 'False', 'PrivateEndpointFailedToConfigure', messageOf(here)];
      return refused(service, listed, failed);
    }
    if (waitingInterface.has(state)) pending = true;
    else if (wanted !== undefined && here === undefined) {
      const refusal = attach(service, wanted.body);
      if (refusal !== undefined)
        return refused(service, listed, ['PrivateEndpointReady', 'False', 'PrivateEndpointFailedToCreate', refusal]);
      pending = true;
    } else if (wanted === undefined && here !== undefined) {
      // The one that has the id now: it may have been posted a moment ago, under the name of another group.
      service.detach(service.interfaces.find((each) => each.id === id) ?? here);
      pending = true;
    }
  }
  // Atlas on AWS gives up a service with its last endpoint (operator PR 1916).
  if (service.provider === 'AWS' && service.interfaces.every(({ state }) => state.current === 'DELETING'))
    service.remove();
  const verdict: readonly Condition[] = pending
    ? [ready, ['PrivateEndpointReady', 'False', 'PrivateEndpointUpdating', 'Private Endpoints are being updated']]
    : [ready, ['PrivateEndpointReady', 'True']];
  return { status: { ...statusOf(service, listed), conditions: conditions(...verdict) }, again: pending };
}

/** Hands an interface to Atlas. @returns why Atlas refused it, in the operator's words */
function attach(service: Service, body: Desired['body']): string | undefined {
  try {
    service.attach(body);
    return undefined;
  } catch (error) {
    if (error instanceof AtlasError) return `failed to create the private endpoint interface: ${error.message}`;
    throw error;
  }
}

function entriesOf(present: readonly Interface[]): readonly InterfaceStatus[] {
  return present.map((each) => {
    const { connectionStatus, status, privateEndpointConnectionName, errorMessage } = each.describe();
    return {
      ID: each.id,
      InterfaceStatus: String(connectionStatus ?? status),
      ...(typeof privateEndpointConnectionName === 'string' ? { connectionName: privateEndpointConnectionName } : {}),
      ...(typeof errorMessage === 'string' ? { error: errorMessage } : {}),
      ...(each.provider === 'GCP' ? { gcpForwardingRules: forwardingRules(each) } : {}),
    };
  });
}

function statusOf(service: Service, endpoints: readonly InterfaceStatus[]): Record<string, unknown> {
  const described = service.describe();
  return {
    serviceId: service.id,
    serviceStatus: service.state.current,
    serviceName: described['endpointServiceName'] ?? described['privateLinkServiceName'] ?? null,
    resourceId: described['privateLinkServiceResourceId'] ?? null,
    error: described['errorMessage'] ?? null,
    endpoints: endpoints.length === 0 ? null : endpoints,
    ...(service.provider === 'GCP' ? gcpStatus(service) : {}),
  };
}

function conditions(...list: readonly Condition[]): readonly Record<string, string>[] {
  const ready: Condition = ['Ready', list.some(([, status]) => status === 'False') ? 'False' : 'True'];
  return [ready, ...list].map(([type, status, reason, message]) => ({
    type,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  }));
}

function unfinished(service: Service, ...list: readonly Condition[]): DedicatedOutcome {
  const entries = entriesOf(service.interfaces);
  return { status: { ...statusOf(service, entries), conditions: conditions(...list) }, again: true };
}

/** A pass that an interface has ended: what was listed at its start, and what is wrong. It is tried again. */
function refused(service: Service, listed: readonly InterfaceStatus[], problem: Condition): DedicatedOutcome {
  const ready: Condition = ['PrivateEndpointServiceReady', 'True'];
  return { status: { ...statusOf(service, listed), conditions: conditions(ready, problem) }, again: true };
}
