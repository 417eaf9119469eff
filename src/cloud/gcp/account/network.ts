import { gaxios } from '../sdk.ts';
import { readBundle } from '../../account/network/trust.ts';
import { Way } from '../../account/network/way.ts';
import { settingOfGcloud } from './gcloud.ts';

/** What names the file with the certificates that gcloud trusts (cloud.google.com/sdk/docs/proxy-settings), its variable first. */
const BUNDLE = 'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE';

/** What makes gcloud, and this program, trust a certificate. */
export const trust = `if a proxy inspects TLS, name a file with its CA in ${BUNDLE}, or with \`gcloud config set core/custom_ca_certs_file FILE\``;

/**
 * The way of the `gcloud` command, which takes the proxies of the environment as every program does that uses Python's requests (its own
 * settings of a proxy are not read), and trusts the certificates that it was told to.
 * @throws UserError for a bundle that cannot be read
 */
export function wayOf(env: NodeJS.ProcessEnv): Way {
  const named = env[BUNDLE] ?? '';
  const file = named === '' ? settingOfGcloud(env, 'core', 'custom_ca_certs_file') : named;
  const namedBy = named === '' ? 'core/custom_ca_certs_file of gcloud' : BUNDLE;
  return new Way(env, { all: true, networks: true }, file === undefined ? undefined : readBundle(file, namedBy));
}

type Send = gaxios.Gaxios['request'];

/** Sends the requests of Google's library on their way: those for a token, and those of Compute Engine. */
export class GoogleHttp extends gaxios.Gaxios {
  readonly #way: Way;

  constructor(way: Way) {
    super();
    this.#way = way;
  }

  override request<T>(options: Parameters<Send>[0] = {}): gaxios.GaxiosPromise<T> {
    const url = new URL(String(options.url), options.baseURL);
    return this.#way.noting(url, () => super.request<T>({ ...options, agent: this.#way.agent(url) }));
  }
}
