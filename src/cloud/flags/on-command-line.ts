import type { CloudKind } from '../kind.ts';
import type { AttachmentFlag, CloudFlags } from './flag.ts';

/** What a command line says of a cloud. */
export interface CloudOnCommandLine<K extends CloudKind = CloudKind> {
  /** As Atlas names it. */
  readonly kind: K;
  /** As messages name it. */
  readonly name: string;
  /** The flags that place an endpoint and choose the account. */
  readonly flags: CloudFlags;
  /** The flags that, together with --id, say what Atlas needs to know. All of them are required. */
  readonly attachmentFlags: Readonly<Record<string, AttachmentFlag>>;
}
