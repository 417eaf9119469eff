import type { NodePlacement } from '../../cloud/placement.ts';
import { type Template, isStructured, structured } from '../../output/format.ts';

/** What was chosen from the nodes, and why. */
export function placementReasons({ reasons }: NodePlacement): string {
  const lines = reasons.map(([what, id, why]) => `  ${what.padEnd(14)} ${id} ${why}\n`);
  return `from the nodes:\n${lines.join('')}`;
}

/** The equivalent flags, for anyone who keeps commands in Git. */
export async function placementText({ flags }: NodePlacement, format: string | Template | undefined): Promise<string> {
  if (isStructured(format)) return structured(format, flags);
  const words = Object.entries(flags).map(([name, value]) => `--${name} ${[value ?? []].flat().join(',')}`);
  return `${words.join(' ')}\n`;
}
