import { sameId } from '../../../core/cloud-endpoint.ts';
import { type EndpointState, type Phase, idOf } from '../../../core/endpoint.ts';
import { isServed } from '../../../cloud/table.ts';
import { type Listed, configured } from './spec-lists.ts';
import type { AtlasPrivateEndpoint, InterfaceStatus } from '../../api/private-endpoint.ts';
import { nonEmpty } from '../../api/non-empty.ts';

/**
 * The words of Atlas that the operator waits behind, of a service as of an interface (operator v2.7.0:internal/controller/
 * atlasprivateendpoint/privateendpoint.go). An interface on AWS may say NONE, which the operator takes for ready; nothing is
 * connected then.
 */
const pending = new Set(['INITIATING', 'PENDING', 'PENDING_ACCEPTANCE', 'WAITING_FOR_USER', 'VERIFIED', 'NONE']);

/** The phase behind a word, where `AVAILABLE` means `done` and a word to wait behind `meanwhile`. */
function phaseOf(state: string, meanwhile: Phase, done: Phase): Phase | undefined {
  if (state === 'AVAILABLE') return done;
  if (state === 'FAILED' || state === 'REJECTED') return 'Failed';
  if (state === 'DELETING') return 'Deleting';
  return pending.has(state) ? meanwhile : undefined;
}

/** The object's service with no cloud endpoint of this label: what a new one would be linked to. */
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
    service: nonEmpty(status?.resourceId) ?? nonEmpty(status?.serviceName),
    declaredId: undefined,
    attachment: undefined,
    linkedId: undefined,
    error: nonEmpty(status?.error),
  };
}

/** An endpoint that the spec lists, or that only the status still has. */
interface Known extends Listed {
  readonly declared: boolean;
  readonly entry: InterfaceStatus | undefined;
}

function linked(object: AtlasPrivateEndpoint, { id, attachment, declared, entry }: Known): EndpointState {
  const service = unlinked(object, id);
  const state = nonEmpty(entry?.InterfaceStatus);
  const reserved = service.phase === 'Reserved';
  return {
    ...service,
    declared,
    // While the service itself is not there, its word is all there is to say.
    phase: !reserved ? service.phase : state === undefined ? 'Linking' : phaseOf(state, 'Linking', 'Available'),
    state: reserved ? state : service.state,
    declaredId: declared ? id : undefined,
    attachment,
    linkedId: entry === undefined ? undefined : id,
    error: nonEmpty(entry?.error) ?? service.error,
  };
}

/** Where an endpoint that nobody named has its label from: the object itself. */
export function ownLabel(object: AtlasPrivateEndpoint): string {
  return object.metadata.name;
}

/**
 * The endpoints of a dedicated service: spec and status joined by the cloud endpoint's id, which is the operator's only identity
 * for them. A service without any stands for the one that is to come.
 */
export function dedicatedEndpoints(object: AtlasPrivateEndpoint): readonly EndpointState[] {
  const items = configured(object);
  const entries = object.status?.endpoints ?? [];
  const declared = items.map((item) => {
    const entry = entries.find(({ ID = '' }) => sameId(ID, item.id));
    return linked(object, { ...item, declared: true, entry });
  });
  const left = entries
    .filter((entry) => !items.some(({ id }) => sameId(id, entry.ID ?? '')))
    .map((entry) => linked(object, { id: entry.ID ?? '', attachment: undefined, declared: false, entry }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  return declared.length === 0 ? [unlinked(object, ownLabel(object)), ...left] : [...declared, ...left];
}

/**
 * The endpoint of a label. Labels stand in the cloud endpoint's tags, not in the spec: which id bears the label has to be known,
 * unless the label is an id, or the object's own and there is only one.
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
