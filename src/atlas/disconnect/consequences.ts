import type { CloudFacts } from '../../cloud/facts.ts';
import { idOf } from '../../core/endpoint.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import type { Doomed } from './scope.ts';
import type { AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import { listVisible } from '../projects/conflicts.ts';
import type { Target } from '../sources/lookup.ts';

export interface DeletionQuery {
  readonly client: KubeClient;
  readonly target: Target;
  readonly object: KubeObject;
  readonly doomed: readonly Doomed[];
  /** Whether the object goes too. */
  readonly whole: boolean;
  readonly facts: CloudFacts;
  readonly signal: AbortSignal;
}

/** The annotation that decides what the operator does in Atlas when an object is deleted (v2.15.0:internal/controller/customresource). */
const policyAnnotation = 'mongodb.com/atlas-resource-policy';

/** What a person should know before a deletion that the list of what goes does not say, a sentence each. */
export async function deletionConcerns(query: DeletionQuery): Promise<readonly string[]> {
  const { target, object, doomed, whole, facts } = query;
  const concerns: string[] = [];
  const going = doomed.filter(({ endpoint, stays }) => endpoint !== undefined && stays === undefined);
  if (target.source.unlinked === undefined) {
    if (target.source.retiredWithServerless && going.length > 0)
      concerns.push('the service goes too: an endpoint that is created later gets a service of another name');
    return concerns;
  }
  const strings = await clustersThatLose(query);
  if (strings.length > 0) concerns.push(`what connects through it will fail: ${strings.join(', ')}`);
  const ids = target.source.endpoints(object).filter((endpoint) => idOf(endpoint) !== undefined);
  const last = going.length > 0 && going.length === ids.length;
  if (last && facts.serviceGoesWithLastEndpoint) {
    const then = whole ? '' : '; the operator then reserves another one, of another name';
    concerns.push(`Atlas gives up the service with its last endpoint on ${facts.name}${then}`);
  } else if (whole) concerns.push(policyOf(object, target));
  return concerns;
}

function policyOf(object: KubeObject, { reference, namespace }: Target): string {
  const policy = object.metadata.annotations?.[policyAnnotation];
  if (policy === 'delete')
    return `the service goes from Atlas with the object: its annotation ${policyAnnotation} says delete`;
  if (policy === 'keep') return `the service stays in Atlas: the object's annotation ${policyAnnotation} says keep`;
  return `the service stays in Atlas, unless the operator runs with --object-deletion-protection=false; to have it deleted: kubectl annotate ${reference} -n ${namespace} ${policyAnnotation}=delete`;
}

/** The dedicated clusters of the project and region. */
async function clustersThatLose({ client, target, object, doomed, signal }: DeletionQuery): Promise<readonly string[]> {
  if (doomed.every(({ endpoint }) => endpoint?.phase !== 'Available')) return [];
  const deployments = await listVisible<AtlasDeployment>(client, deploymentResource, target.namespace, signal);
  const service: AtlasPrivateEndpoint = object;
  let hidden = deployments.everywhere ?? deployments.here;
  const clusters = await clustersOf(client, service, deployments.objects, signal, (refusal) => (hidden = refusal));
  const names = clusters.map(({ metadata }) => `ad/${metadata.name}`).sort();
  return hidden === undefined ? names : [...names, `and whatever cannot be seen: ${hidden.message}`];
}
