import { BlockList, isIPv4 } from 'node:net';

/** Whether an IPv4 network, such as 10.0.0.0/8, has an address; what is no such network has none. */
export function isWithin(network: string, address: string): boolean {
  const [base = '', bits = ''] = network.split('/');
  if (!isIPv4(base) || !/^\d+$/.test(bits) || Number(bits) > 32) return false;
  const block = new BlockList();
  block.addSubnet(base, Number(bits));
  return block.check(address);
}
