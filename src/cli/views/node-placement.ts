import type { NodePlacement } from '../../cloud/placement.ts';
import { shellQuote } from '../args/pflag.ts';
import { type Template, isStructured, structured } from '../../output/format.ts';

/** What was chosen from the nodes, and why, line by line. */
export function placementReasons({ reasons }: NodePlacement): readonly string[] {
  return ['from the nodes:', ...reasons.map(([what, id, why]) => `  ${what.padEnd(14)} ${id} ${why}`)];
}

/** The equivalent flags, for anyone who keeps commands in Git. */
export async function placementText({ flags }: NodePlacement, format: string | Template | undefined): Promise<string> {
  if (isStructured(format)) return structured(format, flags);
  const words = Object.entries(flags).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${shellQuote([value ?? []].flat().join(','))}`,
  );
  return `${words.join(' ')}\n`;
}
