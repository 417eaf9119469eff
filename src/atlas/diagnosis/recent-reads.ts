import type { KubeClient } from '../../kube/client.ts';
import { ReadOnce } from './read-once.ts';

/** Milliseconds for which an answer is as good as a new one to whoever looks why a wait of minutes goes on. */
const RECENT_MS = 15_000;

/** What several waits have in common is read once for all that look at about the same time. */
export class RecentReads {
  readonly #client: KubeClient;
  readonly #now: () => number;
  #last: { readonly reads: ReadOnce; readonly since: number } | undefined;

  /** @param now the time in milliseconds */
  constructor(client: KubeClient, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  /** A client whose answers are recent. */
  get client(): ReadOnce {
    const now = this.#now();
    if (this.#last === undefined || now - this.#last.since >= RECENT_MS)
      this.#last = { reads: new ReadOnce(this.#client.transport), since: now };
    return this.#last.reads;
  }
}
