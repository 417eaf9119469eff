import type { CloudFacts } from '../../cloud/facts.ts';
import { idOf } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { listVisible } from '../projects/visible.ts';
import type { Run } from '../run.ts';
import type { Target } from '../sources/lookup.ts';
import type { EndpointToDelete } from './scope.ts';

/** A deletion before it is agreed to. */
export interface IntendedDeletion {
  readonly target: Target;
  readonly object: KubeObject;
  readonly endpoints: readonly EndpointToDelete[];
  /** Whether the object goes too. */
  readonly whole: boolean;
  readonly facts: CloudFacts;
}

/** The annotation that decides what the operator does in Atlas when an object is deleted (v2.15.0:internal/controller/customresource). */
const policyAnnotation = 'mongodb.com/atlas-resource-policy';

/** What a person should know before a deletion that the list of what goes does not say, a sentence each. */
export async function consequencesOf(run: Run, deletion: IntendedDeletion): Promise<readonly string[]> {
  const { target, endpoints } = deletion;
  const going = endpoints.filter(({ endpoint, stays }) => endpoint !== undefined && stays === undefined);
  switch (target.source.identity) {
    case 'label':
      return going.length === 0
        ? []
        : ['the service goes too: an endpoint that is created later gets a service of another name'];
    case 'service':
      return [];
    case 'cloud-endpoint':
      return consequencesForService(run, deletion, going);
  }
}

async function consequencesForService(
  run: Run,
  deletion: IntendedDeletion,
  going: readonly EndpointToDelete[],
): Promise<readonly string[]> {
  const { target, object, whole, facts } = deletion;
  const concerns: string[] = [];
  const clusters = await clustersThatLose(run, deletion);
  if (clusters.length > 0) concerns.push(`what connects through it will fail: ${clusters.join(', ')}`);
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

/** The clusters whose strings lead through the endpoints, as commands name them; at the end that not all of them may be seen. */
async function clustersThatLose(run: Run, { target, object, endpoints }: IntendedDeletion): Promise<readonly string[]> {
  const available = endpoints.find(({ endpoint }) => endpoint?.phase === 'Available');
  if (available === undefined) return [];
  const served = target.source.clusters(object, available.label);
  if ('deployment' in served) return [`ad/${served.deployment}`];
  const { namespace } = target;
  const deployments = await listVisible<AtlasDeployment>(run, deploymentResource, namespace);
  let hidden = deployments.everywhere ?? deployments.here;
  const search = { deployments: deployments.objects, served, namespace };
  const clusters = await clustersOf(run, search, (refusal) => (hidden = refusal));
  const names = clusters.map(({ metadata }) => `ad/${metadata.name}`).sort();
  return hidden === undefined ? names : [...names, `and whatever cannot be seen: ${hidden.message}`];
}
