import { nearest } from '../../../core/did-you-mean.ts';
import { UserError } from '../../../core/errors.ts';
import { secretResource } from '../../../kube/resource.ts';
import { deploymentResource } from '../../api/deployment.ts';
import type { Run } from '../../run.ts';
import { type RawSecret, isConnectionSecret } from '../connection-secret.ts';

/** Neither a deployment nor a connection Secret has the name. */
export class NothingNamed extends UserError {}

/** What a name is said to be the name of; undefined for either. */
export type NamedType = 'deployment' | 'secret' | undefined;

/** A name that neither a deployment nor a connection Secret has. */
interface UnknownName {
  readonly name: string;
  readonly type: NamedType;
  readonly namespace: string;
}

/** The error for it, with near names. @param secrets the connection Secrets that there are */
export async function nothingNamed(
  { client, time }: Run,
  { name, type, namespace }: UnknownName,
  secrets: readonly RawSecret[],
): Promise<UserError> {
  const other =
    type === 'deployment'
      ? undefined
      : await client.find<RawSecret>(secretResource, namespace, name, time.signal).catch(() => undefined);
  if (other !== undefined && !isConnectionSecret(other)) {
    return new UserError(`secret/${name} in namespace ${namespace} is not a connection Secret of the operator`, {
      hint: 'list those with: kubectl get secrets -l atlas.mongodb.com/cluster-name',
    });
  }
  const deployments = await client.list(deploymentResource, namespace, {}, time.signal).catch(() => undefined);
  const names = [...(deployments?.items ?? []), ...secrets].map((object) => object.metadata.name);
  const near = nearest(name, names);
  const what =
    type === undefined
      ? 'neither a deployment nor a connection Secret is named'
      : `there is no ${type === 'secret' ? 'connection Secret' : 'deployment'} named`;
  return new NothingNamed(`${what} "${name}" in namespace ${namespace}`, {
    hint:
      near !== undefined
        ? `did you mean "${near}"?`
        : names.length > 0
          ? `there are: ${names.slice(0, 10).join(', ')}`
          : `the namespace has neither; look in all with: kubectl get atlasdeployments -A`,
  });
}
