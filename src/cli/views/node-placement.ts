import type { NodePlacement } from '../../cloud/placement.ts';
import { type Template, isStructured, structured } from '../../output/format.ts';

/** What was chosen from the nodes, and why. */
export function placementReasons({ reasons }: NodePlacement): string {
  const lines = reasons.map(([what, id, why]) => `  ${what.padEnd(14)} ${id} ${why}\n`);
  return `from the nodes:\n${lines.join('')}`;
}

/** The flags that mean the same, for who keeps commands in git. */
export async function placementText(placement: NodePlacement, format: string | Template | undefined): Promise<string> {
  const flags = placementFlags(placement);
  if (isStructured(format)) return structured(format, flags);
  const words = Object.entries(flags).map(
    ([name, value]) => `--${name} ${typeof value === 'string' ? value : value.join(',')}`,
  );
  return `${words.join(' ')}\n`;
}

/** The placement as flags of the command line. */
function placementFlags({ flags }: NodePlacement): Readonly<Record<string, string | readonly string[]>> {
  const { vpcId, subnetIds, securityGroupIds, subnet } = flags;
  return {
    ...(vpcId === undefined ? {} : { 'vpc-id': vpcId }),
    ...(subnetIds === undefined ? {} : { 'subnet-id': subnetIds }),
    ...(securityGroupIds === undefined ? {} : { 'security-group-id': securityGroupIds }),
    ...(subnet === undefined ? {} : { subnet }),
  };
}
