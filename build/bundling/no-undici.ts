/**
 * What stands in the bundle for undici. @kubernetes/client-node imports it for requests of its own; here each request goes through our
 * transport (src/kube/custom-objects.ts), so nothing of it is ever called, and it would be 740 kB to parse.
 */
export function fetch(): never {
  throw new Error('undici is not part of this bundle: requests go through src/kube/http/transport.ts');
}

export { fetch as Agent, fetch as ProxyAgent };
