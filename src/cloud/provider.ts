import type { CloudEndpoint, Owner } from '../core/cloud-endpoint.ts';
import type { CloudKind } from '../core/phase.ts';

/** Where a cloud endpoint is to be made: each cloud reads its own out of the flags. */
export interface Placement {
  readonly cloud: CloudKind;
  /** The network that the endpoint goes into, as CloudEndpoint.place names it. */
  readonly network: string;
}

/** The flags that say where and as whom; every cloud picks its own. */
export interface PlacementFlags {
  readonly vpcId?: string | undefined;
  readonly subnetIds?: readonly string[] | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface CloudSettings {
  readonly flags: PlacementFlags;
  /** The region in Atlas's spelling, where the source says it. */
  readonly atlasRegion: string | undefined;
  /** Warnings, one line each. */
  readonly warn: (text: string) => void;
  /** Requests at -v 6 and above. */
  readonly log: ((line: string) => void) | undefined;
}

/** A cloud account, as far as private endpoints go. Every failure is a UserError in the cloud's own words. */
export interface CloudProvider {
  readonly kind: CloudKind;
  /** Checks that there are credentials, and what can be checked of the placement before anything is changed. */
  preflight(): Promise<void>;
  /** The endpoint of that id, or undefined when the cloud does not know it. */
  get(id: string, service: string): Promise<CloudEndpoint | undefined>;
  /** All endpoints of the owner or the service, the owner's first; gone ones left out. */
  find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]>;
  /**
   * Makes the endpoint, or returns the one that an earlier, interrupted call made.
   * @param replaced ids of dead endpoints that this one replaces: they make it another attempt
   */
  create(owner: Owner, service: string, replaced: readonly string[]): Promise<CloudEndpoint>;
  /** The cloud's own command line for the same creation, as an argument list. */
  createCommand(service: string): readonly string[];
  /** Milliseconds between two looks at an endpoint that is being made. */
  readonly pollMs: number;
}

/** What can be said of a cloud without loading its SDK. */
export interface CloudFacts {
  /** The flags with which a person would place an endpoint, for the "next command" hints. */
  readonly placementHint: string;
  /** Fails for an id that cannot be one of this cloud's endpoints. @throws UserError */
  checkId(id: string): void;
  /** The placement that the flags ask for, or undefined without any. @throws UserError for a malformed or incomplete one */
  placement(flags: PlacementFlags): Placement | undefined;
  /** The cloud's own command for a person to create the endpoint by hand. */
  commandHint(service: string): string;
  /** Loads the SDK and returns the account. */
  open(settings: CloudSettings): Promise<CloudProvider>;
}
