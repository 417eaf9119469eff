import { nearest } from '../../../core/did-you-mean.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import { secretResource } from '../../../kube/resource.ts';
import { deploymentResource } from '../../api/deployment.ts';
import type { Run } from '../../run.ts';
import { type RawSecret, isConnectionSecret } from '../connection-secret.ts';

/** Neither a deployment nor a connection Secret has the name. */
export class NothingNamed extends UserError {}

/** The type that is given with a name; undefined for either. */
export type NamedType = 'deployment' | 'secret' | undefined;

/** A name that neither a deployment nor a connection Secret has. */
interface UnknownName {
  readonly name: string;
  readonly type: NamedType;
  readonly namespace: string;
}

/** The error for such a name, with similar names. @param secrets the existing connection Secrets */
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
      hint: [
        'list those with: ',
        { kubectl: ['get', 'secrets', '-n', namespace, '-l', 'atlas.mongodb.com/cluster-name'] },
      ],
    });
  }
  const deployments = await client.list(deploymentResource, namespace, {}, time.signal).catch(() => undefined);
  const names = [...(deployments?.items ?? []), ...secrets].map((object) => object.metadata.name);
  const what =
    type === undefined
      ? 'neither a deployment nor a connection Secret is named'
      : `there is no ${type === 'secret' ? 'connection Secret' : 'deployment'} named`;
  return new NothingNamed(`${what} "${name}" in namespace ${namespace}`, {
    hint: hintFor(nearest(name, names), names),
  });
}

function hintFor(near: string | undefined, names: readonly string[]): Hint {
  if (near !== undefined) return `did you mean "${near}"?`;
  if (names.length > 0) return `there are: ${names.slice(0, 10).join(', ')}`;
  return ['the namespace has neither; search all namespaces with: ', { kubectl: ['get', 'atlasdeployments', '-A'] }];
}
