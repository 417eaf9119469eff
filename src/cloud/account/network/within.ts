import { BlockList, isIP } from 'node:net';

/** Whether a network, such as 10.0.0.0/8 or fd00::/8, has an address; what is no network has none. */
export function isWithin(network: string, address: string): boolean {
  const [base = '', bits = ''] = network.split('/');
  const version = isIP(base);
  if (version === 0 || version !== isIP(address)) return false;
  if (!/^\d+$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) return false;
  const family = `ipv${version === 4 ? 4 : 6}` as const;
  const block = new BlockList();
  block.addSubnet(base, Number(bits), family);
  return block.check(address, family);
}
