import type { EndpointState } from '../endpoint.ts';
import type { NextCommand, OwnCommand } from '../next-command.ts';
import type {
  ObservedCluster,
  ObservedOperator,
  ObservedProject,
  ObservedRights,
  ObservedSource,
} from './observed/cluster.ts';
import type { CloudObservation } from './observed/cloud.ts';
import type { ObservedNames } from './observed/names.ts';
import type { Known } from './observed/known.ts';
import type { ObservedWorkloads } from './observed/workloads.ts';
import type { NoPodProbe, PodProbe } from './pod-probe.ts';

/** A connection Secret that should hold the endpoint's string. */
export interface ObservedSecret {
  readonly name: string;
  readonly namespace: string;
  readonly user: string;
  /** The deployment that it connects to; undefined if it is not known. */
  readonly cluster: Pick<ObservedCluster, 'reference' | 'namespace'> | undefined;
  readonly writtenMsAgo: number | undefined;
  /** Whether it holds the string; undefined if it is not known which string is the endpoint's. */
  readonly holds: boolean | undefined;
  /** The command after which the operator writes it again. */
  readonly refresh: NextCommand | undefined;
  /** The endpoint's private strings in it, without their credentials. */
  readonly strings: readonly ObservedString[];
  /** The keys that should hold a private string, and hold something that is none. */
  readonly degenerate: readonly string[];
  /** Hosts of private strings that the deployment's status no longer lists. */
  readonly unlisted: readonly string[];
}

/** A private connection string, as far as it is no secret. */
export interface ObservedString {
  readonly key: string;
  /** Its first host, such as `orders-pl-0.ab1cd.mongodb.net`. */
  readonly host: string;
  /** Whether the hosts are looked up by SRV. */
  readonly srv: boolean;
}

/** What is known of one endpoint, from its declaration to the Pods that use it. What nobody looked at is undefined. */
export interface Observed {
  readonly provider: string;
  /** As its cloud spells it; empty if the source does not say. */
  readonly region: string;
  /** The object that declares it, with its kind's short name; undefined if nothing does. */
  readonly reference: string | undefined;
  /** Undefined if nothing declares it. */
  readonly endpoint: EndpointState | undefined;
  /** The objects that declare the endpoints of a project whose own list is empty, with their kind's short name. */
  readonly declaredElsewhere?: readonly string[] | undefined;
  /** What is going on, in a sentence. */
  readonly message: string | undefined;
  /** The Secrets of the clusters that it serves; undefined if they were not looked at. */
  readonly secrets: readonly ObservedSecret[] | undefined;
  /** Why Secrets may be missing from these. */
  readonly refusal: string | undefined;
  /** The command that does what is left to do. */
  readonly up: OwnCommand;
  readonly rights?: ObservedRights | undefined;
  readonly operator?: Known<ObservedOperator> | undefined;
  readonly project?: Known<ObservedProject> | undefined;
  readonly source?: ObservedSource | undefined;
  readonly clusters?: readonly ObservedCluster[] | undefined;
  /** What its cloud shows; each cloud judges its own. */
  readonly cloud?: Known<CloudObservation> | undefined;
  readonly names?: ObservedNames | undefined;
  readonly workloads?: Known<ObservedWorkloads> | undefined;
  /** What a probe from a Pod's place saw; undefined if none was asked for. */
  readonly pod?: PodProbe | NoPodProbe | undefined;
}
