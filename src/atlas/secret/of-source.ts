import { UserError } from '../../core/errors.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { secretTypes } from '../../kube/resource.ts';
import type { Run } from '../run.ts';
import { chooseLabel, endpointsNamed } from '../sources/choose-label.ts';
import { type Target, parseTarget, readTarget } from '../sources/lookup.ts';
import type { RegionClusters } from '../sources/source.ts';

/** What a source is to the connection Secrets: a deployment, and one of its endpoints. */
export interface SecretSource {
  readonly name: string | undefined;
  readonly endpoint: string | undefined;
}

/**
 * Connection Secrets belong to deployments: for any other source its deployment is taken, or the one of its project with a part in its
 * region. A deployment, and a Secret's own name, are returned as they are.
 * @throws UserError when there is no such deployment, or when there are several
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
  const [named] = endpoint === undefined ? [] : endpointsNamed(target, object, endpoint);
  const label = named?.label ?? endpoint ?? chooseLabel(target, object, undefined, false).label;
  // The strings know an endpoint by its id.
  const chosen = target.source.find(object, label)?.declaredId ?? endpoint;
  const served = target.source.clusters(object, label);
  const deployment = 'deployment' in served ? served.deployment : await onlyCluster(run, target, served, chosen);
  return { name: `ad/${deployment}`, endpoint: chosen };
}

/** The name of the only deployment that a source serves. @throws UserError when there is none, or when there are several */
async function onlyCluster(
  run: Run,
  { reference, namespace }: Target,
  served: RegionClusters,
  endpoint: string | undefined,
): Promise<string> {
  const { client, time, warn } = run;
  const { items } = await client.list<AtlasDeployment>(deploymentResource, namespace, {}, time.signal);
  const clusters = await clustersOf(run, { deployments: items, served, namespace }, (refusal) =>
    warn(`whether a deployment named by its project's id is of this project is unknown: ${refusal.message}`),
  );
  const names = clusters.map(({ metadata }) => metadata.name);
  const [only, second] = names;
  if (only === undefined) {
    throw new UserError(
      `no AtlasDeployment in namespace ${namespace} is a cluster of ${reference}'s project in ${served.region}`,
      { hint: `if there is one in another namespace: kubectl atlas-pe secret ad/NAME -n NAMESPACE` },
    );
  }
  if (second === undefined) return only;
  const option = endpoint === undefined ? '' : ` --endpoint ${endpoint}`;
  throw new UserError(`${reference} serves several clusters: ${names.join(', ')}`, {
    hint: `choose one with: ${names.map((name) => `kubectl atlas-pe secret ad/${name} -n ${namespace}${option}`).join('  or: ')}`,
  });
}
