import { suite as uvuSuite } from 'uvu';

/** Real milliseconds after which a test that hangs is reported; a guard against hanging, never a way to wait. */
const HANG_MS = 60_000;

let declared = 0;

// The runner compares this with what uvu says it ran: a test that is declared but not run is an error there.
process.on('exit', () => process.stderr.write(`#declared ${declared}\n`));

/** Declares one test. There is deliberately no `.only` and no `.skip`: uvu exits 0 on a stray one. */
export type DeclareTest = (sentence: string, body: () => void | Promise<void>) => void;

/**
 * Declares and runs a suite. It calls uvu's `run()` itself, because uvu exits 0 for a file that forgot it.
 * @param name what the sentences of the suite are about
 * @param declare is called at once with the function that declares a test
 * @param hangMs real milliseconds after which a test is reported as hanging; only where real programs take longer than a minute
 */
export function suite(name: string, declare: (test: DeclareTest) => void, hangMs = HANG_MS): void {
  const tests = uvuSuite(name);
  declare((sentence, body) => {
    declared += 1;
    tests(sentence, () => within(hangMs, sentence, Promise.resolve().then(body)));
  });
  tests.run();
}

/** Fails with the name of what hung when `promise` has not settled after `ms` real milliseconds (uvu has no time limit). */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hung for ${ms} ms: ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, hung]);
  } finally {
    clearTimeout(timer);
  }
}

/** The error that `promise` is rejected with; fails if it is fulfilled (uvu's `assert.throws` takes no async function). */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`rejected with something that is not an Error: ${String(error)}`, { cause: error });
  }
  throw new Error('expected a rejection, but the promise was fulfilled');
}
