import { BlockList, isIP } from 'node:net';

/**
 * The proxy according to HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which are read as Go reads them (golang.org/x/net/http/httpproxy):
 * loopback is never proxied; NO_PROXY lists host names (which include their subdomains), `.domain` (subdomains only), addresses, CIDRs
 * and `*`. All but CIDRs and `*` may have a port.
 */
export function proxyFromEnvironment(server: URL, env: NodeJS.ProcessEnv): string | undefined {
  const any = (name: string): string => env[name] || env[name.toLowerCase()] || '';
  const proxy = any(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '' || exempt(server, any('NO_PROXY'))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function exempt(server: URL, list: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = server.port !== '' ? server.port : server.protocol === 'https:' ? '443' : '80';
  const family = isIP(host);
  if (host === 'localhost' || (family !== 0 && inBlock('127.0.0.0/8', host)) || host === '::1') return true;
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(entry, host, port, family));
}

function matches(entry: string, host: string, port: string, family: number): boolean {
  if (entry.includes('/')) return family !== 0 && inBlock(entry, host);
  const withPort = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(entry);
  const name = withPort === null ? entry.replace(/^\[|\]$/g, '') : (withPort[1] ?? withPort[2] ?? '');
  if (withPort !== null && withPort[3] !== port) return false;
  if (isIP(name) !== 0) return name === host;
  const domain = name.replace(/^\*\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function inBlock(cidr: string, address: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || !/^\d+$/.test(bits) || Number(bits) > (family === 'ipv6' ? 128 : 32)) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
