import { shortService } from '../../cloud/short-service.ts';
import type { Source } from '../../atlas/sources/source.ts';
import { type EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { type EndpointView, endpointView } from './endpoint-view.ts';

/** One line of `status`. */
export interface EndpointRow {
  /** Identifies the endpoint, whatever its state. */
  readonly key: string;
  readonly resourceName: string;
  /** Whether the object has to be named with its kind, because a bare name means a deployment. */
  readonly bearsKind: boolean;
  /** The object with its kind's short name, as commands take it. */
  readonly shortReference: string;
  readonly view: EndpointView;
  /** The object's name, endpoint, phase, service, cloud endpoint, error. */
  readonly cells: readonly (string | undefined)[];
}

/** What a user should know about an endpoint: Atlas's error, else where spec and status disagree, else why nothing happens yet. */
function remark(endpoint: EndpointState, progress: string | undefined): string | undefined {
  const { declared, declaredId, linkedId, error, state, phase } = endpoint;
  if (error !== undefined) return error;
  if (!declared && phase !== 'Deleting') return 'not in the spec';
  if (declaredId !== undefined && linkedId !== undefined && declaredId !== linkedId)
    return `the spec says ${declaredId}, Atlas is connected to ${linkedId}`;
  if (phase === undefined) return `Atlas says ${state}`;
  return endpoint.warning ?? (phase === 'Available' ? undefined : progress);
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

/**
 * The rows for all endpoints of the given objects, sorted by namespace and name.
 * @param reconciled false if the operator no longer reconciles them
 */
export function endpointRows(
  source: Source,
  objects: readonly KubeObject[],
  reconciled = true,
): readonly EndpointRow[] {
  const sorted = [...objects].sort((a, b) => {
    const [left, right] = [a, b].map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
    return (left ?? '') < (right ?? '') ? -1 : 1;
  });
  return sorted.flatMap((object) =>
    source.endpoints(object).map((observed, index, all) => {
      const endpoint = reconciled ? observed : retired(observed);
      const { name, namespace = '' } = object.metadata;
      const { singular, group } = source.resource;
      const error = remark(endpoint, source.progress(object));
      const twin = all.findIndex(({ label }) => label === endpoint.label) < index;
      const view = endpointView(`${singular}/${name}`, namespace, {
        ...endpoint,
        error: twin ? 'declared twice' : error,
      });
      return {
        key: `${source.isCluster ? '' : `${singular}/`}${namespace}/${name} endpoint "${endpoint.label}"${twin ? ` #${index}` : ''}`,
        bearsKind: !source.isCluster,
        shortReference: `${source.shortNames[0]}/${name}`,
        resourceName: `${singular}.${group}/${name}`,
        view,
        cells: [
          name,
          endpoint.label,
          view.phase,
          view.service === undefined ? undefined : shortService(view.service),
          view.cloudEndpoint,
          view.error,
        ],
      };
    }),
  );
}
