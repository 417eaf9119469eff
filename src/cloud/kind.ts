import type { Attachment } from '../core/cloud-endpoint.ts';
import type { AwsAttachment } from './aws/attachment.ts';
import type { AzureAttachment } from './azure/attachment.ts';
import type { GcpAttachment } from './gcp/attachment.ts';

/** What Atlas needs to know to connect a cloud endpoint, for every supported cloud. */
export type CloudAttachment = AwsAttachment | AzureAttachment | GcpAttachment;

/**
 * The supported clouds, by Atlas's name for each. A cloud is one of them if and only if its attachment is
 * in the union, and every table of clouds is a `Record<CloudKind, …>`: forgetting an entry does not compile.
 */
export type CloudKind = CloudAttachment['cloud'];

/** The attachment of one cloud. */
export type AttachmentOf<K extends CloudKind> = Extract<CloudAttachment, { readonly cloud: K }>;

/** Whether an attachment is for that cloud. Only the cloud's own folder and the sources' forms create attachments. */
export function isAttachmentOf<K extends CloudKind>(kind: K, attachment: Attachment): attachment is AttachmentOf<K> {
  return attachment.cloud === kind;
}
