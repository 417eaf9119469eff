import type { Stream } from '../../../output/stream.ts';

/** Keeps what is written until it is wanted: what several do at the same time is printed one after the other. */
export class HeldText implements Stream {
  readonly isTTY: boolean | undefined;
  readonly columns: number | undefined;
  #text = '';

  /** @param stream the one to which it will be written */
  constructor({ isTTY, columns }: Stream) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): unknown {
    this.#text += text;
    return true;
  }

  get text(): string {
    return this.#text;
  }
}
