import { UserError } from '../../../core/errors.ts';
import type { AtlasDeployment } from '../../api/deployment.ts';

/**
 * What Atlas answers about the endpoints of an instance that it has made a Flex cluster; the operator copies it into a condition
 * (v2.7.1:internal/controller/atlasdeployment/serverless_private_endpoint.go, PR 2107).
 */
const notServerless = 'NOT_SERVERLESS_TENANT_CLUSTER';

/** Whether Atlas has migrated the instance to a Flex cluster, which is for ever. */
export function becameFlex({ status }: AtlasDeployment): boolean {
  return (status?.conditions ?? []).some(({ message }) => message?.includes(notServerless) === true);
}

/** Why the endpoints of such an instance are not there. */
export const migratedReason = 'Atlas has migrated the instance to a Flex cluster, which has no private endpoints';

/** @throws UserError where Atlas has made the instance a Flex cluster: nothing that is waited for would come */
export function refuseMigrated(deployment: AtlasDeployment): void {
  if (!becameFlex(deployment)) return;
  const name = `atlasdeployment/${deployment.metadata.name}`;
  throw new UserError(`${name} is Unsupported: ${migratedReason}`, {
    hint: 'use a dedicated cluster (M10 or larger) with an AtlasPrivateEndpoint: https://dochub.mongodb.org/core/atlas-flex-migration',
  });
}
