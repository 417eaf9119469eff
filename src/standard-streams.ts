import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';
import type { Stream } from './output/stream.ts';

/**
 * Whether a file descriptor is a terminal. What is no device, or is the null device, is told apart without loading what Node knows of
 * terminals.
 */
export function isTerminal(fd: number): boolean {
  try {
    const found = fstatSync(fd);
    return found.isCharacterDevice() && found.rdev !== nullDevice() && isatty(fd);
  } catch {
    return false;
  }
}

function nullDevice(): number | undefined {
  return statSync(devNull, { throwIfNoEntry: false })?.rdev;
}

/**
 * stdout or stderr. Node's own stream for a terminal; a file or a pipe is written to directly, which is as synchronous as Node's stream for it,
 * since making that takes 3 ms of every start.
 */
export class StandardStream implements Stream {
  readonly #fd: 1 | 2;
  readonly #failed: (error: NodeJS.ErrnoException) => void;
  #stream: NodeJS.WriteStream | undefined;

  /** @param failed is told why something could not be written */
  constructor(fd: 1 | 2, failed: (error: NodeJS.ErrnoException) => void) {
    this.#fd = fd;
    this.#failed = failed;
  }

  get isTTY(): boolean {
    return isTerminal(this.#fd);
  }

  get columns(): number | undefined {
    return this.isTTY ? this.#open().columns : undefined;
  }

  write(text: string): void {
    if (text === '') return;
    if (this.#stream !== undefined || this.isTTY) this.#open().write(text);
    else this.#writeAll(Buffer.from(text));
  }

  /** Resolves when all that was written is out. */
  async flushed(): Promise<void> {
    const stream = this.#stream;
    if (stream !== undefined) await new Promise<void>((resolve) => void stream.write('', () => resolve()));
  }

  #writeAll(bytes: Buffer): void {
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Whoever made the pipe made it non-blocking, and it is full: Node's stream waits until it is not.
      if ('code' in error && error.code === 'EAGAIN') this.#open().write(bytes.subarray(done));
      else this.#failed(error);
    }
  }

  #open(): NodeJS.WriteStream {
    if (this.#stream === undefined) {
      this.#stream = this.#fd === 1 ? process.stdout : process.stderr;
      this.#stream.on('error', this.#failed);
    }
    return this.#stream;
  }
}
