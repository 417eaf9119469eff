import type { AwsAttachment } from './aws/attachment.ts';
import type { AzureAttachment } from './azure/attachment.ts';

/** What Atlas needs to know to connect a cloud endpoint, for every supported cloud. */
export type CloudAttachment = AwsAttachment | AzureAttachment;
