import type { IpPermission } from '@aws-sdk/client-ec2';
import { type PortRange, letThrough } from '../../../core/chain/ports.ts';

/** The TCP ports of a rule; undefined for one of another protocol. */
function rangeOf({ IpProtocol, FromPort, ToPort }: IpPermission): PortRange | undefined {
  if (IpProtocol === '-1') return { from: 0, to: 65_535 };
  return IpProtocol === 'tcp' || IpProtocol === '6' ? { from: FromPort ?? 0, to: ToPort ?? 65_535 } : undefined;
}

function rangesOf(rules: readonly IpPermission[]): readonly PortRange[] {
  return rules
    .map(rangeOf)
    .filter((range) => range !== undefined)
    .toSorted((a, b) => a.from - b.from);
}

/** Whether rules, taken together, let every port of Atlas through. */
export function covers(rules: readonly IpPermission[]): boolean {
  return letThrough(rangesOf(rules));
}

/** The ports in few words, such as `tcp/27017, tcp/443`. */
export function portsText(rules: readonly IpPermission[]): string {
  const texts = rangesOf(rules).map(({ from, to }) => `tcp/${from === to ? from : `${from}-${to}`}`);
  return texts.length === 0 ? 'nothing' : [...new Set(texts)].join(', ');
}
