import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  /** The body's. */
  readonly type: string;
  readonly body: string;
}

/** A request as its answer depends on it. */
export interface Asked {
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
}

type Answers = (asked: Asked) => Answer;

/** An http.ClientRequest as far as src/kube/http and the SDK of AWS use one. */
class StandInRequest extends EventEmitter {
  readonly reusedSocket = false;
  readonly #answer: (body: string) => Answer;

  constructor(answer: (body: string) => Answer) {
    super();
    this.#answer = answer;
  }

  setTimeout(): this {
    return this;
  }

  destroy(): this {
    return this;
  }

  end(sent?: Buffer | string): void {
    const { status, type, body } = this.#answer(sent?.toString() ?? '');
    const message = Object.assign(new Readable({ read: () => undefined }), {
      statusCode: status,
      statusMessage: String(status),
      headers: { 'content-type': type },
    });
    message.push(body);
    message.push(null);
    process.nextTick(() => this.emit('response', message));
    message.on('end', () => this.emit('close'));
  }
}

/** What http.request is told beside a URL or in its place. */
interface Options {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}
type Callback = (message: Readable) => void;

/** As http.request takes a URL. */
function optionsOf({ hostname, pathname, search }: URL, more: Partial<Options> | Callback): Options {
  const method = 'method' in more ? more.method : undefined;
  return { method: method ?? 'GET', host: hostname, path: `${pathname}${search}` };
}

function requestOf(answers: Answers, asked: Options, more: Partial<Options> | Callback): StandInRequest {
  const request = new StandInRequest((body) => answers({ ...asked, body }));
  if (typeof more === 'function') request.on('response', more);
  return request;
}

/**
 * Stands in for node:https and node:http. What comes over a real network comes in another order each time, and V8 would compile in
 * another order.
 */
export function standInHttp(answers: Answers): object {
  return {
    Agent: class {
      destroy(): void {}
    },
    request: (to: URL | Options, more: Partial<Options> | Callback) =>
      requestOf(answers, to instanceof URL ? optionsOf(to, more) : to, more),
  };
}
