import type { Target } from '../../atlas/sources/lookup.ts';
import type { SourceSite } from '../../atlas/sources/source.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import type { FlagValues } from '../../cloud/flags/flag.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** What a verb looks endpoints up for. */
export interface Purpose {
  /** The verb's name. */
  readonly name: string;
  /** Whether an endpoint that is not there is declared. */
  readonly declares: boolean;
}

/** One endpoint that a verb goes on with, and where its cloud endpoint is to be. */
export interface Subject {
  readonly target: Target;
  /** The object as it was found; undefined where it is still to be made. */
  readonly object: KubeObject | undefined;
  /** The object as it is to be made; undefined where it is there. */
  readonly manifest: KubeObject | undefined;
  readonly label: string;
  /** Why this label, where the person named none. */
  readonly chosen: string | undefined;
  /** As it was found; undefined where it is still to be declared. */
  readonly before: EndpointState | undefined;
  readonly site: SourceSite;
  readonly cloud: CloudFacts;
  readonly flags: FlagValues;
  /** The deployment that was named, where its endpoints are declared by another object. */
  readonly deployment: string | undefined;
  /** What tells its lines from those of the others, where there are several. */
  readonly prefix: string | undefined;
}

/** How messages name an endpoint. */
export function nameOf({ label, target }: Pick<Subject, 'label' | 'target'>): string {
  return `endpoint "${label}" of ${target.reference}`;
}
