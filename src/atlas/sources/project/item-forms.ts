import { awsAttachment } from '../../../cloud/aws/attachment.ts';
import { azureAttachment } from '../../../cloud/azure/attachment.ts';
import { gcpAttachment } from '../../../cloud/gcp/attachment.ts';
import { LEGACY_END } from '../../../cloud/gcp/service.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { isServed } from '../../../cloud/table.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import { joinParts } from '../../../core/endpoint.ts';
import type { ProjectEndpointSpec, ProjectEndpointStatus } from '../../api/project.ts';
import { type Declared, type Form, writeAttachment } from '../attachment-form.ts';
import { nonEmpty } from '../../../core/outside-values.ts';

/** How a project's item contains a cloud's endpoint, and where the status has its service. */
interface ItemForm<K extends CloudKind> extends Form<K, ProjectEndpointSpec> {
  /** Atlas has null here while the service is being created. */
  service(entry: ProjectEndpointStatus): string | undefined;
  /** The field of the same entry that is the service by itself; undefined where that is a list. */
  readonly serviceField: keyof ProjectEndpointStatus | undefined;
  /** Why nobody should declare a new endpoint of this cloud in a project, whatever they say; undefined where they may. */
  readonly refusal: string | undefined;
  /** Why an endpoint that an item declares cannot be declared by an AtlasPrivateEndpoint instead; undefined where it can. */
  readonly immovable: string | undefined;
}

/** The table of the clouds' forms. */
export type ItemForms = { readonly [K in CloudKind]: ItemForm<K> };

/** The form of each cloud (operator v1.6.0:pkg/api/v1/privateendpoint.go and status/privateendpoint.go). */
const itemForms = {
  AWS: {
    read: ({ id }) => ({ id: nonEmpty(id), attachment: awsAttachment(id) }),
    write: ({ id }) => ({ id }),
    service: ({ serviceName }) => nonEmpty(serviceName),
    serviceField: 'serviceName',
    refusal: undefined,
    immovable: undefined,
  },
  AZURE: {
    read: ({ id, ip }) => ({ id: nonEmpty(id), attachment: azureAttachment(id, ip) }),
    write: ({ id, ipAddress }) => ({ id, ip: ipAddress }),
    service: ({ serviceResourceId }) => nonEmpty(serviceResourceId),
    serviceField: 'serviceResourceId',
    refusal: undefined,
    immovable: undefined,
  },
  GCP: {
    read: ({ gcpProjectId, endpointGroupName, endpoints }) => ({
      id: nonEmpty(endpointGroupName),
      attachment: gcpAttachment(
        gcpProjectId,
        endpointGroupName,
        (endpoints ?? []).map(({ endpointName: name = '', ipAddress = '' }) => ({ name, ipAddress })),
      ),
    }),
    write: ({ projectId: gcpProjectId, groupName: endpointGroupName, endpoints }) => ({
      gcpProjectId,
      endpointGroupName,
      endpoints: endpoints.map(({ name: endpointName, ipAddress }) => ({ endpointName, ipAddress })),
    }),
    service: ({ serviceAttachmentNames }) => joinParts(serviceAttachmentNames ?? []),
    serviceField: undefined,
    // Some names never match, such as that of Tokyo: github.com/mongodb/mongodb-atlas-kubernetes/issues/1975.
    refusal: `there it would get a service without port mapping, which Atlas retires on ${LEGACY_END}, and in some regions the operator deletes and recreates it again and again`,
    immovable: `its service has no port mapping, which Atlas retires on ${LEGACY_END}, so that it has to be replaced and not moved`,
  },
} as const satisfies ItemForms;

/** The cloud endpoint of an item; only its id on a cloud that this program does not support. */
export function declaredBy(item: ProjectEndpointSpec): Declared {
  return isServed(item.provider)
    ? itemForms[item.provider].read(item)
    : { id: nonEmpty(item.id), attachment: undefined };
}

/** The service in an entry of the status. */
export function serviceOf(entry: ProjectEndpointStatus): string | undefined {
  return isServed(entry.provider) ? itemForms[entry.provider].service(entry) : nonEmpty(entry.serviceName);
}

/** The field of an entry of the status that is the service by itself; undefined where that is a list. */
export function serviceFieldOf(provider: CloudKind): keyof ProjectEndpointStatus | undefined {
  return itemForms[provider].serviceField;
}

/** Why no new endpoint of a cloud is declared in a project; undefined where one may be. */
export function refusalOf(provider: string | undefined): string | undefined {
  return isServed(provider) ? itemForms[provider].refusal : undefined;
}

/** Why an item cannot be moved to an AtlasPrivateEndpoint; undefined where it can. */
export function immovable({ provider }: ProjectEndpointSpec): string | undefined {
  return isServed(provider)
    ? itemForms[provider].immovable
    : `this program makes no endpoints on ${provider ?? 'no provider'}`;
}

/** The fields of an item that say an attachment. */
export function fieldsFor(attachment: Attachment): ProjectEndpointSpec {
  return writeAttachment<ProjectEndpointSpec>(itemForms, attachment);
}
