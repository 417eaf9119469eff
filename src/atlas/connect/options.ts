import type { CloudFacts } from '../../cloud/facts.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { Goal, Observed } from '../../core/plan/observed.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { ObjectWait } from '../object-wait.ts';

/** What it takes to connect one endpoint of one source. */
export interface ConnectOptions extends ObjectWait {
  readonly label: string;
  readonly goal: Goal;
  /** The object as it is to be made where it is not there yet. */
  readonly manifest?: KubeObject | undefined;
  /** Refuses an object that this run has made where an older one is for the same service. @throws UserError naming that one */
  readonly refuseOlder?: (made: KubeObject) => Promise<void>;
  /** What is known of the cloud without its account. */
  readonly facts: CloudFacts;
  /** The cloud account, opened at the first call: its SDK is slow to load. */
  readonly cloud: () => Promise<CloudProvider>;
}

/** What a plan is made from, with the object that its steps change; undefined where it is still to be made. */
export interface ConnectObserved extends Observed {
  readonly object: KubeObject | undefined;
}

/** What a run remembers of the cloud between two steps, since a cloud may show late what it has done. */
export interface ConnectMemory {
  /** The cloud endpoint that bears the label, once it is known. */
  readonly id: string | undefined;
  /** What this run created: EC2 may not show it at once. */
  readonly created: CloudEndpoint | undefined;
  /** Ids that EC2 answered a creation with, but that never appeared. */
  readonly vanished: readonly string[];
  /** Whether this run made the object. */
  readonly made: boolean;
  /** Whether this run has asked the cloud for anything. */
  readonly cloudAsked: boolean;
}
