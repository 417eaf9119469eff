/** Pauses that grow, each of them up to half shorter at random, so that several clients do not come back at the same moment. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  readonly #random: () => number;
  #next: number;

  /**
   * @param first milliseconds of the first pause at most
   * @param longest milliseconds of the longest
   */
  constructor(first: number, longest: number, random: () => number = Math.random) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
    this.#next = first;
  }

  /** Milliseconds to pause now. */
  next(): number {
    const pause = this.#next;
    this.#next = Math.min(pause * 2, this.#longest);
    return Math.round(pause * (1 - this.#random() / 2));
  }

  /** Begins anew with the shortest pause. */
  reset(): void {
    this.#next = this.#first;
  }
}

/** The pauses between two conflicts. */
export function conflictPauses(): Backoff {
  return new Backoff(100, 5_000);
}
