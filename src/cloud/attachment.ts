import type { AwsAttachment } from './aws/attachment.ts';
import type { AzureAttachment } from './azure/attachment.ts';

/** What Atlas has to be told to connect a cloud endpoint, of every cloud that this program makes endpoints on. */
export type CloudAttachment = AwsAttachment | AzureAttachment;
