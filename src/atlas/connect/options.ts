import type { CloudProvider } from '../../cloud/provider.ts';
import type { Goal, Observed } from '../../core/observed.ts';
import type { Time } from '../../core/wait.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Target } from '../sources/lookup.ts';

export interface WorldOptions {
  readonly client: KubeClient;
  readonly target: Target;
  readonly label: string;
  readonly goal: Goal;
  /** The object as it is to be made where it is not there yet. */
  readonly manifest?: KubeObject | undefined;
  readonly time: Time;
  readonly timeoutMs: number;
  /** The cloud account, opened at the first call: its SDK is slow to load. */
  readonly cloud: () => Promise<CloudProvider>;
  readonly placementHint: string;
  readonly accountFlags: string;
  readonly describeAttachment: Observed['describeAttachment'];
  /** The command that goes on after a timeout or an interruption. */
  readonly resume: string;
  /** Told when the cluster stops answering during a wait. */
  readonly onConnection: (text: string) => void;
}
