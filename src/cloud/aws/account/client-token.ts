import { createHash } from 'node:crypto';
import type { Owner } from '../../../core/cloud-endpoint.ts';

/**
 * The ClientToken of an endpoint: the same for every run that wants the same endpoint, so that a creation whose answer was lost
 * gives the same endpoint again. Subnets are left out on purpose: a second run with other subnets then gets
 * IdempotentParameterMismatch instead of a second endpoint. At most 64 ASCII characters
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/Run_Instance_Idempotency.html).
 * @param replaced ids of dead endpoints that this one replaces; EC2 goes on answering an old token with the deleted endpoint
 */
export function clientToken(owner: Owner, service: string, vpcId: string, replaced: readonly string[]): string {
  const identity = [owner.uid, owner.namespace, owner.source, owner.label, service, vpcId, ...[...replaced].sort()];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
