/** Whose endpoint it is: written as tags at creation, so that any later run finds it again. */
export interface Owner {
  /** The source as kubectl names it, such as `atlasdeployment/orders`. */
  readonly source: string;
  readonly namespace: string;
  /** The source object's uid: tells apart objects of the same name in two clusters. */
  readonly uid: string;
  readonly label: string;
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
  /** Its private IPv4 address, where the cloud links endpoints by id and address. */
  readonly ip?: string | undefined;
  /** The network it is in: such as `vpc-0a1b2c3d`. */
  readonly place: string;
  /** True when it carries the owner's tags. */
  readonly ours: boolean;
  /** The cloud's own command that deletes it. */
  readonly removeCommand: string;
}
