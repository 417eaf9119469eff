import { UserError } from '../../core/errors.ts';
import { type Hint, joined } from '../../core/next-command.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { type KubeObject, secretTypes } from '../../kube/resource.ts';
import { listVisible } from '../projects/visible.ts';
import type { Run } from '../run.ts';
import { chooseLabel, endpointsNamed } from '../sources/choose-label.ts';
import { type Target, parseTarget, readTarget } from '../sources/lookup.ts';
import type { RegionClusters } from '../sources/source.ts';

/** A source from the perspective of connection Secrets: a deployment, and one of its endpoints. */
export interface SecretSource {
  readonly name: string | undefined;
  readonly endpoint: string | undefined;
  /** Where the deployment is. */
  readonly namespace: string;
}

/**
 * Connection Secrets belong to deployments. For any other source, returns its deployment, or the deployment of its project that is in its
 * region. A deployment or a Secret's own name is returned unchanged.
 * @param known the source's object, where it is not in the cluster yet
 * @throws UserError if there is no such deployment; SeveralClustersError
 */
export async function secretSource(
  run: Run,
  { name: text, endpoint, namespace }: SecretSource,
  known?: KubeObject,
): Promise<SecretSource> {
  const type = text?.includes('/') === true ? text.slice(0, text.indexOf('/')).toLowerCase() : undefined;
  if (text === undefined || type === undefined || secretTypes.includes(type))
    return { name: text, endpoint, namespace };
  const [target] = parseTarget(text, namespace);
  if (target.source.isCluster) return { name: text, endpoint, namespace };
  const object = known ?? (await readTarget(run.client, target, run.time.signal));
  const [named] = endpoint === undefined ? [] : endpointsNamed(target, object, endpoint);
  const label = named?.label ?? endpoint ?? chooseLabel(target, object, undefined, false).label;
  // The strings know an endpoint by its id.
  const chosen = target.source.find(object, label)?.declaredId ?? endpoint;
  const served = target.source.clusters(object, label);
  const deployment =
    'deployment' in served ? { name: served.deployment, namespace } : await onlyCluster(run, target, served, chosen);
  return { name: `ad/${deployment.name}`, endpoint: chosen, namespace: deployment.namespace };
}

/** Which of several clusters that a source serves is meant is not clear, so that no Secret is its only one. */
export class SeveralClustersError extends UserError {
  /** Their names, with the namespace where that is another one than the source's. */
  readonly clusters: readonly string[];

  constructor(reference: string, clusters: readonly string[], hint: Hint) {
    super(`${reference} serves several clusters: ${clusters.join(', ')}`, { hint });
    this.clusters = clusters;
  }
}

interface DeploymentName {
  readonly name: string;
  readonly namespace: string;
}

/** The only deployment that a source serves, wherever it may be seen. @throws UserError when there is none; SeveralClustersError */
async function onlyCluster(
  run: Run,
  { reference, namespace }: Target,
  served: RegionClusters,
  endpoint: string | undefined,
): Promise<DeploymentName> {
  const { objects, everywhere, here } = await listVisible<AtlasDeployment>(run, deploymentResource, namespace);
  if (here !== undefined) throw here;
  const clusters = await clustersOf(run, { deployments: objects, served, namespace }, (refusal) =>
    run.warn(
      `cannot tell whether a deployment that gives its project by id belongs to this project: ${refusal.message}`,
    ),
  );
  const found = clusters.map(({ metadata }) => ({ name: metadata.name, namespace: metadata.namespace ?? '' }));
  const [only, second] = found;
  if (only === undefined) {
    const searched = everywhere === undefined ? 'any namespace' : `namespace ${namespace}`;
    const unseen = everywhere === undefined ? '' : `; the others could not be searched: ${everywhere.message}`;
    throw new UserError(
      `no AtlasDeployment in ${searched} is a cluster of ${reference}'s project in ${served.region}${unseen}`,
      { hint: ['if it is in another namespace: ', { verb: 'secret', source: 'ad/NAME', namespace: 'NAMESPACE' }] },
    );
  }
  if (second === undefined) return only;
  const commands = found.map((each) => ({
    verb: 'secret',
    source: `ad/${each.name}`,
    namespace: each.namespace,
    flags: { endpoint },
  }));
  const hint = ['choose one with: ', ...joined(commands, '  or: ')];
  throw new SeveralClustersError(reference, namesOf(found, namespace), hint);
}

/** Names, with the namespace where it is another one. */
function namesOf(deployments: readonly DeploymentName[], namespace: string): readonly string[] {
  return deployments.map((each) => (each.namespace === namespace ? each.name : `${each.namespace}/${each.name}`));
}
