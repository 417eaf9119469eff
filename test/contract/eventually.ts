/** Milliseconds between two looks, and until what is waited for counts as never coming. */
const [LOOK_MS, PATIENCE_MS] = [50, 20_000];

/** Waits, in real time, until something holds that a real server does a moment later. @throws Error when it does not */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const started = Date.now();
  while (!(await holds())) {
    if (Date.now() - started > PATIENCE_MS) throw new Error(`has not come within ${PATIENCE_MS / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
