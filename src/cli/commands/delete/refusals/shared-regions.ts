import { clustersOf } from '../../../../atlas/projects/cluster-endpoints.ts';
import { listVisible } from '../../../../atlas/projects/visible.ts';
import { type AtlasDeployment, deploymentResource } from '../../../../atlas/api/deployment.ts';
import type { Run } from '../../../../atlas/run.ts';
import { targetOf } from '../../../../atlas/sources/lookup.ts';
import { UserError } from '../../../../core/errors.ts';
import { chooseWith } from '../../../hints.ts';
import type { DeclaringObject, Resolved } from '../../../endpoints/resolve.ts';

/**
 * Refuses to delete the endpoints of a dedicated cluster by its name alone if other clusters of the project use them too.
 * @param together all objects of the command line: what they share is meant by all of them
 * @throws UserError with the commands that delete them by the name of the object that declares them
 */
export async function refuseShared(
  run: Run,
  { named, declaring }: Resolved,
  together: readonly Resolved[],
): Promise<void> {
  const there = declaring.filter(({ part, object }) => part !== undefined && object !== undefined);
  if (there.length === 0) return;
  const { namespace, reference } = named.target;
  const meant = new Set(together.map(({ named: { target } }) => JSON.stringify([target.reference, target.namespace])));
  const { objects: deployments } = await listVisible<AtlasDeployment>(run, deploymentResource, namespace);
  const served = await Promise.all(there.map((each) => clustersServed(run, each, deployments)));
  const others = new Set(
    served
      .flat()
      .filter(({ metadata }) => {
        const { reference: other } = targetOf(named.target.source, '', metadata.name);
        return !meant.has(JSON.stringify([other, metadata.namespace ?? '']));
      })
      .map(({ metadata }) => `ad/${metadata.name}`),
  );
  if (others.size === 0) return;
  const commands = there.map(({ target, label }) => ({
    verb: 'delete',
    source: `${target.source.shortNames[0]}/${target.name}`,
    namespace: target.namespace,
    flags: { endpoint: label },
  }));
  throw new UserError(
    `the endpoints of ${reference}'s regions also serve ${[...others].sort().join(', ')}, which would lose them`,
    { hint: chooseWith(commands) },
  );
}

async function clustersServed(
  run: Run,
  { target, object, label }: DeclaringObject,
  deployments: readonly AtlasDeployment[],
): Promise<readonly AtlasDeployment[]> {
  if (object === undefined) return [];
  const served = target.source.clusters(object, label ?? '');
  if ('deployment' in served) return [];
  const { namespace } = target;
  return clustersOf(run, { deployments, served, namespace }, ({ message }) =>
    run.warn(`the list of clusters that use ${target.reference} may be incomplete: ${message}`),
  );
}
