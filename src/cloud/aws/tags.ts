import type { Tag } from '@aws-sdk/client-ec2';
import type { Owner } from '../../core/cloud-endpoint.ts';
import { type ReadTag, type TagLimits, labelTag, ownerTags } from '../tags.ts';

/** docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html, "Tag restrictions". */
export const tagLimits: TagLimits = {
  cloud: 'AWS',
  word: 'key',
  keyLength: 128,
  valueLength: 256,
  reserved: /^aws:/i,
  own: 'kubectl-atlas-pe/',
  ignoresCase: false,
};

/** The tag keys by which a later run finds the endpoint of a source. */
export const tagKeys = {
  uid: 'kubectl-atlas-pe/uid',
  endpoint: 'kubectl-atlas-pe/endpoint',
  source: 'kubectl-atlas-pe/source',
} as const;

/** A tag in EC2's form. */
export interface Ec2Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags of a new endpoint: ours, a Name for the console unless the user gives one, and the user's. */
export function tagsOf(owner: Owner, extra: readonly Ec2Tag[]): Ec2Tag[] {
  const named = extra.some((tag) => tag.Key === 'Name');
  return [
    ...(named ? [] : [{ Key: 'Name', Value: `atlas-pe ${owner.namespace}/${owner.label}`.slice(0, 256) }]),
    ...ownerTags(owner, tagKeys).map(([Key, Value]) => ({ Key, Value })),
    ...extra,
  ];
}

/** The filters that find the owner's endpoints, whatever their service. */
export function ownerFilters(owner: Owner): { Name: string; Values: string[] }[] {
  return [
    { Name: `tag:${tagKeys.uid}`, Values: [owner.uid] },
    { Name: `tag:${tagKeys.endpoint}`, Values: [labelTag(owner)] },
  ];
}

/** The filter that finds all endpoints that this program created. */
export const anyoneFilters: { Name: string; Values: string[] }[] = [{ Name: 'tag-key', Values: [tagKeys.uid] }];

/** Reads the tags of an EC2 resource. */
export function tagReader(tags: readonly Tag[] | undefined): ReadTag {
  return (key) => tags?.find((tag) => tag.Key === key)?.Value;
}
