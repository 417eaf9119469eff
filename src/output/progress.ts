import { formatDuration } from '../core/duration.ts';
import type { Time } from '../core/wait.ts';
import { forPeople, printLine } from './escape.ts';
import type { Stream } from './stream.ts';

/** Milliseconds between two redraws of the waiting line on a terminal. */
const TICK_MS = 1_000;

/** A step as a progress line names it. */
export interface ProgressStep {
  readonly name: string;
  readonly detail: string;
}

/**
 * Reports the progress of a run on stderr: one line per change and, on a terminal, a last line that is redrawn in place while waiting.
 * The lines have fixed columns: step, state, detail.
 */
export class Progress {
  readonly #stderr: Stream;
  readonly #time: Time;
  #started: number;
  /** Set while the terminal shows a line that will be overwritten. */
  #ticking: AbortController | undefined;

  /** Before every line, if several runs are in progress at the same time. */
  readonly #prefix: string;

  constructor(stderr: Stream, time: Time, prefix?: string) {
    this.#prefix = prefix === undefined ? '' : `${prefix}  `;
    this.#stderr = stderr;
    this.#time = time;
    this.#started = time.now();
  }

  already(step: ProgressStep): void {
    this.#line(step.name, 'already', step.detail);
    this.#started = this.#time.now();
  }

  waiting(name: string, seen: string): void {
    // Several runs cannot share one line.
    if (this.#stderr.isTTY === true && this.#prefix === '') this.#tick(name, seen);
    else this.#line(name, 'waiting', this.#since(seen));
  }

  done(name: string, detail: string): void {
    this.#line(name, 'done', this.#since(detail));
    this.#started = this.#time.now();
  }

  /** A line of its own, such as a warning. */
  note(text: string): void {
    this.clear();
    printLine(this.#stderr, `${this.#prefix}${text}`);
  }

  /** Removes the waiting line from the terminal; to be called before anything else is printed. */
  clear(): void {
    if (this.#ticking === undefined) return;
    this.#ticking.abort();
    this.#ticking = undefined;
    this.#stderr.write('\r\u001b[K');
  }

  #since(text: string): string {
    const elapsed = this.#time.now() - this.#started;
    return elapsed < 1000 ? text : `${text} (${formatDuration(elapsed)})`;
  }

  #line(name: string, state: string, detail: string): void {
    this.clear();
    printLine(this.#stderr, `${this.#prefix}${layout(name, state, detail)}`);
  }

  #tick(name: string, seen: string): void {
    this.clear();
    const ticking = new AbortController();
    this.#ticking = ticking;
    const signal = AbortSignal.any([this.#time.signal, ticking.signal]);
    const draw = (): void => {
      const width = this.#stderr.columns ?? 80;
      this.#stderr.write(`\r\u001b[K${layout(name, 'waiting', this.#since(seen)).slice(0, width - 1)}`);
    };
    const loop = async (): Promise<void> => {
      for (;;) {
        draw();
        await this.#time.sleep(TICK_MS, signal);
      }
    };
    // The loop ends when the line is cleared: by the abort of its sleep.
    loop().catch(() => undefined);
  }
}

function layout(name: string, state: string, detail: string): string {
  return `${name.padEnd(14)} ${state.padEnd(7)} ${forPeople(detail)}`;
}
