import type { Hint } from '../core/next-command.ts';
import type { Time } from '../core/wait.ts';
import type { KubeClient } from '../kube/client.ts';

/** What a function that queries the cluster needs from the command that it runs for. */
export interface Run {
  readonly client: KubeClient;
  /** The clock, and the signal that aborts everything. */
  readonly time: Time;
  /** Called with a sentence about each thing that could not be read. */
  readonly warn: (text: string) => void;
}

/** A run that may wait. */
export interface WaitingRun extends Run {
  /** How long a wait may take, in milliseconds; 0 means no waiting. */
  readonly timeoutMs: number;
  /** The hint if a wait ends early: how to continue. */
  readonly resume: Hint;
  /** Called with what was last seen, whenever that changes. */
  readonly onSeen: (seen: string) => void;
}
