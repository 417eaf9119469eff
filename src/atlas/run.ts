import type { Hint } from '../core/next-command.ts';
import type { Time } from '../core/wait.ts';
import type { KubeClient } from '../kube/client.ts';

/** What a function that asks the cluster needs of the command it runs for. */
export interface Run {
  readonly client: KubeClient;
  /** The clock, and the signal that ends everything. */
  readonly time: Time;
  /** Told, a sentence each, of what could not be looked at. */
  readonly warn: (text: string) => void;
}

/** A run that may wait. */
export interface WaitingRun extends Run {
  /** How long one wait may take, in milliseconds; 0 for no wait at all. */
  readonly timeoutMs: number;
  /** The hint of a wait that ended too early: how to go on. */
  readonly resume: Hint;
  /** Told what was last seen, whenever that changes. */
  readonly onSeen: (seen: string) => void;
}
