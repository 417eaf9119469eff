import type { NetworkManagementClient } from '@azure/arm-network';
import type { UserError } from '../../../core/errors.ts';
import type { Retries } from '../../../core/retries/retries.ts';
import { ChangeRefused } from '../../account/change-refused.ts';
import { passingError } from './errors.ts';

/**
 * The API version of Microsoft.Network to request. Private endpoints have not changed since, and the newest version, which the
 * SDK would request, reaches the sovereign clouds months later.
 */
const API_VERSION = '2024-05-01';

type Policy = Parameters<NetworkManagementClient['pipeline']['addPolicy']>[0];
type Answer = Awaited<ReturnType<Policy['sendRequest']>>;

/** The body of a refusal, by its request: the SDK's errors for a list keep the code and lose the message. */
const refusals = new WeakMap<object, string>();

/** A refusal that passes, as an error of the SDK's form: what the SDK makes of an answer comes later. */
class PassingRefusal extends Error {
  readonly statusCode: number;
  readonly details: unknown;
  readonly headers: Answer['headers'];

  constructor({ status, bodyAsText, headers }: Answer) {
    super(`HTTP status ${status}`);
    this.name = 'PassingRefusal';
    this.statusCode = status;
    this.headers = headers;
    try {
      this.details = JSON.parse(bodyAsText ?? '');
    } catch {
      // A proxy's page: the status has to do.
    }
  }
}

/** Adjusts each request of the SDK, keeps the body of each refusal, and sends again what may succeed in a moment. */
export function ownRequests(retries: Retries, server: string, describe: (error: unknown) => UserError): Policy {
  return {
    name: 'kubectlAtlasPePolicy',
    sendRequest(request, next) {
      // Only the SDK's own requests to Microsoft.Network: the URLs of a long-running operation are up to the service.
      request.url = request.url.replace(
        /(\/providers\/Microsoft\.Network\/.*[?&]api-version=)2026-01-01\b/i,
        `$1${API_VERSION}`,
      );
      return retries.send({ server, describe, passing: passingError }, async (signal) => {
        request.abortSignal = signal;
        const response = await next(request);
        const { status, bodyAsText } = response;
        if (status < 400) return response;
        const refusal = new PassingRefusal(response);
        if (passingError(refusal) !== undefined) throw refusal;
        if (typeof bodyAsText === 'string') refusals.set(request, bodyAsText);
        return response;
      });
    },
  };
}

/** Refuses every request by which Azure would change. */
export const readsOnly: Policy = {
  name: 'readsOnly',
  sendRequest(request, next) {
    if (request.method === 'GET') return next(request);
    return Promise.reject(new ChangeRefused(`arm ${request.method} ${new URL(request.url).pathname}`));
  },
};

/** The body of the refusal behind an error; undefined if there was none. */
export function refusalOf(error: unknown): string | undefined {
  const request = error instanceof Error && 'request' in error ? error.request : undefined;
  return typeof request === 'object' && request !== null ? refusals.get(request) : undefined;
}
