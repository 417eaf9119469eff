/** An address as a number, and how many bits the addresses of its version have. */
interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

function addressOf(text: string): Address | undefined {
  return text.includes(':') ? sixOf(text) : fourOf(text);
}

function fourOf(text: string): Address | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 };
}

/** An IPv6 address without an IPv4 one at its end (RFC 4291, 2.2). */
function sixOf(text: string): Address | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(Number.parseInt(group, 16)), 0n), bits: 128 };
}

interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** The first and the last address of a network such as `10.0.0.0/16`; an address alone is a network of one. */
function rangeOf(network: string): Range | undefined {
  const [text = '', length = ''] = network.split('/');
  const address = addressOf(text);
  if (address === undefined) return undefined;
  const { value, bits } = address;
  const prefix = length === '' ? bits : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (value / size) * size;
  return { bits, first, last: first + size - 1n };
}

/** Whether all of a network, or an address, is within another network; undefined where one of them is none, or they are of two versions of IP. */
export function isWithinNetwork(inner: string, outer: string): boolean | undefined {
  const [inside, outside] = [rangeOf(inner), rangeOf(outer)];
  if (inside === undefined || outside === undefined || inside.bits !== outside.bits) return undefined;
  return inside.first >= outside.first && inside.last <= outside.last;
}

/** The networks whose addresses no public network has (RFC 1918, RFC 6598, RFC 3927, RFC 4193). */
const privateNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
];

/** Whether an address is one of a private network. */
export function isPrivateAddress(address: string): boolean {
  return privateNetworks.some((network) => isWithinNetwork(address, network) === true);
}
