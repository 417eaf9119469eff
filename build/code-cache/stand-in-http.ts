import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An http.ClientRequest as far as src/kube/http uses one. */
class StandInRequest extends EventEmitter {
  readonly reusedSocket = false;
  readonly #answer: Answer;

  constructor(answer: Answer) {
    super();
    this.#answer = answer;
  }

  setTimeout(): this {
    return this;
  }

  destroy(): this {
    return this;
  }

  end(): void {
    const { status, body } = this.#answer;
    const message = Object.assign(new Readable({ read: () => undefined }), {
      statusCode: status,
      statusMessage: String(status),
      headers: { 'content-type': 'application/json' },
    });
    message.push(body);
    message.push(null);
    process.nextTick(() => this.emit('response', message));
    message.on('end', () => this.emit('close'));
  }
}

/**
 * Stands in for node:https and node:http. What comes over a real network comes in another order each time, and V8 would compile in
 * another order.
 */
export function standInHttp(answer: (method: string, path: string) => Answer): object {
  return {
    Agent: class {
      destroy(): void {}
    },
    request: (url: URL, { method }: { readonly method: string }) =>
      new StandInRequest(answer(method, `${url.pathname}${url.search}`)),
  };
}
