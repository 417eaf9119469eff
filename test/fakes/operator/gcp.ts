import type { Json } from '../atlas/routes.ts';
import type { Interface } from '../atlas/interface.ts';
import type { Service } from '../atlas/service.ts';
import type { Generation } from './generation.ts';

/** The part of an AtlasPrivateEndpoint's spec that is for Google Cloud. */
export interface GcpSpec {
  readonly gcpConfiguration?:
    | readonly {
        readonly projectId?: string;
        readonly groupName?: string;
        readonly endpoints?: readonly { readonly name?: string; readonly ipAddress?: string }[];
      }[]
    | null;
  /** From 2.15.0 on. */
  readonly portMappingEnabled?: boolean;
}

/** The interfaces that a spec lists; the operator knows each by its group's name. */
export function gcpDesired({ gcpConfiguration }: GcpSpec): readonly { readonly id: string; readonly body: Json }[] {
  return (gcpConfiguration ?? []).map(({ projectId, groupName = '', endpoints = [] }) => ({
    id: groupName,
    body: {
      gcpProjectId: projectId,
      endpointGroupName: groupName,
      endpoints: endpoints.map(({ name, ipAddress }) => ({ endpointName: name, ipAddress })),
    },
  }));
}

/** What the status has of a service on Google Cloud beside the rest; null takes a field away, as an empty one is left out. */
export function gcpStatus(service: Service): Json {
  const { attachments, portMapped } = service;
  return {
    serviceAttachmentNames: attachments.length === 0 ? null : attachments,
    portMappingEnabled: portMapped ? true : null,
  };
}

/** The rules of an interface as its entry in the status lists them. */
export function forwardingRules(attached: Interface): readonly Json[] | undefined {
  if (attached.provider !== 'GCP') return undefined;
  const { endpoints } = attached.describe();
  return (endpoints as readonly Json[]).map(({ endpointName, status }) => ({ name: endpointName, status }));
}

/** Operators before 2.15.0 do not know that ports can be mapped: they make a service that does not. */
export function asReadBy<O extends { readonly spec?: object }>(generation: Generation, object: O): O {
  return generation === 'v2.15' ? object : { ...object, spec: { ...object.spec, portMappingEnabled: false } };
}

/** Nor does their status say whether the service that they found maps ports. */
export function asWrittenBy(generation: Generation, status: Json): Json {
  return generation === 'v2.15' ? status : { ...status, portMappingEnabled: null };
}
