import type { ShellCommand } from './next-command.ts';

/** Whose endpoint it is: written as tags at creation, so that any later run finds it again. */
export interface Owner {
  /** The source as kubectl names it, such as `atlasdeployment/orders`. */
  readonly source: string;
  readonly namespace: string;
  /** The source object's uid, which distinguishes objects of the same name in two clusters. */
  readonly uid: string;
  readonly label: string;
}

/** Whom a cloud endpoint was made for, according to its tags. */
export interface MadeFor {
  readonly uid: string;
  /** `NAMESPACE/KIND/NAME` of the source. */
  readonly source: string;
  readonly label: string;
}

/** The source as tags name it, truncated to what a tag can hold in any cloud. */
export function sourceOf(owner: Owner): string {
  return `${owner.namespace}/${owner.source}`.slice(0, 256);
}

/** Whether two ids name the same thing. Case is ignored: some clouds' ids are case-insensitive, and no two ids differ only in case. */
export function sameId(a: string, b: string): boolean {
  return a === b || idKey(a) === idKey(b);
}

/** The same text for all spellings of an id, to find it among many. */
export function idKey(id: string): string {
  return id.toLowerCase();
}

/** What Atlas needs to know to connect a cloud endpoint, in its cloud's own form. The core only passes it on and compares it. */
export interface Attachment {
  readonly cloud: string;
}

/** Whether two attachments are the same, whatever fields their cloud has; strings are compared like ids. */
export function sameAttachment(a: Attachment, b: Attachment): boolean {
  return sameValue(a, b);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return sameId(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
  );
}

/**
 * What a cloud endpoint can be used for: `creating` (too early for Atlas), `ready` (can be handed to Atlas), `connected`,
 * `dead` (rejected, failed or expired, so it must be replaced), `gone` (being deleted).
 */
export type Readiness = 'creating' | 'ready' | 'connected' | 'dead' | 'gone';

/**
 * What the flags of its cloud would say of an endpoint as it stands; false for a switch that would not be given. A flag is missing if the
 * cloud does not show what it is about.
 */
export type AsFlags = Readonly<Record<string, string | readonly string[] | boolean>>;

/** What the cloud shows of an endpoint, in its own form: as much as another tool has to be told. The core only passes it on. */
export interface CloudDetails {
  readonly cloud: string;
}

/** Our side of an endpoint, as the cloud shows it. */
export interface CloudEndpoint {
  readonly id: string;
  readonly service: string;
  readonly readiness: Readiness;
  /** The cloud's own word for its state. */
  readonly state: string;
  /** The cloud's own message about why it failed. */
  readonly reason: string | undefined;
  /** What Atlas needs to know about it; undefined until the cloud has provided all of it. */
  readonly attachment: Attachment | undefined;
  /** The network it is in, such as `vpc-0a1b2c3d`. */
  readonly place: string;
  /** How it was placed, in terms of the flags; undefined if the cloud has not shown it yet. */
  readonly asFlags?: AsFlags | undefined;
  /** Undefined if the cloud has not shown all of it yet. */
  readonly details?: CloudDetails | undefined;
  /** True if it carries the owner's tags. */
  readonly ours: boolean;
  /** Whom it was made for, if it carries this program's tags. */
  readonly madeFor?: MadeFor | undefined;
  /** The cloud's own command that deletes it. */
  readonly removeCommand: ShellCommand;
}

/** How messages describe what an attachment has in addition to the cloud endpoint's id. */
export interface AttachmentWords {
  /** Such as `private address`. */
  readonly name: string;
  /** The same where the context is clear, such as `address`. */
  readonly short: string;
  /** Such as `10.20.1.4`. */
  readonly value: string;
  /** The flag that gives it, such as `--ip`. */
  readonly flag: string;
  /** Why it never changes; a clause that can follow a semicolon. */
  readonly constancy: string;
}
