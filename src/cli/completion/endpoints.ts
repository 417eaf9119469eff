import type { AtlasDeployment } from '../../atlas/api/deployment.ts';
import { deploymentResource } from '../../atlas/api/deployment.ts';
import type { Run } from '../../atlas/run.ts';
import { listConnectionSecrets } from '../../atlas/secret/connection-secret.ts';
import { secretsOf } from '../../atlas/secret/deployment.ts';
import type { Source, SourceSite } from '../../atlas/sources/source.ts';
import { allSources } from '../../atlas/sources/table.ts';
import { ownSpelling } from '../../cloud/same-region.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { type EndpointQuery, endpointsOf, resolve } from '../endpoints/resolve.ts';
import { listOf } from './names.ts';

/** What is asked, and in which namespace. */
interface Asked {
  readonly run: Run;
  readonly namespace: string;
}

interface Declared {
  readonly source: Source;
  readonly object: KubeObject;
  readonly endpoints: readonly EndpointState[];
}

/** The objects with the endpoints that a name means, as every verb resolves it, or with all those of the namespace. */
async function declaredIn({ run, namespace }: Asked, named: string | undefined): Promise<readonly Declared[]> {
  if (named === undefined) {
    const all = await listOf({ client: run.client, namespace }, allSources());
    return all.map((each) => ({ ...each, endpoints: each.source.endpoints(each.object) }));
  }
  const { declaring } = await resolve(run, queryFor(named, namespace));
  return declaring.flatMap((each) =>
    each.object === undefined
      ? []
      : [{ source: each.target.source, object: each.object, endpoints: endpointsOf(each, undefined) }],
  );
}

/** The names of the endpoints that a source means, or of all of them. */
export async function endpointLabels(asked: Asked, named: string | undefined): Promise<ReadonlySet<string>> {
  const all = await declaredIn(asked, named);
  return new Set(all.flatMap(({ endpoints }) => endpoints.map(({ label }) => label)));
}

/** The regions of these endpoints, as their clouds spell them. */
export async function endpointRegions(asked: Asked, named: string | undefined): Promise<ReadonlySet<string>> {
  const all = await declaredIn(asked, named);
  const sites = all.flatMap(({ source, object, endpoints }) =>
    endpoints.map(({ label }) => source.site(object, label)),
  );
  return new Set(
    sites.flatMap(({ cloud, atlasRegion }) => (atlasRegion === undefined ? [] : [ownSpelling(atlasRegion, cloud)])),
  );
}

/** Where the cloud endpoints of a source belong, also of those that nothing declares yet. */
export async function sitesOf({ run, namespace }: Asked, named: string): Promise<readonly SourceSite[]> {
  const { declaring } = await resolve(run, queryFor(named, namespace));
  return declaring.flatMap((each): readonly SourceSite[] => {
    const { part, object, target } = each;
    if (part !== undefined) return [{ cloud: part.provider, atlasRegion: part.region }];
    if (object === undefined) return [];
    const labels = endpointsOf(each, undefined).map(({ label }) => label);
    return (labels.length === 0 ? [''] : labels).map((label) => target.source.site(object, label));
  });
}

function queryFor(text: string, namespace: string): EndpointQuery {
  const command = (source: string) => ({ verb: 'status', source, namespace });
  return { text, namespace, command, described: false, region: undefined, endpoint: undefined };
}

/** The keys of the connection Secrets of a deployment or of a Secret's name, or of all those of the namespace. */
export async function secretKeys({ run, namespace }: Asked, named: string | undefined): Promise<ReadonlySet<string>> {
  const { client, time } = run;
  const secrets = await listConnectionSecrets(client, namespace, time.signal);
  const name = named?.replace(/^.*\//, '');
  const deployment =
    name === undefined
      ? undefined
      : await client.find<AtlasDeployment>(deploymentResource, namespace, name, time.signal);
  const own = deployment === undefined ? [] : (await secretsOf(run, deployment, secrets)).secrets;
  const called = secrets.filter(({ metadata }) => name === undefined || metadata.name === name);
  return new Set([...own, ...called].flatMap(({ data }) => Object.keys(data ?? {})));
}
