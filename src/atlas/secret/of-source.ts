import { UserError } from '../../core/errors.ts';
import { joined } from '../../core/next-command.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { secretTypes } from '../../kube/resource.ts';
import type { Run } from '../run.ts';
import { chooseLabel } from '../sources/choose-label.ts';
import { type Target, parseTarget, readTarget } from '../sources/lookup.ts';
import type { RegionClusters } from '../sources/source.ts';

/** A source from the perspective of connection Secrets: a deployment, and one of its endpoints. */
export interface SecretSource {
  readonly name: string | undefined;
  readonly endpoint: string | undefined;
}

/**
 * Connection Secrets belong to deployments. For any other source, returns its deployment, or the deployment of its project that is in its
 * region. A deployment or a Secret's own name is returned unchanged.
 * @throws UserError if there is no such deployment, or if there are several
 */
export async function secretSource(
  run: Run,
  { name: text, endpoint }: SecretSource,
  namespace: string,
): Promise<SecretSource> {
  const type = text?.includes('/') === true ? text.slice(0, text.indexOf('/')).toLowerCase() : undefined;
  if (text === undefined || type === undefined || secretTypes.includes(type)) return { name: text, endpoint };
  const [target] = parseTarget(text, namespace);
  if (target.source.isCluster) return { name: text, endpoint };
  const object = await readTarget(run.client, target, run.time.signal);
  const label = endpoint ?? chooseLabel(target, object, undefined, false).label;
  // Strings refer to an endpoint by its id.
  const id = endpoint === undefined ? undefined : target.source.find(object, endpoint)?.declaredId;
  const chosen = id ?? endpoint;
  const served = target.source.clusters(object, label);
  const deployment = 'deployment' in served ? served.deployment : await onlyCluster(run, target, served, chosen);
  return { name: `ad/${deployment}`, endpoint: chosen };
}

/** The name of the only deployment that a source serves. @throws UserError if there is none, or if there are several */
async function onlyCluster(
  run: Run,
  { reference, namespace }: Target,
  served: RegionClusters,
  endpoint: string | undefined,
): Promise<string> {
  const { client, time, warn } = run;
  const { items } = await client.list<AtlasDeployment>(deploymentResource, namespace, {}, time.signal);
  const clusters = await clustersOf(run, { deployments: items, served, namespace }, (refusal) =>
    warn(
      `could not read the projects, so deployments that refer to this project by its id are not considered: ${refusal.message}`,
    ),
  );
  const names = clusters.map(({ metadata }) => metadata.name);
  const [only, second] = names;
  if (only === undefined) {
    throw new UserError(
      `no AtlasDeployment in namespace ${namespace} is in the project and the region (${served.region}) of ${reference}`,
      { hint: ['if it is in another namespace: ', { verb: 'secret', source: 'ad/NAME', namespace: 'NAMESPACE' }] },
    );
  }
  if (second === undefined) return only;
  const commands = names.map((name) => ({ verb: 'secret', source: `ad/${name}`, namespace, flags: { endpoint } }));
  throw new UserError(`${reference} serves several clusters: ${names.join(', ')}`, {
    hint: ['choose one with: ', ...joined(commands, '  or: ')],
  });
}
