import { awsAttachment } from '../../../cloud/aws/attachment.ts';
import { azureAttachment } from '../../../cloud/azure/attachment.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { allClouds, isServed } from '../../../cloud/table.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import type { ServerlessEndpointSpec, ServerlessEndpointStatus } from '../../api/deployment.ts';
import { type Declared, type Form, writeAttachment } from '../attachment-form.ts';
import { nonEmpty } from '../../../core/outside-values.ts';

/** How an item contains a cloud's endpoint, and where the status has its service. */
interface ItemForm<K extends CloudKind> extends Form<K, ServerlessEndpointSpec> {
  readonly serviceField: keyof ServerlessEndpointStatus;
}

/** The table of the clouds' forms; undefined for a cloud on which Atlas offers serverless instances no private endpoints. */
export type ItemForms = { readonly [K in CloudKind]: ItemForm<K> | undefined };

/**
 * How an item of a serverless deployment contains a cloud's endpoint (operator v1.6.0:pkg/api/v1/serverless_private_endpoint.go; the
 * same up to v2.15.1).
 */
const itemForms = {
  AWS: {
    read: ({ cloudProviderEndpointID: id }) => ({ id: nonEmpty(id), attachment: awsAttachment(id) }),
    write: ({ id }) => ({ cloudProviderEndpointID: id }),
    serviceField: 'endpointServiceName',
  },
  AZURE: {
    read: ({ cloudProviderEndpointID: id, privateEndpointIpAddress: ip }) => ({
      id: nonEmpty(id),
      attachment: azureAttachment(id, ip),
    }),
    write: ({ id, ipAddress }) => ({ cloudProviderEndpointID: id, privateEndpointIpAddress: ipAddress }),
    serviceField: 'privateLinkServiceResourceId',
  },
  GCP: undefined,
} as const satisfies ItemForms;

function formOf(provider: string | undefined): Pick<ItemForm<CloudKind>, 'read' | 'serviceField'> | undefined {
  return isServed(provider) ? itemForms[provider] : undefined;
}

/** Whether Atlas offers serverless instances private endpoints on a cloud. */
export function offersEndpoints(provider: string): boolean {
  return formOf(provider) !== undefined;
}

/** The clouds on which it does, as messages name them. */
export function offeredOn(): string {
  return allClouds()
    .flatMap(({ kind, name }) => (offersEndpoints(kind) ? [name] : []))
    .join(' and ');
}

/** The cloud endpoint of an item; only its id if its cloud is unknown. */
export function declaredBy(item: ServerlessEndpointSpec, provider: string | undefined): Declared {
  return formOf(provider)?.read(item) ?? { id: nonEmpty(item.cloudProviderEndpointID), attachment: undefined };
}

/** The field of an entry of the status that has the service; undefined where there are no endpoints. */
export function serviceFieldOf(provider: string | undefined): keyof ServerlessEndpointStatus | undefined {
  return formOf(provider)?.serviceField;
}

/** The fields of an item that contain an attachment. */
export function fieldsFor(attachment: Attachment): ServerlessEndpointSpec {
  return writeAttachment<ServerlessEndpointSpec>(itemForms, attachment);
}
