import type { Target } from '../../atlas/sources/lookup.ts';
import type { SourceSite } from '../../atlas/sources/source.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** The calling verb, and whether it may create missing endpoints. */
export interface CallingVerb {
  /** The verb's name. */
  readonly name: string;
  /** Whether it declares an endpoint that does not exist. */
  readonly declares: boolean;
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
