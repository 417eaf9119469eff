import { sameId } from '../../../core/cloud-endpoint.ts';
import { type EndpointState, type Phase, idOf } from '../../../core/endpoint.ts';
import { isServed } from '../../../cloud/table.ts';
import { type Listed, concernsOf, configured, serviceOf } from './spec-lists.ts';
import type { AtlasPrivateEndpoint, InterfaceStatus } from '../../api/private-endpoint.ts';
import { nonEmpty } from '../../../core/outside-values.ts';

/**
 * Atlas's states during which the operator waits, for a service or an interface (operator v2.7.0:internal/controller/
 * atlasprivateendpoint/privateendpoint.go). An interface on AWS may be NONE, which the operator takes for ready although nothing is
 * connected.
 */
const pending = new Set(['INITIATING', 'PENDING', 'PENDING_ACCEPTANCE', 'WAITING_FOR_USER', 'VERIFIED', 'NONE']);

/** The phase for a state: `done` for AVAILABLE, and `meanwhile` for a state during which the operator waits. */
function phaseOf(state: string, meanwhile: Phase, done: Phase): Phase | undefined {
  if (state === 'AVAILABLE') return done;
  if (state === 'FAILED' || state === 'REJECTED') return 'Failed';
  if (state === 'DELETING') return 'Deleting';
  return pending.has(state) ? meanwhile : undefined;
}

/** The state of the object's service before a cloud endpoint with this label is attached. */
export function unlinked(object: AtlasPrivateEndpoint, label: string): EndpointState {
  const status = object.status;
  const state = nonEmpty(status?.serviceStatus);
  return {
    label,
    declared: true,
    phase: !isServed(object.spec?.provider)
      ? 'Unsupported'
      : state === undefined
        ? 'Declared'
        : phaseOf(state, 'Reserving', 'Reserved'),
    state,
    service: serviceOf(object),
    declaredId: undefined,
    attachment: undefined,
    linkedId: undefined,
    error: nonEmpty(status?.error),
    ...concernsOf(object, undefined),
  };
}

/** An endpoint that is in the spec, or only in the status. */
interface Known extends Listed {
  readonly declared: boolean;
  readonly entry: InterfaceStatus | undefined;
}

/** The rules of an endpoint that have failed by themselves: the operator looks at the whole only. */
function failedRules(entry: InterfaceStatus | undefined): string | undefined {
  const failed = (entry?.gcpForwardingRules ?? []).flatMap(({ name, status }) => (status === 'FAILED' ? [name] : []));
  return failed.length === 0 ? undefined : `Atlas says FAILED of ${failed.join(', ')}`;
}

function linked(object: AtlasPrivateEndpoint, { id, attachment, declared, entry }: Known): EndpointState {
  const service = unlinked(object, id);
  const state = nonEmpty(entry?.InterfaceStatus);
  const reserved = service.phase === 'Reserved';
  return {
    ...service,
    declared,
    // As long as the service itself is not available, its state is all there is.
    phase: !reserved ? service.phase : state === undefined ? 'Linking' : phaseOf(state, 'Linking', 'Available'),
    state: reserved ? state : service.state,
    declaredId: declared ? id : undefined,
    attachment,
    linkedId: entry === undefined ? undefined : id,
    error: nonEmpty(entry?.error) ?? failedRules(entry) ?? service.error,
    warning: undefined,
    mismatch: undefined,
    ...concernsOf(object, declared ? id : undefined),
  };
}

/** The label of an endpoint that nobody named: the object's own name. */
export function ownLabel(object: AtlasPrivateEndpoint): string {
  return object.metadata.name;
}

/**
 * The endpoints of a dedicated service: spec and status joined by the cloud endpoint's id, which is all that identifies them to the
 * operator. A service without endpoints is returned as the endpoint that is yet to be linked.
 */
export function dedicatedEndpoints(object: AtlasPrivateEndpoint): readonly EndpointState[] {
  const items = configured(object);
  const entries = object.status?.endpoints ?? [];
  const declared = items.map((item) => {
    const entry = entries.find(({ ID = '' }) => sameId(ID, item.id));
    const found = linked(object, { ...item, declared: true, entry });
    // The only endpoint keeps the name that it had before it was linked. Of several, the spec does not tell which one had it.
    return items.length === 1 ? { ...found, label: ownLabel(object) } : found;
  });
  const left = entries
    .filter((entry) => !items.some(({ id }) => sameId(id, entry.ID ?? '')))
    .map((entry) => linked(object, { id: entry.ID ?? '', attachment: undefined, declared: false, entry }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  return declared.length === 0 ? [unlinked(object, ownLabel(object)), ...left] : [...declared, ...left];
}

/**
 * The endpoint of a label. Labels are in the cloud endpoints' tags, not in the spec, so the id that has the label must be given, unless
 * the label is itself an id, or is the object's own and there is only one endpoint.
 */
export function dedicatedEndpoint(
  object: AtlasPrivateEndpoint,
  label: string,
  id: string | undefined,
): EndpointState | undefined {
  const all = dedicatedEndpoints(object);
  const byId = (wanted: string): EndpointState | undefined =>
    all.find((endpoint) => sameId(idOf(endpoint) ?? '', wanted));
  if (id !== undefined) {
    const found = byId(id);
    return found === undefined ? undefined : { ...found, label };
  }
  const named = byId(label);
  if (named !== undefined) return named;
  const [only, second] = all.filter(({ declaredId }) => declaredId !== undefined);
  if (only !== undefined && second === undefined && label === ownLabel(object)) return { ...only, label };
  return unlinked(object, label);
}
