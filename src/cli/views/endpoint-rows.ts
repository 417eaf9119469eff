import { ownSpelling } from '../../cloud/same-region.ts';
import type { Source } from '../../atlas/sources/source.ts';
import { type EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { messageOf } from '../words/endpoint-messages.ts';
import { type EndpointOrigin, type EndpointView, endpointView } from './endpoint-view.ts';
import { shownEndpoints } from './shown-endpoints.ts';

/** One line of `status`. */
export interface EndpointRow {
  /** Identifies the endpoint, whatever its state. */
  readonly key: string;
  readonly resourceName: string;
  /** The object with its kind's short name, as commands take it. */
  readonly shortReference: string;
  /** The object's labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly view: EndpointView;
  /** The label by which the source knows it. */
  readonly label: string;
  readonly endpoint: EndpointState;
}

/** Which endpoints to show, and how. */
export interface RowQuery {
  /** The labels of the endpoints of an object that are shown; undefined for all. */
  readonly only?: ((object: KubeObject) => ReadonlySet<string>) | undefined;
  /** False if the operator no longer reconciles them. */
  readonly reconciled?: boolean;
}

/**
 * Operators from 2.12.0 on never update the status that an older one wrote for a serverless deployment's endpoints (seen with
 * v2.15.0 after v2.11.1), so it says AVAILABLE about endpoints that no longer exist.
 */
function retired({ label, declared, declaredId }: EndpointState): EndpointState {
  return {
    label,
    declared,
    declaredId,
    attachment: undefined,
    phase: 'Unsupported',
    state: undefined,
    service: undefined,
    linkedId: undefined,
    error: "this cluster's operator (2.12 or later) no longer reconciles serverless private endpoints",
  };
}

/** Rows of several objects of a kind, sorted by namespace and name; those of one object stay as they are. */
export function inOrder(rows: readonly EndpointRow[]): readonly EndpointRow[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  });
}

function placeOf({ view }: EndpointRow): string {
  return `${view.namespace}/${view.source}`;
}

/** The rows for the endpoints of an object. */
export function rowsOf(
  source: Source,
  object: KubeObject,
  { only, reconciled = true }: RowQuery = {},
): readonly EndpointRow[] {
  const { name, labels = {} } = object.metadata;
  const { singular, group } = source.resource;
  const wanted = only?.(object);
  const shown = shownEndpoints(source, object).filter(
    ({ label, endpoint }) => wanted === undefined || wanted.has(label) || wanted.has(endpoint.label),
  );
  const progress = source.progress(object);
  const before = new Set<string>();
  return shown.map(({ label, endpoint: observed }, index) => {
    const endpoint = reconciled ? observed : retired(observed);
    const twin = before.has(endpoint.label);
    before.add(endpoint.label);
    const message = twin ? 'declared twice' : messageOf(endpoint, progress);
    const origin = originOf(source, object, label);
    return {
      key: `${source.isCluster ? '' : `${singular}/`}${origin.namespace}/${name} endpoint "${endpoint.label}"${twin ? ` #${index}` : ''}`,
      shortReference: `${source.shortNames[0]}/${name}`,
      resourceName: `${singular}.${group}/${name}`,
      labels,
      view: endpointView(origin, endpoint, undefined, message),
      label,
      endpoint,
    };
  });
}

function originOf(source: Source, object: KubeObject, label: string): EndpointOrigin {
  const { name, namespace = '', creationTimestamp } = object.metadata;
  const { cloud, atlasRegion } = source.site(object, label);
  return {
    source: `${source.resource.singular}/${name}`,
    namespace,
    ...(atlasRegion === undefined ? {} : { region: ownSpelling(atlasRegion, cloud) }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  };
}
