import type { Row } from './aws-shell.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'secret' };
const base = { ...keys, AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' };
/** EC2 under its own name, which only the proxy knows. */
const own = { ...base, AWS_ENDPOINT_URL_EC2: undefined, AWS_ENDPOINT_URL_STS: undefined };
const nowhere = 'http://127.0.0.1:9';
const reached = 'AKENV us-east-1';

const proxies: readonly Row[] = [
  { name: 'HTTPS_PROXY', env: { ...own, HTTPS_PROXY: 'PROXY', AWS_CA_BUNDLE: 'BUNDLE' }, expect: reached },
  { name: 'https_proxy', env: { ...own, https_proxy: 'PROXY', AWS_CA_BUNDLE: 'BUNDLE' }, expect: reached },
  {
    name: 'https_proxy before HTTPS_PROXY',
    env: { ...own, https_proxy: 'PROXY', HTTPS_PROXY: nowhere, AWS_CA_BUNDLE: 'BUNDLE' },
    expect: reached,
  },
  {
    name: 'a proxy without a scheme',
    env: { ...own, HTTPS_PROXY: 'BARE', AWS_CA_BUNDLE: 'BUNDLE' },
    expect: reached,
  },
  {
    name: 'a proxy that demands a password',
    env: { ...own, HTTPS_PROXY: 'SIGNED', AWS_CA_BUNDLE: 'LOCKED' },
    expect: reached,
  },
  {
    name: 'a proxy that demands a password and gets none',
    env: { ...own, HTTPS_PROXY: 'UNSIGNED', AWS_CA_BUNDLE: 'LOCKED' },
    expect: /the proxy answered 407 Proxy Authentication Required/,
    version1: /Failed to connect to proxy/,
  },
  { name: 'a proxy that does not answer', env: { ...own, HTTPS_PROXY: nowhere }, expect: /127\.0\.0\.1:9/ },
  { name: 'HTTP_PROXY is not for https', env: { ...own, HTTP_PROXY: 'PROXY' }, expect: /amazonaws\.com/ },
  { name: 'ALL_PROXY is not read', env: { ...base, ALL_PROXY: nowhere }, expect: reached },
  { name: 'HTTP_PROXY, also for loopback', env: { ...base, HTTP_PROXY: nowhere }, expect: /127\.0\.0\.1:9/ },
  { name: 'NO_PROXY', env: { ...base, HTTP_PROXY: nowhere, NO_PROXY: 'x.example,127.0.0.1' }, expect: reached },
  {
    name: 'no_proxy before NO_PROXY',
    env: { ...base, HTTP_PROXY: nowhere, NO_PROXY: '127.0.0.1', no_proxy: 'x' },
    expect: /127\.0\.0\.1:9/,
  },
  { name: 'NO_PROXY of everything', env: { ...base, HTTP_PROXY: nowhere, NO_PROXY: '*' }, expect: reached },
  {
    name: 'a network in NO_PROXY',
    env: { ...base, HTTP_PROXY: nowhere, NO_PROXY: '127.0.0.0/8' },
    expect: /127\.0\.0\.1:9/,
  },
  {
    name: 'a domain in NO_PROXY',
    env: { ...own, HTTPS_PROXY: 'PROXY', AWS_CA_BUNDLE: 'BUNDLE', NO_PROXY: '.amazonaws.com' },
    expect: /amazonaws\.com/,
  },
  { name: 'a SOCKS proxy', env: { ...own, HTTPS_PROXY: 'socks5://127.0.0.1:9' }, expect: /./ },
];

const profile = '[default]\naws_access_key_id = AKENV\naws_secret_access_key = secret\nregion = us-east-1\n';
const role = `[profile deploy]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = default\nregion = us-east-1\nca_bundle = BUNDLE\n`;
const noKeys = { AWS_ENDPOINT_URL_EC2: undefined, AWS_ENDPOINT_URL_STS: undefined, HTTPS_PROXY: 'PROXY' };

const bundles: readonly Row[] = [
  { name: 'no bundle', env: { ...own, HTTPS_PROXY: 'PROXY' }, expect: /certificate/i },
  { name: 'ca_bundle', config: `${profile}ca_bundle = BUNDLE\n`, env: noKeys, expect: reached },
  {
    name: 'AWS_CA_BUNDLE before ca_bundle',
    config: `${profile}ca_bundle = /nowhere\n`,
    env: { ...noKeys, AWS_CA_BUNDLE: 'BUNDLE' },
    expect: reached,
  },
  { name: 'REQUESTS_CA_BUNDLE', env: { ...own, HTTPS_PROXY: 'PROXY', REQUESTS_CA_BUNDLE: 'BUNDLE' }, expect: reached },
  {
    name: 'AWS_CA_BUNDLE before REQUESTS_CA_BUNDLE',
    env: { ...own, HTTPS_PROXY: 'PROXY', AWS_CA_BUNDLE: 'BUNDLE', REQUESTS_CA_BUNDLE: '/nowhere' },
    expect: reached,
  },
  {
    name: 'a bundle that is missing',
    env: { ...own, HTTPS_PROXY: 'PROXY', AWS_CA_BUNDLE: '/nowhere' },
    expect: /no such file/i,
  },
  {
    name: 'a bundle of other certificates',
    env: { ...own, HTTPS_PROXY: 'PROXY', AWS_CA_BUNDLE: 'OTHERS' },
    expect: /certificate/i,
  },
  {
    name: 'a role that is assumed through a proxy',
    config: `${profile}${role}`,
    env: noKeys,
    flags: '--profile deploy',
    expect: 'deploy<AKENV us-east-1',
  },
];

/** The way to AWS: proxies and certificates. PROXY, BARE, SIGNED, UNSIGNED, BUNDLE, LOCKED and OTHERS are filled in like FOLDER. */
export const networkRows: readonly Row[] = [...proxies, ...bundles];
