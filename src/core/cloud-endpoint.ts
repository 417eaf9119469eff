import { isDeepStrictEqual } from 'node:util';

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

/**
 * What Atlas has to be told to connect a cloud endpoint, in the form of its cloud (cloud/attachment.ts has them all). Core hands it on
 * from where the cloud shows it to where the source writes it, and never looks inside.
 */
export interface Attachment {
  readonly cloud: string;
}

/** Whether two attachments say the same. */
export function sameAttachment(a: Attachment, b: Attachment): boolean {
  return isDeepStrictEqual(a, b);
}

/** Whether two ids name the same thing: ARM resource ids are case-insensitive, and ids of AWS are never in capitals. */
export function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
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
  /** What a source's spec has to say of it; undefined until the cloud has given it all of that. */
  readonly attachment: Attachment | undefined;
  /** The network it is in: such as `vpc-0a1b2c3d`. */
  readonly place: string;
  /** True when it carries the owner's tags. */
  readonly ours: boolean;
  /** Whom it was made for, where it carries this program's tags. */
  readonly madeFor?: MadeFor | undefined;
  /** The cloud's own command that deletes it. */
  readonly removeCommand: string;
}
