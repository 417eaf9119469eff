import type { ShellCommand } from './next-command.ts';

/** Whose endpoint it is: written as tags at creation, so that any later run finds it again. */
export interface Owner {
  /** The source as kubectl names it, such as `atlasdeployment/orders`. */
  readonly source: string;
  readonly namespace: string;
  /** The source object's uid: tells apart objects of the same name in two clusters. */
  readonly uid: string;
  readonly label: string;
}

/** What the tags of a cloud endpoint say of whom it was made for. */
export interface MadeFor {
  readonly uid: string;
  /** `NAMESPACE/KIND/NAME` of the source. */
  readonly source: string;
  readonly label: string;
}

/** The source as the tags name it, cut to what a tag of any cloud holds. */
export function sourceOf(owner: Owner): string {
  return `${owner.namespace}/${owner.source}`.slice(0, 256);
}

/** Whether two ids name the same thing: ARM resource ids are case-insensitive, and ids of AWS are never in capitals. */
export function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * What Atlas has to be told to connect a cloud endpoint, in the form of its cloud: the core only passes it on, and compares two of
 * them.
 */
export interface Attachment {
  readonly cloud: string;
}

/** What an attachment has beside the cloud endpoint's id, in words. */
export interface AttachmentWords {
  /** Such as `private address`. */
  readonly name: string;
  /** The same where it is clear what it belongs to: such as `address`. */
  readonly short: string;
  /** Such as `10.20.1.4`. */
  readonly value: string;
  /** The flag that gives it, such as `--ip`. */
  readonly flag: string;
  /** Why it is the same for ever, as it reads after a semicolon. */
  readonly constancy: string;
}

/** Whether two attachments say the same, whatever their cloud puts into them; texts are compared as ids are. */
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
 * What a cloud endpoint can be used for: `creating` (too early for Atlas), `ready` (to be handed to Atlas), `connected`,
 * `dead` (refused, failed or expired: it has to be replaced), `gone` (being deleted).
 */
export type Readiness = 'creating' | 'ready' | 'connected' | 'dead' | 'gone';

/** Our side of an endpoint, as the cloud shows it. */
export interface CloudEndpoint {
  readonly id: string;
  readonly service: string;
  readonly readiness: Readiness;
  /** The cloud's own word for its state. */
  readonly state: string;
  /** The cloud's own words for why it failed. */
  readonly reason: string | undefined;
  /** What Atlas has to be told of it; undefined until the cloud has given everything. */
  readonly attachment: Attachment | undefined;
  /** The network it is in: such as `vpc-0a1b2c3d`. */
  readonly place: string;
  /** True when it carries the owner's tags. */
  readonly ours: boolean;
  /** Whom it was made for, where it carries this program's tags. */
  readonly madeFor?: MadeFor | undefined;
  /** The cloud's own command that deletes it. */
  readonly removeCommand: ShellCommand;
}
