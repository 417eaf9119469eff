import { nearest } from '../../core/did-you-mean.ts';
import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { ApiError } from '../../kube/errors.ts';
import type { ObjectName, Source } from './source.ts';
import { allSources } from './table.ts';

/** The error for a cluster that does not serve a source's kind. @param source by default the one that every operator has */
export function notInstalled(error: ApiError, source: Source = allSources()[0]): UserError {
  const { resource, servedSince } = source;
  const { plural, group } = resource;
  const check = { kubectl: ['api-resources', `--api-group=${group}`] };
  if (servedSince !== undefined) {
    return new UserError(`this cluster does not serve ${plural}.${group}, which operator ${servedSince} introduced`, {
      cause: error,
      hint: ['upgrade the operator and its CRDs; check with: ', check],
    });
  }
  return new UserError(
    `the MongoDB Atlas Kubernetes Operator is not installed in this cluster, which does not serve ${plural}.${group}`,
    { cause: error, hint: ['install the operator, or choose another cluster with --context; check with: ', check] },
  );
}

/**
 * The error for a name that no object has, with similar names.
 * @param targets what was looked up: the same name in one or more kinds
 */
export async function notThere(
  client: KubeClient,
  targets: readonly (ObjectName & { readonly source: Source })[],
  error: ApiError,
  signal: AbortSignal,
): Promise<UserError> {
  const [first] = targets;
  if (first === undefined) throw new Error('a name was looked up in no kind');
  const lists = await Promise.all(
    targets.map(async ({ source, namespace }) => {
      const list = await client.list(source.resource, namespace, {}, signal).catch(() => undefined);
      const items = list?.items ?? [];
      // Of all kinds but the first, only objects that declare endpoints are worth proposing: most projects don't.
      const proposed = source === first.source ? items : items.filter((item) => source.isSource(item));
      return proposed.map((item) => item.metadata.name);
    }),
  );
  const names = [...new Set(lists.flat())];
  const { name, namespace, source } = first;
  const near = nearest(name, names);
  const hint: Hint =
    near !== undefined
      ? `did you mean "${near}"?`
      : names.length > 0
        ? `there are: ${names.slice(0, 10).join(', ')}`
        : [
            `namespace ${namespace} has none; search all namespaces with: `,
            { kubectl: ['get', source.resource.plural, '-A'] },
          ];
  return new UserError(`${error.message} in namespace ${namespace}`, { cause: error, hint });
}
