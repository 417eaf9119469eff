import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { clustersOf } from '../projects/cluster-endpoints.ts';
import { type AtlasDeployment, deploymentResource } from '../api/deployment.ts';
import { chooseLabel } from '../sources/choose-label.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../api/private-endpoint.ts';
import { parseTarget, readTarget } from '../sources/lookup.ts';

/** What a source is to the connection Secrets: a deployment, and one of its endpoints. */
export interface SecretSource {
  readonly name: string | undefined;
  readonly endpoint: string | undefined;
}

/**
 * Connection Secrets belong to deployments: for `ape/NAME` and `ap/NAME` the deployment of the project with a part in the region is
 * taken.
 * Anything else is returned as it is.
 * @param warn told of what could not be looked at
 * @throws UserError when there is no such deployment, or when there are several
 */
export async function secretSource(
  client: KubeClient,
  { name: text, endpoint }: SecretSource,
  namespace: string,
  signal: AbortSignal,
  warn: (text: string) => void,
): Promise<SecretSource> {
  const type = text?.includes('/') === true ? text.slice(0, text.indexOf('/')).toLowerCase() : undefined;
  if (text === undefined || type === undefined || type === 'secret' || type === 'secrets')
    return { name: text, endpoint };
  const [target] = parseTarget(text, namespace);
  if (target.source.resource.kind === deploymentResource.kind) return { name: text, endpoint };
  const read = await readTarget(client, target, signal);
  const label = endpoint ?? chooseLabel(target, read, undefined, false).label;
  const { cloud, atlasRegion } = target.source.site(read, label);
  const object: AtlasPrivateEndpoint =
    target.source.resource.kind === privateEndpointResource.kind
      ? read
      : {
          ...read,
          spec: {
            projectRef: { name: target.name },
            provider: cloud,
            ...(atlasRegion === undefined ? {} : { region: atlasRegion }),
          },
        };
  const deployments = await client.list<AtlasDeployment>(deploymentResource, namespace, {}, signal);
  const clusters = await clustersOf(client, object, deployments.items, signal, (refusal) =>
    warn(`whether a deployment named by its project's id is of this project is unknown: ${refusal.message}`),
  );
  const [only, second] = clusters;
  const id = endpoint === undefined ? undefined : target.source.find(read, endpoint)?.declaredId;
  const chosen = id ?? endpoint;
  if (only === undefined) {
    throw new UserError(
      `no AtlasDeployment in namespace ${namespace} is a cluster of ${target.reference}'s project in ${object.spec?.region}`,
      { hint: `if there is one in another namespace: kubectl atlas-pe secret ad/NAME -n NAMESPACE` },
    );
  }
  if (second !== undefined) {
    const option = chosen === undefined ? '' : ` --endpoint ${chosen}`;
    throw new UserError(
      `${target.reference} serves several clusters: ${clusters.map(({ metadata }) => metadata.name).join(', ')}`,
      {
        hint: `choose one with: ${clusters.map(({ metadata }) => `kubectl atlas-pe secret ad/${metadata.name} -n ${namespace}${option}`).join('  or: ')}`,
      },
    );
  }
  return { name: `ad/${only.metadata.name}`, endpoint: chosen };
}
