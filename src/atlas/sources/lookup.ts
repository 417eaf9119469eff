import { nearest } from '../../core/did-you-mean.ts';
import { UserError } from '../../core/errors.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { type Source, type SourceKind } from './source.ts';
import { sources } from './table.ts';

/** A source object that a person named. */
export interface Target {
  readonly source: Source;
  readonly namespace: string;
  readonly name: string;
  /** As kubectl names it: `atlasdeployment/orders`. */
  readonly reference: string;
}

const kinds = Object.entries(sources) as unknown as [SourceKind, Source][];

function spellings([kind, { resource, shortNames }]: [SourceKind, Source]): readonly string[] {
  const { singular, plural, group, version } = resource;
  const qualified = [singular, plural].flatMap((name) => [`${name}.${group}`, `${name}.${version}.${group}`]);
  return [kind, singular, plural, ...qualified, ...shortNames];
}

/** The target of a name, whether there is such an object or not. */
export function targetOf(source: Source, namespace: string, name: string): Target {
  return { source, namespace, name, reference: `${source.resource.singular}/${name}` };
}

/**
 * Reads `NAME` or `TYPE/NAME`, with the type's singular, plural, qualified or short name.
 * @returns the kinds that are meant: all of them for a bare name
 * @throws UserError for another type or an empty name
 */
export function parseTarget(text: string, namespace: string): readonly [Target, ...Target[]] {
  const at = text.indexOf('/');
  const [type, name] = at < 0 ? [undefined, text] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  const [first, ...more] = kinds.filter((entry) => type === undefined || spellings(entry).includes(type));
  if (first === undefined) {
    const known = kinds.map(([kind, source]) => `${kind} (${source.shortNames.join(', ')})`).join(', ');
    throw new UserError(`"${text}" names no source: the type "${type}" is not one of ${known}`, {
      hint: 'write NAME or TYPE/NAME, such as ad/orders',
    });
  }
  if (name === '' || name.includes('/')) {
    throw new UserError(`"${text}" names no source: the name is missing or has a slash`, {
      hint: 'write NAME or TYPE/NAME, such as ad/orders',
    });
  }
  return [targetOf(first[1], namespace, name), ...more.map(([, source]) => targetOf(source, namespace, name))];
}

/** The error for a cluster that does not serve the operator's kinds, or not this one. */
export function notInstalled(error: ApiError, source: Source = sources.atlasdeployment): UserError {
  const { plural, group, kind } = source.resource;
  const check = 'check with: kubectl api-resources --api-group=atlas.mongodb.com';
  if (kind === 'AtlasPrivateEndpoint') {
    return new UserError(`this cluster serves no ${plural}.${group}: it came with operator 2.6.0`, {
      cause: error,
      hint: `upgrade the operator and its CRDs; ${check}`,
    });
  }
  return new UserError(
    `the MongoDB Atlas Kubernetes Operator is not installed in this cluster: it serves no ${plural}.${group}`,
    { cause: error, hint: `install the operator, or choose another cluster with --context; ${check}` },
  );
}

/** @throws UserError with near names when there is no such object, and when the operator's CRDs are missing */
export async function readTarget(client: KubeClient, target: Target, signal: AbortSignal): Promise<KubeObject> {
  const { source, namespace, name } = target;
  try {
    return await client.get(source.resource, namespace, name, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error;
    if (error.notServed) throw notInstalled(error, source);
    throw await notThere(client, [target], error, signal);
  }
}

async function notThere(
  client: KubeClient,
  targets: readonly Target[],
  error: ApiError,
  signal: AbortSignal,
): Promise<UserError> {
  const lists = await Promise.all(
    targets.map(async ({ source, namespace }) => {
      const list = await client.list(source.resource, namespace, {}, signal).catch(() => undefined);
      const items = list?.items ?? [];
      // Of projects only those that declare endpoints could have been meant.
      const meant = source === targets[0]?.source ? items : items.filter((item) => source.isSource(item));
      return meant.map((item) => item.metadata.name);
    }),
  );
  const names = [...new Set(lists.flat())];
  const [{ name, namespace, source }] = targets as readonly [Target, ...Target[]];
  const meant = nearest(name, names);
  const hint =
    meant !== undefined
      ? `did you mean "${meant}"?`
      : names.length > 0
        ? `there are: ${names.slice(0, 10).join(', ')}`
        : `namespace ${namespace} has none; look in all with: kubectl get ${source.resource.plural} -A`;
  return new UserError(`${error.message} in namespace ${namespace}`, { cause: error, hint });
}

/** A target with the object that it names; without one where the target may still be to be made. */
export interface FoundTarget {
  readonly target: Target;
  readonly object: KubeObject | undefined;
}

/**
 * The object that `NAME` or `TYPE/NAME` names. A bare name is looked up in every kind that the cluster serves.
 * @param options.makes the kind that is made where it is not there yet
 * @param options.command the command with `SOURCE` in it, for who has to choose between kinds
 * @throws UserError when there is none, or when several kinds have one
 */
export async function findTarget(
  client: KubeClient,
  text: string,
  namespace: string,
  signal: AbortSignal,
  options: { readonly makes?: SourceKind | undefined; readonly command: string },
): Promise<FoundTarget> {
  const candidates = parseTarget(text, namespace);
  const [first, second] = candidates;
  const makes = candidates.find(({ source }) => source.resource.singular === options.makes);
  if (second === undefined && makes === undefined)
    return { target: first, object: await readTarget(client, first, signal) };
  const looks = await Promise.all(candidates.map((target) => look(client, target, signal)));
  const found = looks.flatMap(({ target, object }) => (object === undefined ? [] : [{ target, object }]));
  // What declares no endpoint gives way to what does: projects and clusters are often named alike.
  const declaring = found.filter(({ target, object }) => target.source.isSource(object));
  const [only, another] = declaring.length > 0 ? declaring : found;
  if (only !== undefined && another === undefined) return only;
  if (only !== undefined) {
    const commands = found.map(({ target }) => options.command.replace('SOURCE', target.reference));
    throw new UserError(`"${text}" is the name of ${found.map(({ target }) => target.reference).join(' and of ')}`, {
      hint: `choose with: ${commands.join('  or: ')}`,
    });
  }
  const errors = looks.map(({ error }) => error);
  const hard = errors.find((error) => error !== undefined && error.code !== 404);
  if (hard !== undefined) throw hard;
  const missing = looks.find(({ target }) => target === makes);
  if (missing?.error?.notServed === true) throw notInstalled(missing.error, missing.target.source);
  if (makes !== undefined) return { target: makes, object: undefined };
  const [error] = errors;
  if (error === undefined) throw new Error('nothing was found and nothing is missing');
  if (error.notServed) throw notInstalled(error, first.source);
  const served = looks.filter((each) => each.error?.notServed !== true).map(({ target }) => target);
  throw await notThere(client, served, error, signal);
}

interface Look {
  readonly target: Target;
  readonly object: KubeObject | undefined;
  readonly error: ApiError | undefined;
}

async function look(client: KubeClient, target: Target, signal: AbortSignal): Promise<Look> {
  try {
    const object = await client.get(target.source.resource, target.namespace, target.name, signal);
    return { target, object, error: undefined };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 401 || error.code >= 500) throw error;
    return { target, object: undefined, error };
  }
}
