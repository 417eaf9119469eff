import type { Time } from '../core/wait.ts';
import type { Stream } from './stream.ts';

/** Milliseconds between two redraws. */
const TICK_MS = 1_000;

/** Draws a line that is still changing. @param columns how many it may have */
export type DrawLine = (columns: number) => string;

/**
 * A stream whose last lines on a terminal are drawn anew every second, one for each thing that is in progress. Whatever is written
 * in the meantime, by whomever, appears above them.
 */
export class LiveLines implements Stream {
  readonly #stream: Stream;
  readonly #time: Time;
  readonly #lines = new Map<object, DrawLine>();
  #ticking: AbortController | undefined;
  /** How many lines the terminal shows that will be overwritten. */
  #drawn = 0;
  #paused = false;
  /** Whether lines can be drawn anew: on a terminal that can move its cursor. */
  readonly isLive: boolean;

  /** @param env with TERM, which is `dumb` where the cursor cannot move */
  constructor(stream: Stream, time: Time, env: NodeJS.ProcessEnv) {
    this.#stream = stream;
    this.#time = time;
    this.isLive = stream.isTTY === true && env['TERM'] !== 'dumb';
  }

  get isTTY(): boolean | undefined {
    return this.#stream.isTTY;
  }

  get columns(): number | undefined {
    return this.#stream.columns;
  }

  get rows(): number | undefined {
    return this.#stream.rows;
  }

  write(text: string): unknown {
    this.#erase();
    const written = this.#stream.write(text);
    this.#draw();
    return written;
  }

  /** Shows a line, or another text in its place. @param key whose line it is */
  show(key: object, draw: DrawLine): void {
    this.#erase();
    this.#lines.set(key, draw);
    this.#draw();
    if (this.#ticking === undefined) this.#tick();
  }

  hide(key: object): void {
    if (!this.#lines.has(key)) return;
    this.#erase();
    this.#lines.delete(key);
    this.#draw();
    if (this.#lines.size > 0) return;
    this.#ticking?.abort();
    this.#ticking = undefined;
  }

  /** Does something that uses the terminal itself, such as asking a question. */
  async without<T>(doing: () => Promise<T>): Promise<T> {
    this.#erase();
    this.#paused = true;
    try {
      return await doing();
    } finally {
      this.#paused = false;
      this.#draw();
    }
  }

  #erase(): void {
    if (this.#drawn === 0) return;
    const up = this.#drawn - 1;
    this.#stream.write(up === 0 ? '\r\u001b[K' : `\r\u001b[${up}A\u001b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (this.#paused || this.#lines.size === 0) return;
    // A line as wide as the terminal would wrap on some.
    const columns = (this.#stream.columns ?? 80) - 1;
    const drawn = this.#fitting().map((draw) => draw(columns));
    this.#stream.write(drawn.join('\n'));
    this.#drawn = drawn.length;
  }

  /** As many lines as the terminal can overwrite: what has left its upper edge stays as it is. */
  #fitting(): readonly DrawLine[] {
    const all = [...this.#lines.values()];
    const room = Math.max(2, (this.#stream.rows ?? Infinity) - 1);
    if (all.length <= room) return all;
    return [...all.slice(0, room - 1), () => `   and ${all.length - room + 1} more`];
  }

  #tick(): void {
    const ticking = new AbortController();
    this.#ticking = ticking;
    const signal = AbortSignal.any([this.#time.signal, ticking.signal]);
    const loop = async (): Promise<void> => {
      for (;;) {
        await this.#time.sleep(TICK_MS, signal);
        this.#erase();
        this.#draw();
      }
    };
    // The loop ends when the last line goes, or the command: by the abort of its sleep.
    loop().catch(() => undefined);
  }
}
