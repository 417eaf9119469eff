import type { AtlasDeployment } from '../../../atlas/api/deployment.ts';
import { regionsOf } from '../../../atlas/projects/cluster-endpoints.ts';
import { hosts, privateStrings } from '../../../atlas/secret/connection-string.ts';
import type { FoundSecret } from '../../../atlas/secret/find/find.ts';
import { missingFrom } from '../../../atlas/secret/staleness.ts';
import type { ObservedSecret } from '../../../core/chain/observed.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { type EndpointState, idOf } from '../../../core/endpoint.ts';
import type { NextCommand } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import { refreshHint } from '../secret/await-strings.ts';

/** What of a connection Secret concerns an endpoint, without any credentials. */
export function observedSecret(
  found: FoundSecret,
  endpoint: EndpointState,
  { now }: Pick<VerbContext, 'now'>,
): ObservedSecret {
  const { secret, deployment, endpoints } = found;
  const id = idOf(endpoint) ?? '';
  const { strings, degenerate } = privateStrings(secret.data, deployment, endpoints);
  const own = strings.filter(({ owners }) => owners.some((owner) => sameId(owner.id, id)));
  const lacks =
    strings.length === 0 || missingFrom(found).endpoints.some(({ declaredId = '' }) => sameId(declaredId, id));
  const held = own.length > 0;
  const unlisted = unlistedHosts(
    own.map(({ value }) => firstHost(value)),
    deployment,
    id,
  );
  return {
    name: secret.name,
    namespace: secret.namespace,
    user: secret.user,
    cluster: clusterOf(deployment),
    writtenMsAgo: secret.writtenAt === undefined ? undefined : now() - secret.writtenAt,
    holds: held ? true : lacks ? false : undefined,
    refresh: rewriting(found),
    strings: own.map(({ key, value }) => ({ key, host: firstHost(value), srv: value.startsWith('mongodb+srv:') })),
    degenerate: degenerate.filter(({ reason }) => reason !== 'empty').map(({ key }) => key),
    unlisted,
  };
}

function clusterOf(deployment: AtlasDeployment | undefined): ObservedSecret['cluster'] {
  if (deployment === undefined) return undefined;
  const { name, namespace = '' } = deployment.metadata;
  return { reference: `ad/${name}`, namespace };
}

function firstHost(value: string): string {
  return hosts(value).split(',')[0] ?? '';
}

/** The hosts of a Secret that the status of its deployment does not list, where that has other ones for the endpoint. */
function unlistedHosts(
  held: readonly string[],
  deployment: AtlasDeployment | undefined,
  id: string,
): readonly string[] {
  const entries = deployment?.status?.connectionStrings?.privateEndpoint ?? [];
  if (!entries.some(({ endpoints = [] }) => endpoints.some(({ endpointId = '' }) => sameId(endpointId, id)))) return [];
  const listed = entries.flatMap(({ connectionString, srvConnectionString, srvShardOptimizedConnectionString }) =>
    [connectionString, srvConnectionString, srvShardOptimizedConnectionString].flatMap((uri) => hosts(uri).split(',')),
  );
  return [...new Set(held)].filter((host) => host !== '' && !listed.includes(host));
}

/** The command after which the operator writes the Secret: it does so by itself for a serverless deployment. */
function rewriting(found: FoundSecret): NextCommand | undefined {
  const { secret, deployment } = found;
  const { user } = secret;
  if (deployment === undefined || regionsOf(deployment).length > 0)
    return refreshHint(found, user).find((part) => typeof part !== 'string');
  const { name, namespace } = deployment.metadata;
  return { verb: 'secret', source: `ad/${name}`, namespace, flags: { user, wait: true } };
}
