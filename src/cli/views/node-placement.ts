import type { NodePlacement } from '../../cloud/placement.ts';
import { shellQuote } from '../args/pflag.ts';

/** What was chosen from the nodes, and why, line by line. */
export function placementReasons({ reasons }: NodePlacement): readonly string[] {
  return ['from the nodes:', ...reasons.map(([what, id, why]) => `  ${what.padEnd(14)} ${id} ${why}`)];
}

/** One more line: the flags that mean the same. */
export function placementFlags({ flags }: NodePlacement): string {
  return `  ${'as flags'.padEnd(14)} ${flagWords(flags)}`;
}

/** Flags as they are typed. */
export function flagWords(flags: NodePlacement['flags']): string {
  const words = Object.entries(flags).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${shellQuote([value ?? []].flat().join(','))}`,
  );
  return words.join(' ');
}
