import type { IncomingMessage, ServerResponse } from 'node:http';

/** The parts of the sandbox that answer requests. */
export type Api = 'kubernetes' | 'ec2' | 'arm' | 'compute';

/** What becomes of one request, in place of what the fake would do. */
export type Fault =
  /** The connection breaks before anything is done. */
  | { readonly kind: 'drop' }
  /** It is done, and the connection breaks before the answer. */
  | { readonly kind: 'lost' }
  /** It is accepted and never answered. For a real clock only: a virtual one waits for whoever is busy. */
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** Asked for each request that the command under test sends; undefined lets it pass. */
export type Gate = (api: Api, request: IncomingMessage) => Fault | undefined;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A request's handler behind a gate. */
export function behind(gate: Gate | undefined, api: Api, handler: Handler): Handler {
  if (gate === undefined) return handler;
  return (request, response) => {
    const fault = gate(api, request);
    switch (fault?.kind) {
      case undefined:
        return handler(request, response);
      case 'drop':
        return void request.socket.destroy();
      case 'hang':
        return void request.resume();
      case 'lost':
        return handler(request, deaf(response));
      case 'answer':
        request.resume();
        return void response.writeHead(fault.status, fault.headers).end(fault.body);
    }
  };
}

/** A response that takes the answer and breaks the connection instead of sending it. */
function deaf(response: ServerResponse): ServerResponse {
  const gone = (): ServerResponse => {
    response.socket?.destroy();
    return response;
  };
  return Object.assign(response, { writeHead: () => response, flushHeaders: gone, write: () => true, end: gone });
}
