import { type DatabaseUser, userResource } from '../../atlas/api/database-user.ts';
import { projectResource } from '../../atlas/api/project.ts';
import { allClouds } from '../../cloud/table.ts';
import { loadKubeconfig } from '../../kube/config/kubeconfig-file.ts';
import type { Resource } from '../../kube/resource.ts';
import type { ClusterArguments } from '../args/cluster-flags.ts';
import type { Completes } from '../args/flag.ts';
import { openClient, openRun } from '../open-run.ts';
import type { Context } from '../context.ts';
import { type Candidates, directives, nothing, startingPlain } from './candidates.ts';
import { endpointLabels, endpointRegions, secretKeys } from './endpoints.ts';
import { placeValues } from './place-values.ts';
import { type OpenFlag, type Typed, typedArguments, typedValue } from './typed.ts';

const namespaces: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  singular: 'namespace',
  kind: 'Namespace',
};

/** The candidates for the value of a flag. @throws any error of the cluster or the kubeconfig */
export async function flagValues(open: OpenFlag, typed: Typed, context: Context): Promise<Candidates> {
  const completes = open.flag?.completes;
  if (completes === undefined) return nothing;
  if (completes === 'regions')
    return startingPlain(open.partial, regionNames(typedValue(open.before, typed, 'provider')));
  if (completes === 'places') return placeValues(open, typed, context);
  if (completes === 'files') return { words: [], directive: directives.default };
  if (typeof completes === 'string') {
    const args = typedArguments(open.before, typed);
    return startingPlain(open.partial, await liveNames(completes, args, typed.names[0], context));
  }
  const found = startingPlain(open.partial, completes);
  // A format with a template continues after its equals sign.
  return found.words.length === 1 && found.words[0]?.[0].endsWith('=') === true
    ? { ...found, directive: directives.noSpaceNoFiles }
    : found;
}

/** The regions in Atlas's spelling and in their cloud's. @param provider the cloud; all of them when none is named */
function regionNames(provider: string | undefined): ReadonlySet<string> {
  const named = allClouds().filter(({ kind }) => kind === provider?.toUpperCase());
  const asked = named.length > 0 ? named : allClouds();
  return new Set(asked.flatMap(({ regions }) => regions.flatMap(({ atlas, own }) => [atlas, own])));
}

type Live = Exclude<Extract<Completes, string>, 'files' | 'regions' | 'places'>;

/** Names from the kubeconfig or the cluster. @param source the object that is already typed */
async function liveNames(
  completes: Live,
  args: ClusterArguments,
  source: string | undefined,
  context: Context,
): Promise<Iterable<string>> {
  switch (completes) {
    case 'contexts':
      return loadKubeconfig(context.env, args.kubeconfig).contexts.keys();
    case 'clusters':
      return loadKubeconfig(context.env, args.kubeconfig).clusters.keys();
    case 'kubeconfig-users':
      return loadKubeconfig(context.env, args.kubeconfig).users.keys();
    case 'namespaces': {
      const { client } = await openClient(args, context);
      return (await client.list(namespaces, undefined)).items.map(({ metadata }) => metadata.name);
    }
    case 'endpoints':
      return endpointLabels(await openRun(args, context), source);
    case 'declared-regions':
      return endpointRegions(await openRun(args, context), source);
    case 'projects': {
      const { client, namespace } = await openClient(args, context);
      return (await client.list(projectResource, namespace)).items.map(({ metadata }) => metadata.name);
    }
    case 'secret-keys':
      return secretKeys(await openRun(args, context), source);
    case 'database-users': {
      const { client, namespace } = await openClient(args, context);
      const { items } = await client.list<DatabaseUser>(userResource, namespace);
      return new Set(items.flatMap(({ spec }) => spec?.username ?? []));
    }
  }
}
