import { readBundle } from '../../../account/network/trust.ts';
import { Way } from '../../../account/network/way.ts';
import { type Setup, filled, settingsOf } from '../identity/setup.ts';
import { AwsHttp } from './handler.ts';

/**
 * The way of the `aws` command: the proxies of the environment, and the certificates of AWS_CA_BUNDLE, else of the profile's ca_bundle, else
 * of REQUESTS_CA_BUNDLE (botocore: configprovider.py, `ca_bundle`, and endpoint.py, `_get_verify_value`).
 * @throws UserError for a bundle that cannot be read
 */
export function httpOf(setup: Setup): AwsHttp {
  const { env, profile } = setup;
  const bundles = [
    ['AWS_CA_BUNDLE', filled(env, 'AWS_CA_BUNDLE')],
    [`ca_bundle of the AWS profile ${profile}`, settingsOf(setup, profile).get('ca_bundle') || undefined],
    ['REQUESTS_CA_BUNDLE', filled(env, 'REQUESTS_CA_BUNDLE')],
  ] as const;
  const [namedBy, file] = bundles.find(([, path]) => path !== undefined) ?? [];
  const ca = namedBy === undefined || file === undefined ? undefined : readBundle(file, namedBy);
  return new AwsHttp(new Way(env, { all: false, networks: false }, ca));
}
