import type { Answer, Call } from './call.ts';
import { finish, operationBody, operationOf } from './operations.ts';

/** How long the server holds a request that waits for an operation. */
const WAIT_MS = 120_000;

/**
 * Answers when the operation is over, or after two minutes, with the operation as it then is. The time is the fake's clock's; a
 * clock that stands still while nobody sleeps stands still here, too, so whoever waits has to sleep beside it.
 */
export function waitFor(call: Call): Answer {
  const operation = operationOf(call);
  if (operation.ended) return { body: operationBody(operation, call.now) };
  const ms = Math.min(operation.doneAt - call.now, WAIT_MS);
  return {
    later: async () => {
      await call.sleep(ms);
      finish(operation, call.now + ms);
      return operationBody(operation, call.now + ms);
    },
  };
}
