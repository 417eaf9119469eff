import type { Source } from '../../atlas/sources/source.ts';
import { type EndpointState, type Phase, idOf } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** An endpoint as a person sees it. */
interface ShownEndpoint {
  /** The label by which the source knows it. */
  readonly label: string;
  readonly endpoint: EndpointState;
}

/** The phases of an endpoint that is not on its way out, whatever becomes of its object. */
const final: readonly (Phase | undefined)[] = [undefined, 'Failed', 'Unsupported'];

/**
 * The endpoints of an object as a person sees them. One that the spec no longer has is being deleted, whatever Atlas says of it yet; and
 * a service that is only left without an endpoint is no endpoint of its own while its last one goes, under the name that it had.
 */
export function shownEndpoints(source: Source, object: KubeObject): readonly ShownEndpoint[] {
  const goes = object.metadata.deletionTimestamp !== undefined;
  const all = source
    .endpoints(object)
    .map((endpoint) => ({ label: endpoint.label, endpoint: leaving(endpoint, goes) }));
  const empty =
    source.identity === 'cloud-endpoint'
      ? all.find(({ endpoint }) => endpoint.declared && idOf(endpoint) === undefined)
      : undefined;
  const left = all.filter(({ endpoint }) => !endpoint.declared && endpoint.phase === 'Deleting');
  if (empty === undefined || left.length === 0) return all;
  const [only, second] = left;
  return all
    .filter((each) => each !== empty)
    .map((each) =>
      each === only && second === undefined ? { ...each, endpoint: { ...each.endpoint, label: empty.label } } : each,
    );
}

function leaving(endpoint: EndpointState, goes: boolean): EndpointState {
  return (endpoint.declared && !goes) || final.includes(endpoint.phase) ? endpoint : { ...endpoint, phase: 'Deleting' };
}
