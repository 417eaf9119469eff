import { UserError } from '../../../core/errors.ts';
import { type DatabaseUser, userResource } from '../../api/database-user.ts';
import { projectIdOf, projectUnknown } from '../../projects/project-id.ts';
import type { Run } from '../../run.ts';
import type { SecretIdentity } from '../connection-secret.ts';
import { restartOperator } from './restart.ts';

/**
 * The name of the Secret with the password of a connection Secret's database user, in the same namespace. Usernames are unique in a
 * project only: another project's user of the same name may be in the namespace too.
 * @throws UserError where there is none, or where the project of a user of the name cannot be told
 */
export async function passwordSecretOf(run: Run, { namespace, user, projectId }: SecretIdentity): Promise<string> {
  const { items } = await run.client.list<DatabaseUser>(userResource, namespace, {}, run.time.signal);
  let untold: UserError | undefined;
  for (const candidate of items) {
    const password = candidate.spec?.passwordSecretRef?.name;
    if (password === undefined || candidate.spec?.username !== user) continue;
    const project = await projectIdOf(run, candidate);
    if ('id' in project && project.id === projectId) return password;
    if ('unknown' in project) untold ??= projectUnknown(`${userResource.singular}/${candidate.metadata.name}`, project);
  }
  if (untold !== undefined) throw untold;
  throw new UserError(
    `no AtlasDatabaseUser with a password in namespace ${namespace} is for the database user "${user}" of the Atlas project ${projectId}`,
    { hint: ['restart the operator instead: ', restartOperator] },
  );
}
