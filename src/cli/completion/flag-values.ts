import { type DatabaseUser, userResource } from '../../atlas/api/database-user.ts';
import { projectResource } from '../../atlas/api/project.ts';
import { allClouds } from '../../cloud/table.ts';
import { isFailure } from '../../core/errors.ts';
import { loadKubeconfig } from '../../kube/config/kubeconfig-file.ts';
import type { Resource } from '../../kube/resource.ts';
import type { ClusterArguments } from '../args/cluster-flags.ts';
import type { Completes } from '../args/flag.ts';
import { openClient, openRun } from '../open-run.ts';
import type { Context } from '../context.ts';
import { type Candidates, directives, nothing, startingPlain } from './candidates.ts';
import { checkCodes } from './check-codes.ts';
import { endpointLabels, endpointRegions, secretKeys, sitesOf } from './endpoints.ts';
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
  if (completes === 'regions') return startingPlain(open.partial, regionNames(await providersOf(open, typed, context)));
  if (completes === 'checks') return checkCodes(open.partial);
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

/** The regions in Atlas's spelling and in their cloud's. @param providers the clouds; all of them when none is known */
function regionNames(providers: readonly string[]): ReadonlySet<string> {
  const named = allClouds().filter(({ kind }) => providers.includes(kind));
  const asked = named.length > 0 ? named : allClouds();
  return new Set(asked.flatMap(({ regions }) => regions.flatMap(({ atlas, own }) => [atlas, own])));
}

/** The clouds that the command line names, or else those of its objects; none where neither is known. */
async function providersOf(open: OpenFlag, typed: Typed, context: Context): Promise<readonly string[]> {
  const named = typedValue(open.before, typed, 'provider');
  if (named !== undefined) return [named.toUpperCase()];
  if (typed.names.length === 0) return [];
  try {
    const run = await openRun(typedArguments(open.before, typed), context);
    const sites = await Promise.all(typed.names.map((name) => sitesOf(run, name)));
    return sites.flat().map(({ cloud }) => cloud);
  } catch (error) {
    // Of an object that is not there, the clouds are still to be chosen from.
    if (isFailure(error)) return [];
    throw error;
  }
}

type Live = Exclude<Extract<Completes, string>, 'files' | 'regions' | 'places' | 'checks'>;

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
