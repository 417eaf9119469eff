import { UserError } from '../../core/errors.ts';
import { type NextCommand, joined } from '../../core/next-command.ts';
import type { KubeClient } from '../../kube/client.ts';
import { ApiError } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Run } from '../run.ts';
import { notInstalled, notThere } from './not-found.ts';
import type { ObjectName, Source } from './source.ts';
import { allSources, sources } from './table.ts';
import { sourceKindOf } from './types.ts';

/** A source object that the user named. */
export interface Target extends ObjectName {
  readonly source: Source;
  /** As kubectl names it: `atlasdeployment/orders`. */
  readonly reference: string;
}

/** The target of a name, whether or not such an object exists. */
export function targetOf(source: Source, namespace: string, name: string): Target {
  return { source, namespace, name, reference: `${source.resource.singular}/${name}` };
}

/** The source of a type in any spelling that kubectl accepts; undefined if there is none. @param type in lower case */
export function sourceOfType(type: string): Source | undefined {
  const kind = sourceKindOf(type);
  return kind === undefined ? undefined : sources[kind];
}

/**
 * Reads `NAME` or `TYPE/NAME`, with the type's singular, plural, qualified or short name.
 * @returns a target for each kind that it may be: all of them for a bare name
 * @throws UserError for another type or an empty name
 */
export function parseTarget(text: string, namespace: string): readonly [Target, ...Target[]] {
  const at = text.indexOf('/');
  const [type, name] = at < 0 ? [undefined, text] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  const typed = type === undefined ? undefined : sourceOfType(type);
  const hint = 'write NAME or TYPE/NAME, such as ad/orders';
  if (type !== undefined && typed === undefined) {
    const known = allSources()
      .map(({ resource, shortNames }) => `${resource.singular} (${shortNames.join(', ')})`)
      .join(', ');
    throw new UserError(`invalid source "${text}": the type "${type}" is not one of ${known}`, { hint });
  }
  if (name === '' || name.includes('/'))
    throw new UserError(`invalid source "${text}": the name is missing or contains a slash`, { hint });
  const [first, ...others] = typed === undefined ? allSources() : [typed];
  return [targetOf(first, namespace, name), ...others.map((source) => targetOf(source, namespace, name))];
}

/** @throws UserError with similar names if there is no such object, and UserError if the operator's CRDs are missing */
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

/** A target with its object, which is undefined if it does not exist yet but can be created. */
export interface FoundTarget {
  readonly target: Target;
  readonly object: KubeObject | undefined;
}

/** What to look up. */
export interface TargetQuery {
  /** `NAME` or `TYPE/NAME`. */
  readonly text: string;
  readonly namespace: string;
  /** Whether flags describe the object, so that it is created if it does not exist. */
  readonly described: boolean;
  /** The command for a source, to propose if several kinds have an object of the name. */
  readonly command: (source: string) => NextCommand;
}

/**
 * The object that `NAME` or `TYPE/NAME` names. A bare name is looked up in every kind that the cluster serves.
 * @throws UserError if there is none, or if several kinds have one
 */
export async function findTarget({ client, time }: Run, query: TargetQuery): Promise<FoundTarget> {
  const candidates = parseTarget(query.text, query.namespace);
  const [first, second] = candidates;
  const creatable = query.described ? candidates.find(({ source }) => source.describable) : undefined;
  if (second === undefined && creatable === undefined)
    return { target: first, object: await readTarget(client, first, time.signal) };
  const looks = await Promise.all(candidates.map((target) => look(client, target, time.signal)));
  const found = chooseFound(looks, query);
  if (found !== undefined) return found;
  const errors = looks.map(({ error }) => error);
  const hard = errors.find((error) => error !== undefined && error.code !== 404);
  if (hard !== undefined) throw hard;
  const missing = looks.find(({ target }) => target === creatable);
  if (missing?.error?.notServed === true) throw notInstalled(missing.error, missing.target.source);
  if (creatable !== undefined) return { target: creatable, object: undefined };
  const [error] = errors;
  if (error === undefined) throw new Error('nothing was found and nothing is missing');
  if (error.notServed) throw notInstalled(error, first.source);
  const served = looks.filter((each) => each.error?.notServed !== true).map(({ target }) => target);
  throw await notThere(client, served, error, time.signal);
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

/** The object among those of the same name; undefined if there is none. @throws UserError if there are several */
function chooseFound(looks: readonly Look[], { text, command }: TargetQuery): FoundTarget | undefined {
  const found = looks.flatMap(({ target, object }) => (object === undefined ? [] : [{ target, object }]));
  // Objects that declare endpoints win over those that don't: projects and clusters often share a name.
  const declaring = found.filter(({ target, object }) => target.source.isSource(object));
  const [only, another] = declaring.length > 0 ? declaring : found;
  if (another === undefined) return only;
  const references = found.map(({ target }) => target.reference);
  throw new UserError(`several objects are named "${text}": ${references.join(', ')}`, {
    hint: ['choose one with: ', ...joined(references.map(command), '  or: ')],
  });
}
