import type { EndpointState } from '../../core/endpoint.ts';
import { messageOf } from '../words/endpoint-messages.ts';

/** An endpoint as `-o json` and `-o yaml` print it, the same for every verb. */
export interface EndpointView extends EndpointOrigin {
  readonly endpoint: string;
  readonly phase: string;
  /** Atlas's own word. */
  readonly state?: string;
  readonly service?: string;
  readonly cloudEndpoint?: string;
  /** The id that Atlas is connected to, if the spec has another. */
  readonly linkedEndpoint?: string;
  readonly inSpec: boolean;
  /** What is going on, or what a person should know; absent if there is nothing to say. */
  readonly message?: string;
  /** Why it failed; only in the phase Failed. */
  readonly error?: string;
}

/** Where an endpoint is declared. */
export interface EndpointOrigin {
  /** As kubectl names the object, such as `atlasdeployment/orders`. */
  readonly source: string;
  readonly namespace: string;
  /** As its cloud spells it. */
  readonly region?: string;
  /** When the object was created. */
  readonly creationTimestamp?: string;
}

/**
 * @param cloudEndpoint the cloud endpoint's id, if it is known but not yet in the spec
 * @param message what is going on, if more is known than the endpoint itself shows
 */
export function endpointView(
  origin: EndpointOrigin,
  endpoint: EndpointState,
  cloudEndpoint?: string,
  message: string | undefined = messageOf(endpoint),
): EndpointView {
  const id = endpoint.declaredId ?? cloudEndpoint ?? endpoint.linkedId;
  const { source, namespace, ...more } = origin;
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
    ...more,
    ...(message === undefined ? {} : { message }),
    ...(endpoint.phase !== 'Failed' || endpoint.error === undefined ? {} : { error: endpoint.error }),
  };
}
