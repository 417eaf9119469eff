import { byHand, isLeftMarked, leftMarkText, takeOffMark } from './left-mark.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { Time } from '../../../core/wait.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { KubeObject } from '../../../kube/resource.ts';

/** Milliseconds for which a command that is otherwise done tries to take a mark off. */
const TIDY_MS = 5_000;

/** Warns, with what to do about it. */
export type Warn = (text: string, hint?: Hint) => void;

/** The deployments that a command has read and that an interrupted --refresh has left unattended. */
export class LeftMarks {
  readonly #seen = new Map<string, KubeObject>();

  /** Told of each object that is read. */
  see(object: KubeObject): void {
    const isMarked = isLeftMarked(object);
    // Almost always there is none, among any number of objects.
    if (!isMarked && this.#seen.size === 0) return;
    const key = `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`;
    if (isMarked) this.#seen.set(key, object);
    else this.#seen.delete(key);
  }

  /**
   * Takes the marks off, or says how. The command's own refresh has taken off its own by then.
   * @param writes whether anything may be written
   */
  async takeOff(client: KubeClient, time: Time, writes: boolean, warn: Warn): Promise<void> {
    for (const deployment of this.#seen.values()) {
      if (!writes) {
        warn(leftMarkText(deployment, 'still has'), byHand(deployment));
        continue;
      }
      await this.#takeOff(client, deployment, time, warn);
    }
  }

  async #takeOff(client: KubeClient, deployment: KubeObject, time: Time, warn: Warn): Promise<void> {
    const ended = new AbortController();
    const limit = new AbortController();
    time.sleep(TIDY_MS, AbortSignal.any([time.signal, ended.signal])).then(
      () => limit.abort(new Error('it took too long')),
      () => undefined,
    );
    try {
      const taken = await takeOffMark(client, deployment, {
        ...time,
        signal: AbortSignal.any([time.signal, limit.signal]),
      });
      if (!taken) return;
      const { name } = deployment.metadata;
      warn(
        `atlasdeployment/${name} was left unattended by an interrupted --refresh; the operator looks at it again now`,
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(error.message, error.hint);
    } finally {
      ended.abort();
    }
  }
}
