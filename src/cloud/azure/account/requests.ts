import type { NetworkManagementClient } from '@azure/arm-network';

/**
 * The API version of Microsoft.Network to request. Private endpoints have not changed since, and the newest version, which the
 * SDK would request, reaches the sovereign clouds months later.
 */
const API_VERSION = '2024-05-01';

type AdditionalPolicies = NonNullable<
  NonNullable<ConstructorParameters<typeof NetworkManagementClient>[2]>['additionalPolicies']
>;

/** The body of a refusal, by its request: the SDK's errors for a list keep the code and lose the message. */
const refusals = new WeakMap<object, string>();

/** Adjusts each request of the SDK, and keeps the body of each refusal. */
export const ownRequests: AdditionalPolicies[number]['policy'] = {
  name: 'kubectlAtlasPePolicy',
  async sendRequest(request, next) {
    // Only the SDK's own requests to Microsoft.Network: the URLs of a long-running operation are up to the service.
    request.url = request.url.replace(
      /(\/providers\/Microsoft\.Network\/.*[?&]api-version=)2026-01-01\b/i,
      `$1${API_VERSION}`,
    );
    const response = await next(request);
    const { status, bodyAsText } = response;
    if (status >= 400 && typeof bodyAsText === 'string') refusals.set(request, bodyAsText);
    return response;
  },
};

/** The body of the refusal behind an error; undefined if there was none. */
export function refusalOf(error: unknown): string | undefined {
  const request = error instanceof Error && 'request' in error ? error.request : undefined;
  return typeof request === 'object' && request !== null ? refusals.get(request) : undefined;
}
