import type { AwsAttachment } from '../../../cloud/aws/attachment.ts';
import type { AzureAttachment } from '../../../cloud/azure/attachment.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { allClouds, isServed } from '../../../cloud/table.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import type { ServerlessEndpointSpec } from '../../api/deployment.ts';
import { type Declared, type Form, text, writeAttachment } from '../attachment-form.ts';

/**
 * How an item of a serverless deployment says a cloud's endpoint (operator v1.6.0:pkg/api/v1/serverless_private_endpoint.go);
 * undefined for a cloud on which Atlas offers serverless instances no private endpoints.
 */
export const itemForms = {
  AWS: {
    read({ cloudProviderEndpointID }) {
      const id = text(cloudProviderEndpointID);
      const attachment: AwsAttachment | undefined = id === undefined ? undefined : { cloud: 'AWS', id };
      return { id, attachment };
    },
    write: ({ id }) => ({ cloudProviderEndpointID: id }),
  },
  AZURE: {
    read({ cloudProviderEndpointID, privateEndpointIpAddress }) {
      const [id, ipAddress] = [text(cloudProviderEndpointID), text(privateEndpointIpAddress)];
      const attachment: AzureAttachment | undefined =
        id === undefined || ipAddress === undefined ? undefined : { cloud: 'AZURE', id, ipAddress };
      return { id, attachment };
    },
    write: ({ id, ipAddress }) => ({ cloudProviderEndpointID: id, privateEndpointIpAddress: ipAddress }),
  },
} as const satisfies { readonly [K in CloudKind]: Form<K, ServerlessEndpointSpec> | undefined };

function formOf(provider: string | undefined): Pick<Form<CloudKind, ServerlessEndpointSpec>, 'read'> | undefined {
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

/** The cloud endpoint of an item. Where its cloud is not known, no more than the id is. */
export function declaredBy(item: ServerlessEndpointSpec, provider: string | undefined): Declared {
  return formOf(provider)?.read(item) ?? { id: text(item.cloudProviderEndpointID), attachment: undefined };
}

/** The fields of an item that say an attachment. */
export function fieldsFor(attachment: Attachment): ServerlessEndpointSpec {
  return writeAttachment<ServerlessEndpointSpec>(itemForms, attachment);
}
