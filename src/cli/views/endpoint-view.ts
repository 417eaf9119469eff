import type { EndpointState } from '../../core/endpoint.ts';

/** An endpoint as `-o json` and `-o yaml` print it, the same for every verb. */
export interface EndpointView {
  readonly source: string;
  readonly namespace: string;
  readonly endpoint: string;
  readonly phase: string;
  /** Atlas's own word. */
  readonly state?: string;
  readonly service?: string;
  readonly cloudEndpoint?: string;
  /** The id that Atlas is connected to, if the spec has another. */
  readonly linkedEndpoint?: string;
  readonly inSpec: boolean;
  readonly error?: string;
}

/** @param cloudEndpoint the cloud endpoint's id, if it is known but not yet in the spec */
export function endpointView(
  source: string,
  namespace: string,
  endpoint: EndpointState,
  cloudEndpoint?: string,
): EndpointView {
  const id = endpoint.declaredId ?? cloudEndpoint ?? endpoint.linkedId;
  return {
    source,
    namespace,
    endpoint: endpoint.label,
    phase: endpoint.phase ?? '<unknown>',
    ...(endpoint.state === undefined ? {} : { state: endpoint.state }),
    ...(endpoint.service === undefined ? {} : { service: endpoint.service }),
    ...(id === undefined ? {} : { cloudEndpoint: id }),
    ...(endpoint.linkedId === undefined || endpoint.linkedId === id ? {} : { linkedEndpoint: endpoint.linkedId }),
    inSpec: endpoint.declared,
    ...(endpoint.error === undefined ? {} : { error: endpoint.error }),
  };
}
