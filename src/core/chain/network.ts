/** An IPv4 address as a number; undefined for anything else. */
function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The first and the last address of an IPv4 network such as `10.0.0.0/16`; an address alone is a network of one. */
function rangeOf(network: string): readonly [number, number] | undefined {
  const [address = '', bits = '32'] = network.split('/');
  const [start, length] = [numberOf(address), Number(bits)];
  if (start === undefined || !Number.isInteger(length) || length < 0 || length > 32) return undefined;
  const size = 2 ** (32 - length);
  const first = Math.floor(start / size) * size;
  return [first, first + size - 1];
}

/** Whether all of an IPv4 network, or an address, is within another network; undefined where one of them is no IPv4 network. */
export function isWithinNetwork(inner: string, outer: string): boolean | undefined {
  const [inside, outside] = [rangeOf(inner), rangeOf(outer)];
  if (inside === undefined || outside === undefined) return undefined;
  return inside[0] >= outside[0] && inside[1] <= outside[1];
}

/** The networks whose addresses no public network has (RFC 1918, RFC 6598, RFC 3927). */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

/** Whether an IPv4 address is one of a private network. */
export function isPrivateAddress(address: string): boolean {
  return privateNetworks.some((network) => isWithinNetwork(address, network) === true);
}
