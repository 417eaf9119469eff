import type { Source } from '../atlas/source.ts';
import type { EndpointState } from '../core/phase.ts';
import type { KubeObject } from '../kube/resource.ts';
import { type EndpointView, endpointView } from './endpoint-view.ts';

/** One line of `status`. */
export interface EndpointRow {
  /** The same for the same endpoint, whatever it looks like. */
  readonly key: string;
  readonly resourceName: string;
  readonly view: EndpointView;
  /** Deployment, endpoint, phase, service, cloud endpoint, error. */
  readonly cells: readonly (string | undefined)[];
}

/** What a person should know of an endpoint: Atlas's error, else what spec and status disagree on, else why nothing happens yet. */
function remark(endpoint: EndpointState, progress: string | undefined): string | undefined {
  const { declared, declaredId, linkedId, error, state, phase } = endpoint;
  if (error !== undefined) return error;
  if (!declared && phase !== 'Deleting') return 'not in the spec';
  if (declaredId !== undefined && linkedId !== undefined && declaredId !== linkedId)
    return `the spec says ${declaredId}, Atlas is connected to ${linkedId}`;
  if (phase === undefined) return `Atlas says ${state}`;
  return phase === 'Available' ? undefined : progress;
}

/** The rows of all endpoints of some objects, by namespace and name. */
export function endpointRows(source: Source, objects: readonly KubeObject[]): readonly EndpointRow[] {
  const sorted = [...objects].sort((a, b) => {
    const [left, right] = [a, b].map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
    return (left ?? '') < (right ?? '') ? -1 : 1;
  });
  return sorted.flatMap((object) =>
    source.endpoints(object).map((endpoint, index, all) => {
      const { name, namespace = '' } = object.metadata;
      const { singular, group } = source.resource;
      const error = remark(endpoint, source.progress(object));
      const twin = all.findIndex(({ label }) => label === endpoint.label) < index;
      const view = endpointView(`${singular}/${name}`, namespace, {
        ...endpoint,
        error: twin ? 'declared twice' : error,
      });
      return {
        key: `${namespace}/${name} endpoint "${endpoint.label}"${twin ? ` #${index}` : ''}`,
        resourceName: `${singular}.${group}/${name}`,
        view,
        cells: [name, endpoint.label, view.phase, view.service, view.cloudEndpoint, view.error],
      };
    }),
  );
}
