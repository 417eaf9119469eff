import { nearest } from '../core/nearest.ts';
import { AmbiguousError, UserError } from '../core/errors.ts';
import type { EndpointState } from '../core/phase.ts';
import type { KubeClient } from '../kube/client.ts';
import { ApiError } from '../kube/errors.ts';
import type { KubeObject } from '../kube/resource.ts';
import { type Source, type SourceKind, sources } from './source.ts';

/** A source object that a person named. */
export interface Target {
  readonly source: Source;
  readonly namespace: string;
  readonly name: string;
  /** As kubectl names it: `atlasdeployment/orders`. */
  readonly reference: string;
}

const kinds = Object.entries(sources) as unknown as [SourceKind, Source][];

/**
 * Reads `NAME` or `TYPE/NAME`, with the type's singular, plural, full or short name.
 * @throws UserError for another type or an empty name
 */
export function parseTarget(text: string, namespace: string): Target {
  const at = text.indexOf('/');
  const [type, name] = at < 0 ? [undefined, text] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  const entry = kinds.find(([kind, source]) => {
    const { singular, plural, group } = source.resource;
    return (
      type === undefined ||
      [kind, singular, plural, `${singular}.${group}`, `${plural}.${group}`, ...source.shortNames].includes(type)
    );
  });
  if (entry === undefined) {
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
  const [, source] = entry;
  return { source, namespace, name, reference: `${source.resource.singular}/${name}` };
}

/** The error for a cluster that does not serve the operator's kinds. */
export function notInstalled(error: ApiError): UserError {
  return new UserError(
    'the MongoDB Atlas Kubernetes Operator is not installed in this cluster: it serves no atlasdeployments.atlas.mongodb.com',
    {
      cause: error,
      hint: 'install the operator, or choose another cluster with --context; check with: kubectl api-resources --api-group=atlas.mongodb.com',
    },
  );
}

/** @throws UserError with near names when there is no such object, and when the operator's CRDs are missing */
export async function readTarget(client: KubeClient, target: Target, signal: AbortSignal): Promise<KubeObject> {
  const { source, namespace, name } = target;
  try {
    return await client.get(source.resource, namespace, name, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error;
    if (error.notServed) throw notInstalled(error);
    const list = await client.list(source.resource, namespace, {}, signal).catch(() => undefined);
    const names = list?.items.map((item) => item.metadata.name) ?? [];
    const meant = nearest(name, names);
    const hint =
      meant !== undefined
        ? `did you mean "${meant}"?`
        : names.length > 0
          ? `there are: ${names.slice(0, 10).join(', ')}`
          : `namespace ${namespace} has none; look in all with: kubectl get ${source.resource.plural} -A`;
    throw new UserError(`${error.message} in namespace ${namespace}`, { cause: error, hint });
  }
}

/**
 * The label that is meant: the one named, else the only one there is, else the default.
 * @param create whether a label that does not exist yet may be chosen
 * @throws UserError when several could be meant, or when none exists and none may be created
 */
export function chooseLabel(
  target: Target,
  object: KubeObject,
  named: string | undefined,
  create: boolean,
): { label: string; chosen: string | undefined } {
  const endpoints = target.source.endpoints(object);
  const labels = endpoints.map((endpoint) => endpoint.label);
  if (named !== undefined) {
    if (!create && !labels.includes(named)) throw labelMissing(target, named, endpoints);
    return { label: named, chosen: undefined };
  }
  const declared = endpoints.filter((endpoint) => endpoint.declared);
  const [only, second] = declared;
  const standard = target.source.defaultLabel(object);
  if (only !== undefined && second === undefined) return { label: only.label, chosen: 'the only one' };
  if (declared.some((endpoint) => endpoint.label === standard)) return { label: standard, chosen: 'the default label' };
  if (only === undefined && create) return { label: standard, chosen: 'the default label' };
  if (only === undefined) {
    throw new UserError(`${target.reference} declares no private endpoint`, {
      hint: `declare one with: kubectl atlas-pe create ${target.reference}`,
    });
  }
  throw new AmbiguousError(
    `${target.reference} declares several endpoints: ${declared.map((endpoint) => endpoint.label).join(', ')}`,
    `choose one with --endpoint ${only.label}`,
    'endpoint',
    declared.map(({ label, phase }) => ({ value: label, text: `${label} (${phase ?? '<unknown>'})` })),
  );
}

function labelMissing(target: Target, label: string, endpoints: readonly EndpointState[]): UserError {
  const labels = endpoints.map((endpoint) => endpoint.label);
  const meant = nearest(label, labels);
  return new UserError(`${target.reference} has no endpoint "${label}"`, {
    hint:
      meant !== undefined
        ? `did you mean --endpoint ${meant}?`
        : labels.length > 0
          ? `it has: ${labels.join(', ')}`
          : `declare it with: kubectl atlas-pe create ${target.reference} --endpoint ${label}`,
  });
}
