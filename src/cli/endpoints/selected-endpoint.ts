import type { Target } from '../../atlas/sources/lookup.ts';
import type { SourceSite } from '../../atlas/sources/source.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import type { Attachment } from '../../core/cloud-endpoint.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** The calling verb, and whether it may create missing endpoints. */
export interface CallingVerb {
  /** The verb's name. */
  readonly name: string;
  /** Whether it declares an endpoint that does not exist. */
  readonly declares: boolean;
  /** Whether it proposes a placement where none is given: agreeing to that is agreeing to the object that is missing for it. */
  readonly proposesPlacement?: boolean;
  /** Whether it goes on to the connection string. */
  readonly endsWithString?: boolean;
}

/** An endpoint that a verb works on, and where its cloud endpoint belongs. */
export interface SelectedEndpoint {
  readonly target: Target;
  /** The object as it was found; undefined if it does not exist yet. */
  readonly object: KubeObject | undefined;
  /** The object to create; undefined if it exists. */
  readonly manifest: KubeObject | undefined;
  readonly label: string;
  /** The endpoint as it was found; undefined if it is not declared yet. */
  readonly before: EndpointState | undefined;
  /** What the object's spec says of its cloud endpoints, of this one and of the others. */
  readonly attachments: readonly Attachment[];
  readonly site: SourceSite;
  readonly cloud: CloudFacts;
  readonly flags: FlagValues;
  /** The deployment that was named, if another object declares its endpoints. */
  readonly deployment: Target | undefined;
  /** The prefix of its progress lines, if there are several endpoints. */
  readonly prefix: string | undefined;
}

/** How messages name an endpoint. */
export function nameOf({ label, target }: Pick<SelectedEndpoint, 'label' | 'target'>): string {
  return `endpoint "${label}" of ${target.reference}`;
}

/** Whether endpoints are in several regions, rather than several in one. */
export function areInRegions(endpoints: readonly Pick<SelectedEndpoint, 'site'>[]): boolean {
  return new Set(endpoints.map(({ site }) => `${site.cloud} ${site.atlasRegion}`)).size > 1;
}
