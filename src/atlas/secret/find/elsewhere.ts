import { ApiError } from '../../../kube/errors.ts';
import { orRefusal } from '../../../kube/refusal.ts';
import { type DatabaseUser, userResource } from '../../api/database-user.ts';
import type { AtlasDeployment } from '../../api/deployment.ts';
import { type OfProject, projectIdOf } from '../../projects/project-id.ts';
import type { Run } from '../../run.ts';
import { type RawSecret, SecretNotFound, listConnectionSecrets } from '../connection-secret.ts';

/** The connection Secrets in the namespaces of other database users. */
export interface Elsewhere {
  readonly secrets: readonly RawSecret[];
  /** Why not all of these namespaces could be searched. */
  readonly unseen: ApiError | undefined;
}

/**
 * The connection Secrets next to the AtlasDatabaseUsers of a deployment's project in other namespaces than its own: there the operator
 * writes them (from 1.7.2 on also when it reconciles the deployment: v1.7.2:pkg/controller/atlasdeployment/advanced_deployment.go).
 * They may be of any cluster of that project, and of another project where the references leave it open.
 * @param username of this user only, where one is given
 */
export async function secretsNextToUsers(
  run: Run,
  deployment: AtlasDeployment,
  username: string | undefined,
): Promise<Elsewhere> {
  const { client, time } = run;
  const users = await orRefusal(client.list<DatabaseUser>(userResource, undefined, {}, time.signal));
  if (users instanceof ApiError) return { secrets: [], unseen: users };
  const { namespace = '' } = deployment.metadata;
  const project = await projectIdOf(run, deployment);
  const own = { ...namesOf(deployment), ...project };
  const others = users.items.filter(
    (user) => (username === undefined || user.spec?.username === username) && mayShareProject(own, namesOf(user)),
  );
  const namespaces = new Set(others.flatMap(({ metadata }) => metadata.namespace ?? []));
  namespaces.delete(namespace);
  const lists = await Promise.all(
    [...namespaces].sort().map((each) => orRefusal(listConnectionSecrets(client, each, time.signal))),
  );
  return {
    secrets: lists.flatMap((list) => (list instanceof ApiError ? [] : list)),
    unseen: lists.find((list) => list instanceof ApiError),
  };
}

/** What is known of the project that an object refers to. */
interface ProjectNames {
  readonly id?: string;
  /** The namespace and name of its AtlasProject. */
  readonly object?: string;
}

function namesOf({ metadata, spec }: OfProject): ProjectNames {
  const { projectRef, externalProjectRef } = spec ?? {};
  if (externalProjectRef?.id !== undefined) return { id: externalProjectRef.id };
  return { object: `${projectRef?.namespace || metadata.namespace}/${projectRef?.name}` };
}

/** Whether two references may be to the same project: where one has the id and the other the name they may. */
function mayShareProject(one: ProjectNames, other: ProjectNames): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  return one.object === undefined || other.object === undefined || one.object === other.object;
}

/** The error where there is no Secret as far as could be searched. @param what what it would belong to */
export function noneSeen(what: string, namespace: string, unseen: ApiError): SecretNotFound {
  return new SecretNotFound(
    `no connection Secret of ${what} was found in namespace ${namespace}, and the operator writes it next to the AtlasDatabaseUser, which may be in a namespace that could not be searched: ${unseen.message}`,
    unseen.hint === undefined ? {} : { hint: unseen.hint },
  );
}
