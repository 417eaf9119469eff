import { type IAsyncPropertyWithHooks, check } from 'fast-check';

/** How it went, with the smallest case that fails. */
export interface Outcome {
  readonly failed: boolean;
  readonly numRuns: number;
  readonly counterexample: unknown;
  readonly errorInstance: unknown;
}

/** One kind of thing to throw, a given number of times. */
export interface Target {
  readonly name: string;
  readonly run: (seed: number, count: number) => Promise<Outcome>;
}

/** Draws the cases. */
export async function checked<T extends readonly unknown[]>(
  property: IAsyncPropertyWithHooks<[...T]>,
  seed: number,
  count: number,
): Promise<Outcome> {
  return check(property, { seed, numRuns: count });
}
