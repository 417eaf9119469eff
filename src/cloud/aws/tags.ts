import { type MadeFor, type Owner, sourceOf } from '../../core/cloud-endpoint.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tag keys by which a later run finds the endpoint of a source. */
export const tagKeys = {
  uid: 'kubectl-atlas-pe/uid',
  endpoint: 'kubectl-atlas-pe/endpoint',
  source: 'kubectl-atlas-pe/source',
} as const;

/** The tags of a new endpoint: ours, a Name for the console unless the person gives one, and the person's. */
export function tagsOf(owner: Owner, extra: readonly Tag[]): Tag[] {
  const named = extra.some((tag) => tag.Key === 'Name');
  return [
    ...(named ? [] : [{ Key: 'Name', Value: `atlas-pe ${owner.namespace}/${owner.label}`.slice(0, 256) }]),
    { Key: tagKeys.uid, Value: owner.uid },
    { Key: tagKeys.endpoint, Value: owner.label.slice(0, 256) },
    { Key: tagKeys.source, Value: sourceOf(owner) },
    ...extra,
  ];
}

/** The filters that find the owner's endpoints, whatever their service. */
export function ownerFilters(owner: Owner): { Name: string; Values: string[] }[] {
  return [
    { Name: `tag:${tagKeys.uid}`, Values: [owner.uid] },
    { Name: `tag:${tagKeys.endpoint}`, Values: [owner.label.slice(0, 256)] },
  ];
}

/** The filter that finds the endpoints that this program made, for whomever. */
export const anyoneFilters: { Name: string; Values: string[] }[] = [{ Name: 'tag-key', Values: [tagKeys.uid] }];

/** Whom an endpoint with these tags was made for; undefined for one that this program did not make. */
export function madeFor(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): MadeFor | undefined {
  const value = (key: string): string | undefined => tags?.find((tag) => tag.Key === key)?.Value;
  const [uid, source, label] = [value(tagKeys.uid), value(tagKeys.source), value(tagKeys.endpoint)];
  return uid === undefined || source === undefined || label === undefined ? undefined : { uid, source, label };
}

/** Whether an endpoint with these tags is the owner's. */
export function isOwned(
  owner: Owner,
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): boolean {
  const value = (key: string): string | undefined => tags?.find((tag) => tag.Key === key)?.Value;
  return value(tagKeys.uid) === owner.uid && value(tagKeys.endpoint) === owner.label.slice(0, 256);
}
