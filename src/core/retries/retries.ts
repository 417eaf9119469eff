import { unlessAborted } from '../abort.ts';
import { Backoff } from './backoff.ts';
import { KeptFailingError, type UserError, exitCodes } from '../errors.ts';
import { type Time, interrupted } from '../wait.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

/** Milliseconds for which a server is tried that has never answered this command: a wrong address is no outage. */
const NEVER_REACHED_MS = 2_000;

/** Milliseconds that an answer may take at the least, whatever the --timeout. */
const LEAST_PATIENCE_MS = 500;

/** Milliseconds for which a command that is not to wait tries a request again. */
const READING_MS = 30_000;

export interface RetryOptions {
  readonly time: Time;
  /** Milliseconds after which a request that keeps failing is given up: --timeout. Undefined for a command that is not to wait. */
  readonly timeoutMs: number | undefined;
  /** Milliseconds that one request to a cloud may take: --request-timeout. A minute when left out. */
  readonly requestMs?: number | undefined;
  /** Told of servers that keep failing, and that they answer again. */
  readonly tell: (trouble: Trouble) => void;
  /** The hint of a request that is given up, where its error has none: how to go on. */
  readonly resume: string;
  /** What is said of a server that does not answer within so many milliseconds. */
  readonly unanswered: (ms: number) => string;
  readonly random?: (() => number) | undefined;
}

/** A server that keeps failing, with its last error; or, without one, that answers again. */
export interface Trouble {
  readonly server: string;
  readonly error: UserError | undefined;
}

/** Why a request failed, where the same request may well succeed in a moment. */
export interface Passing {
  /** Milliseconds that the server asks to be left alone; undefined where it says nothing. */
  readonly afterMs?: number | undefined;
  /** False where there was no connection at all. */
  readonly reached: boolean;
}

/** A request that may be sent again: a read, or a write that does the same when it is done twice. */
export interface Repeatable {
  /** Who is asked, such as `the cluster`. */
  readonly server: string;
  /** Whether a failure passes; undefined where trying again cannot help. */
  readonly passing: (error: unknown) => Passing | undefined;
  /** The error that a person reads, for what was thrown. */
  readonly describe: (error: unknown) => UserError;
  /** Whether something else limits the time of one attempt. */
  readonly limitsItself?: boolean;
  /** What ends it, in place of the command's own signal. */
  readonly signal?: AbortSignal | undefined;
}

/** No answer came in time. The code is Node's own for a connection that timed out, so that every API's errors know it. */
class UnansweredError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(message: string) {
    super(message);
    this.name = 'UnansweredError';
  }
}

/**
 * Sends requests, again where that may help. Every request to a cluster or a cloud goes through here, so that all of them have a signal and
 * a time limit, and survive a server that is overloaded or restarts.
 */
export class Retries {
  readonly time: Time;
  readonly #options: RetryOptions;
  /** The servers that have answered. */
  readonly #reached = new Set<string>();
  /** The servers of which was told that they fail. */
  readonly #failing = new Set<string>();

  constructor(options: RetryOptions) {
    this.time = options.time;
    this.#options = options;
  }

  /** Milliseconds for a request that the command can do without: as many, or a quarter of its --timeout, so that enough is left for the rest. */
  patienceMs(usual: number): number {
    const { timeoutMs = Infinity } = this.#options;
    return Math.min(usual, Math.max(LEAST_PATIENCE_MS, Math.round(timeoutMs / 4)));
  }

  /**
   * Sends a request until it succeeds or fails for good.
   * @param attempt sends it once; it is left alone when the signal aborts, whether it ends or not
   * @throws KeptFailingError when it is given up; InterruptedError; what was thrown where trying again cannot help, or nothing was ever reached
   */
  async send<T>(request: Repeatable, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { time, random } = this.#options;
    const began = time.now();
    const pauses = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, random);
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await this.#once(request, attempt, began);
        this.#answered(request);
        return answer;
      } catch (error) {
        if ((request.signal ?? time.signal).aborted) throw this.#orInterrupted(error);
        const passing = request.passing(error);
        if (passing === undefined) this.#answered(request);
        if (passing === undefined) throw error;
        await this.#pause(request, error, { passing, tries, began, usual: pauses.next() });
      }
    }
  }

  /** One attempt, within the time that is left. */
  async #once<T>(request: Repeatable, attempt: (signal: AbortSignal) => Promise<T>, began: number): Promise<T> {
    const { time, timeoutMs, requestMs = 60_000, unanswered } = this.#options;
    const left = timeoutMs === undefined ? Infinity : Math.max(1_000, began + timeoutMs - time.now());
    const limitMs = Math.min(left, request.limitsItself === true ? Infinity : requestMs);
    const limit = new AbortController();
    const signal = AbortSignal.any([request.signal ?? time.signal, limit.signal]);
    // Not the clock of the command: what is limited here is not a wait of its own, but how long a real connection may stay silent.
    const giveUp = (): void => limit.abort(new UnansweredError(unanswered(limitMs)));
    const timer = limitMs === Infinity ? undefined : setTimeout(giveUp, Math.min(limitMs, 2 ** 31 - 1));
    try {
      return await unlessAborted(signal, attempt(signal));
    } catch (error) {
      // What the request itself says about being broken off differs from library to library.
      throw limit.signal.aborted ? limit.signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** What has ended a request or a pause: the interruption of the command, if that is what it was. */
  #orInterrupted(error: unknown): unknown {
    const { signal } = this.time;
    return signal.aborted ? interrupted(signal, undefined, this.#options.resume) : error;
  }

  #answered({ server }: Repeatable): void {
    this.#reached.add(server);
    if (this.#failing.delete(server)) this.#options.tell({ server, error: undefined });
  }

  /** Sleeps before the next attempt. @throws what is to be said where there is to be none */
  async #pause(
    request: Repeatable,
    error: unknown,
    {
      passing,
      tries,
      began,
      usual,
    }: { readonly passing: Passing; readonly tries: number; readonly began: number; readonly usual: number },
  ): Promise<void> {
    const { time, timeoutMs = READING_MS, tell, resume } = this.#options;
    const { server, describe, signal } = request;
    if (passing.reached) this.#reached.add(server);
    const known = this.#reached.has(server);
    const passed = time.now() - began;
    const left = (known ? timeoutMs : Math.min(timeoutMs, NEVER_REACHED_MS)) - passed;
    if (left <= 0) {
      const last = describe(error);
      const exitCode = this.#options.timeoutMs === undefined ? exitCodes.failed : exitCodes.timedOut;
      throw known ? new KeptFailingError(last, passed, resume, exitCode) : last;
    }
    if (tries > 1 && known && !this.#failing.has(server)) {
      this.#failing.add(server);
      tell({ server, error: describe(error) });
    }
    const pause = Math.min(passing.afterMs ?? usual, left);
    try {
      await time.sleep(pause, signal ?? time.signal);
    } catch (ended) {
      throw this.#orInterrupted(ended);
    }
  }
}
