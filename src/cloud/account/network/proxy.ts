import { isIPv4 } from 'node:net';
import { UserError } from '../../../core/errors.ts';
import { isWithin } from './within.ts';

/** What a cloud's own command line understands of the variables, beyond HTTPS_PROXY, HTTP_PROXY and the names in NO_PROXY. */
export interface ProxyRules {
  /** Whether ALL_PROXY counts where the other two are unset. */
  readonly all: boolean;
  /** Whether NO_PROXY may list IPv4 networks, such as 10.0.0.0/8. */
  readonly networks: boolean;
}

/**
 * The proxy for a URL, as Python's urllib reads the environment, in which both `aws` and `az` are written (docs.python.org/3/library/urllib.request.html,
 * getproxies; Lib/urllib/request.py, proxy_bypass_environment): a variable in lower case counts before one in upper case, even if it is
 * empty; a name in NO_PROXY includes its subdomains and may have a port; loopback is no exception.
 * @returns undefined if the request goes straight to its host
 * @throws UserError for a proxy that is not one of HTTP or HTTPS; both command lines refuse others, unless a SOCKS library is installed
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv, rules: ProxyRules): URL | undefined {
  const scheme = url.protocol.replace(':', '');
  const names = [`${scheme}_proxy`, ...(rules.all ? ['all_proxy'] : [])];
  const name = names.find((each) => valueOf(each, env) !== '');
  if (name === undefined || isExempt(url, valueOf('no_proxy', env), rules)) return undefined;
  return parsed(name, valueOf(name, env));
}

function valueOf(name: string, env: NodeJS.ProcessEnv): string {
  return env[name] ?? env[name.toUpperCase()] ?? '';
}

function parsed(name: string, value: string): URL {
  const text = value.startsWith('//') ? `http:${value}` : value.includes('://') ? value : `http://${value}`;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  // The value may hold a password.
  throw new UserError(`${name.toUpperCase()} is not the URL of an HTTP proxy`, {
    hint: `write it like ${name.toUpperCase()}=http://proxy.example.com:3128; a SOCKS proxy cannot be used`,
  });
}

function isExempt({ hostname, host }: URL, list: string, { networks }: ProxyRules): boolean {
  if (list.trim() === '*') return true;
  const [bare, whole] = [hostname.toLowerCase().replace(/^\[|\]$/g, ''), host.toLowerCase()];
  const entries = list
    .split(',')
    .map((entry) => entry.trim().replace(/^\.+/, '').toLowerCase())
    .filter((entry) => entry !== '');
  return entries.some(
    (entry) =>
      [bare, whole].some((each) => each === entry || each.endsWith(`.${entry}`)) ||
      (networks && isIPv4(bare) && isWithin(entry, bare)),
  );
}

/** A proxy as it may be shown: without a user and a password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}
