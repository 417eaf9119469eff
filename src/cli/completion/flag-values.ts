import { type DatabaseUser, userResource } from '../../atlas/api/database-user.ts';
import { loadKubeconfig } from '../../kube/config/kubeconfig-file.ts';
import type { Resource } from '../../kube/resource.ts';
import type { ClusterArguments } from '../args/cluster-flags.ts';
import type { Completes } from '../args/flag.ts';
import { openClient } from '../open-run.ts';
import type { Context } from '../context.ts';
import { type Candidates, directives, nothing, startingPlain } from './candidates.ts';
import { endpointLabels } from './names.ts';
import { type OpenFlag, type Typed, typedArguments } from './typed.ts';

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

type Live = Exclude<Extract<Completes, string>, 'files'>;

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
      return endpointLabels(await openClient(args, context), source);
    case 'database-users': {
      const { client, namespace } = await openClient(args, context);
      const { items } = await client.list<DatabaseUser>(userResource, namespace);
      return new Set(items.flatMap(({ spec }) => spec?.username ?? []));
    }
  }
}
