import type { Stream } from '../../../output/stream.ts';

/** Keeps what is written until it is wanted: what several do at the same time is printed one after the other. */
export class HeldText implements Stream {
  readonly isTTY: boolean | undefined;
  readonly columns: number | undefined;
  readonly #written: string[] = [];

  /** @param stream the one to which it will be written */
  constructor({ isTTY, columns }: Stream) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): unknown {
    this.#written.push(text);
    return true;
  }

  /**
   * Writes all of it.
   * @param known blocks of lines that were written before, such as the same placement for another object: they are left out
   */
  writeTo(stream: Stream, known: Set<string>): void {
    for (const text of this.#written) {
      const isBlock = text.indexOf('\n') < text.length - 1;
      if (!isBlock || !known.has(text)) stream.write(text);
      known.add(text);
    }
  }
}
