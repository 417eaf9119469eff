import type { CloudFacts } from '../../cloud/facts.ts';
import { idOf } from '../../core/endpoint.ts';
import type { Hint } from '../../core/next-command.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { listVisible } from '../projects/visible.ts';
import type { Run } from '../run.ts';
import type { Target } from '../sources/lookup.ts';
import type { EndpointToDelete } from './scope.ts';

/** A deletion before it is confirmed. */
export interface IntendedDeletion {
  readonly target: Target;
  readonly object: KubeObject;
  readonly endpoints: readonly EndpointToDelete[];
  /** Whether the object is deleted too. */
  readonly whole: boolean;
  readonly facts: CloudFacts;
}

/** The annotation that determines what the operator does in Atlas when an object is deleted (v2.15.0:internal/controller/customresource). */
const policyAnnotation = 'mongodb.com/atlas-resource-policy';

/** What the user should know before a deletion beyond the list of what is deleted: a sentence each, perhaps with a command. */
export async function consequencesOf(run: Run, deletion: IntendedDeletion): Promise<readonly Hint[]> {
  const { target, endpoints } = deletion;
  const going = endpoints.filter(({ endpoint, stays }) => endpoint !== undefined && stays === undefined);
  switch (target.source.identity) {
    case 'label':
      return going.length === 0 ? [] : ['the service is deleted too; a new endpoint will get a new service name'];
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
): Promise<readonly Hint[]> {
  const { target, object, whole, facts } = deletion;
  const concerns: Hint[] = [];
  const clusters = await clustersThatLose(run, deletion);
  if (clusters.length > 0) concerns.push(`connections through it will fail: ${clusters.join(', ')}`);
  const ids = target.source.endpoints(object).filter((endpoint) => idOf(endpoint) !== undefined);
  const last = going.length > 0 && going.length === ids.length;
  if (last && facts.serviceGoesWithLastEndpoint) {
    const then = whole ? '' : '; the operator then reserves a new one with a new name';
    concerns.push(`on ${facts.name}, Atlas deletes the service with its last endpoint${then}`);
  } else if (whole) concerns.push(policyOf(object, target));
  return concerns;
}

function policyOf(object: KubeObject, { reference, namespace }: Target): Hint {
  const policy = object.metadata.annotations?.[policyAnnotation];
  if (policy === 'delete')
    return `Atlas deletes the service with the object, because its annotation ${policyAnnotation} is delete`;
  if (policy === 'keep')
    return `the service stays in Atlas, because the object's annotation ${policyAnnotation} is keep`;
  return [
    'the service stays in Atlas, unless the operator runs with --object-deletion-protection=false; to have it deleted: ',
    { kubectl: ['annotate', reference, '-n', namespace, `${policyAnnotation}=delete`] },
  ];
}

/** The clusters whose strings lead through the endpoints, as commands name them; the last entry says if some could not be listed. */
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
  return hidden === undefined ? names : [...names, `and perhaps others, which could not be listed: ${hidden.message}`];
}
