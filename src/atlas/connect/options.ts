import type { CloudFacts } from '../../cloud/facts.ts';
import type { CloudProvider } from '../../cloud/provider.ts';
import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import type { Goal, Observed } from '../../core/plan/observed.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { ObjectWait } from '../object-wait.ts';
import type { Offer } from './through-git.ts';

/** Everything needed to connect one endpoint of one source. */
export interface ConnectOptions extends ObjectWait {
  readonly label: string;
  readonly goal: Goal;
  /** The object to create if it does not exist yet. */
  readonly manifest?: KubeObject | undefined;
  /** Where the manifest is kept elsewhere: hands each change over, instead of writing it. */
  readonly offer?: Offer | undefined;
  /** Refuses an object that this run has made where an older one is for the same service. @throws UserError naming that one */
  readonly refuseOlder?: (made: KubeObject) => Promise<void>;
  /** What is known about the cloud without opening its account. */
  readonly facts: CloudFacts;
  /** The cloud account, which is opened by the first call because its SDK is slow to load. */
  readonly cloud: () => Promise<CloudProvider>;
  /** Told the cloud endpoint that the run goes on with, if it did not create it; perhaps several times. */
  readonly onExisting: (endpoint: CloudEndpoint) => void;
}

/** What a plan is based on, with the object that its steps change; undefined if it does not exist yet. */
export interface ConnectObserved extends Observed {
  readonly object: KubeObject | undefined;
}

/** What a run remembers about the cloud between two steps, because a cloud may show its own changes late. */
export interface ConnectMemory {
  /** The id of the cloud endpoint that has the label, once it is known. */
  readonly id: string | undefined;
  /** The cloud endpoint that this run created; EC2 may not show it at once. */
  readonly created: CloudEndpoint | undefined;
  /** Ids that EC2 returned when creating an endpoint but that never appeared. */
  readonly vanished: readonly string[];
  /** Whether this run made the object. */
  readonly made: boolean;
  /** Whether this run has queried the cloud. */
  readonly cloudAsked: boolean;
  /** Whether this run has tried to look at the cloud endpoint that the spec names. */
  readonly linkedAsked: boolean;
}
