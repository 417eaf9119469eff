/**
 * The promise's outcome, or the signal's reason as soon as it aborts, whatever the promise does then. For what cannot be relied upon to end
 * when it is told to, such as a credential of an SDK that runs another program.
 */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  // Its failure after the abort is nobody's business.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** A signal that follows another one later. */
export interface LateSignal {
  readonly signal: AbortSignal;
  /** Ends the following; to be called once nothing depends on it any more. */
  readonly end: () => void;
}

/** A signal that aborts for the reason of the given one, a moment after it: time for what has to be finished all the same. */
export function momentAfter(
  {
    signal,
    sleep,
  }: { readonly signal: AbortSignal; readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void> },
  ms: number,
): LateSignal {
  const late = new AbortController();
  const ended = new AbortController();
  const begin = (): void =>
    void sleep(ms, ended.signal).then(
      () => late.abort(signal.reason),
      () => undefined,
    );
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  const end = (): void => {
    signal.removeEventListener('abort', begin);
    ended.abort();
  };
  return { signal: late.signal, end };
}
