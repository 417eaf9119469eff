import { NodeHttpHandler } from '../../sdk.ts';
import type { Way } from '../../../account/network/way.ts';

type Handle = NodeHttpHandler['handle'];

/** Sends the requests of the AWS SDK on the way that the environment and the profile describe; the SDK's own handler reads neither. */
export class AwsHttp {
  readonly #way: Way;
  readonly #handlers = new Map<unknown, NodeHttpHandler>();
  readonly metadata = { handlerProtocol: 'http/1.1' };

  constructor(way: Way) {
    this.#way = way;
  }

  async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const port = request.port === undefined ? '' : `:${request.port}`;
    const url = new URL(`${request.protocol}//${request.hostname}${port}`);
    const agent = this.#way.agent(url);
    const handler = this.#handlers.get(agent) ?? new NodeHttpHandler({ httpAgent: agent, httpsAgent: agent });
    this.#handlers.set(agent, handler);
    return this.#way.noting(url, () => handler.handle(request, options));
  }

  /** What the last request failed with; undefined if it was answered. */
  get failure(): unknown {
    return this.#way.failure;
  }

  updateHttpClientConfig(): void {
    // The SDK's extensions, none of which is used, would set the handler's options here.
  }

  httpHandlerConfigs(): object {
    return {};
  }
}
