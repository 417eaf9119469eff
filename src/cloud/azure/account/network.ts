import type { NetworkManagementClient } from '@azure/arm-network';
import { readBundle } from '../../account/network/trust.ts';
import { Way } from '../../account/network/way.ts';

type Policy = Parameters<NetworkManagementClient['pipeline']['addPolicy']>[0];

/**
 * The way of the `az` command: the proxies and the certificates of the environment (learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting,
 * "Work behind a proxy"; requests/sessions.py, `merge_environment_settings`). The Azure SDK takes the names in NO_PROXY without their
 * subdomains, and reads no bundle.
 * @throws UserError for a bundle that cannot be read
 */
export function wayOf(env: NodeJS.ProcessEnv): Way {
  const bundle = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].map((name) => [name, env[name] ?? ''] as const);
  const [named] = bundle.filter(([, file]) => file !== '');
  return new Way(env, { all: true, networks: true }, named === undefined ? undefined : readBundle(named[1], named[0]));
}

/** Sends each request of the SDK on its way. */
export function onItsWay(way: Way): Policy {
  return {
    name: 'kubectlAtlasPeWay',
    sendRequest(request, next) {
      const url = new URL(request.url);
      request.agent = way.agent(url);
      return way.noting(url, () => next(request));
    },
  };
}
