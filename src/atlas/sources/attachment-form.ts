import { type AttachmentOf, type CloudKind, isAttachmentOf } from '../../cloud/kind.ts';
import { isServed } from '../../cloud/table.ts';
import type { Attachment } from '../../core/cloud-endpoint.ts';

/** The cloud endpoint of an item, as the spec says it. */
export interface Declared {
  readonly id: string | undefined;
  /** Undefined while a part of it is missing. */
  readonly attachment: Attachment | undefined;
}

/** How a source writes what Atlas has to be told of a cloud's endpoint. */
export interface Writer<K extends CloudKind, Item> {
  /** The fields of an item that say it. */
  write(attachment: AttachmentOf<K>): Item;
}

/** How a source writes and reads it. */
export interface Form<K extends CloudKind, Item> extends Writer<K, Item> {
  read(item: Item): Declared;
}

/** The way of writing of each cloud; undefined where Atlas offers nothing there that could be written. */
export type Writers<Item> = { readonly [K in CloudKind]: Writer<K, Item> | undefined };

/** The fields that say an attachment. @throws Error for a cloud of which the source has no form, which it refuses before */
export function writeAttachment<Item>(writers: Writers<Item>, attachment: Attachment): Item {
  const { cloud } = attachment;
  const fields = isServed(cloud) ? writeAs(cloud, writers, attachment) : undefined;
  if (fields === undefined) throw new Error(`an endpoint was to be written for ${cloud}`);
  return fields;
}

function writeAs<K extends CloudKind, Item>(
  kind: K,
  writers: { readonly [P in K]: Writer<P, Item> | undefined },
  attachment: Attachment,
): Item | undefined {
  return isAttachmentOf(kind, attachment) ? writers[kind]?.write(attachment) : undefined;
}

/** A text that says something; the empty one is none. */
export function text(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
