import type { Attachment } from '../core/cloud-endpoint.ts';
import type { CloudAttachment } from './attachment.ts';

/**
 * The clouds that this program makes endpoints on, by Atlas's word for each. A cloud is one of them exactly when its attachment is
 * in the union, and every table of clouds is a `Record<CloudKind, …>`: forgetting an entry does not compile.
 */
export type CloudKind = CloudAttachment['cloud'];

/** The attachment of one cloud. */
export type AttachmentOf<K extends CloudKind> = Extract<CloudAttachment, { readonly cloud: K }>;

/** Whether an attachment is one of that cloud's. Only the cloud's own folder and the sources' forms make them. */
export function isAttachmentOf<K extends CloudKind>(kind: K, attachment: Attachment): attachment is AttachmentOf<K> {
  return attachment.cloud === kind;
}
