import type { Subnetwork } from './model.ts';

function numberOfIp(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

/** The first and the last address of a range. */
function boundsOf(cidr: string): readonly [first: number, last: number] {
  const [base = '', bits = '32'] = cidr.split('/');
  const first = numberOfIp(base);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
}

export function isIp(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
}

export function isInRange(ip: string, cidr: string): boolean {
  const [first, last] = boundsOf(cidr);
  return numberOfIp(ip) >= first && numberOfIp(ip) <= last;
}

/** The second address of a range, which is the gateway's. */
export function gatewayOf(cidr: string): string {
  return ipOf(boundsOf(cidr)[0] + 1);
}

/** Takes the lowest free address; Google keeps the first two and the last two for itself. @returns undefined when all are taken */
export function takeFree({ cidr, taken }: Subnetwork): string | undefined {
  const [first, last] = boundsOf(cidr);
  for (let number = first + 2; number <= last - 2; number += 1) {
    const ip = ipOf(number);
    if (taken.has(ip)) continue;
    taken.add(ip);
    return ip;
  }
  return undefined;
}

/** Takes every address but so many, so that the subnet is nearly full. */
export function fill(subnetwork: Subnetwork, leave: number): void {
  const free: string[] = [];
  for (let ip = takeFree(subnetwork); ip !== undefined; ip = takeFree(subnetwork)) free.push(ip);
  for (const ip of free.slice(0, leave)) subnetwork.taken.delete(ip);
}
