import { type AttachmentOf, type CloudKind, isAttachmentOf } from '../../cloud/kind.ts';
import { isServed } from '../../cloud/table.ts';
import type { Attachment } from '../../core/cloud-endpoint.ts';

/** The cloud endpoint of an item, as given in the spec. */
export interface Declared {
  readonly id: string | undefined;
  /** Undefined while a part of it is missing. */
  readonly attachment: Attachment | undefined;
}

/** How a source writes an attachment to one cloud. */
export interface Writer<K extends CloudKind, Item> {
  /** The fields of an item that contain it. */
  write(attachment: AttachmentOf<K>): Item;
}

/** How a source writes and reads an attachment. */
export interface Form<K extends CloudKind, Item> extends Writer<K, Item> {
  read(item: Item): Declared;
}

/** How attachments to each cloud are written; undefined where Atlas offers no endpoints. */
export type Writers<Item> = { readonly [K in CloudKind]: Writer<K, Item> | undefined };

/** The fields that contain an attachment. @throws Error for a cloud without a form, which the source refuses earlier */
export function writeAttachment<Item>(writers: Writers<Item>, attachment: Attachment): Item {
  const { cloud } = attachment;
  const fields = isServed(cloud) ? writeAs(cloud, writers, attachment) : undefined;
  if (fields === undefined) throw new Error(`asked to write an endpoint for ${cloud}`);
  return fields;
}

function writeAs<K extends CloudKind, Item>(
  kind: K,
  writers: { readonly [P in K]: Writer<P, Item> | undefined },
  attachment: Attachment,
): Item | undefined {
  return isAttachmentOf(kind, attachment) ? writers[kind]?.write(attachment) : undefined;
}
