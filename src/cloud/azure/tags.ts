import type { Owner } from '../../core/cloud-endpoint.ts';
import { type ReadTag, type TagLimits, ownerTags } from '../tags.ts';

export type Tags = Readonly<Record<string, string>>;

/** learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, "Limitations". */
export const tagLimits: TagLimits = {
  cloud: 'Azure',
  word: 'name',
  keyLength: 512,
  valueLength: 256,
  forbidden: { pattern: /[<>%&\\?/]/, reason: 'on Azure, a name cannot contain < > % & \\ ? /' },
  reserved: /^(?:microsoft|azure|windows)/i,
  own: 'kubectl-atlas-pe',
  ignoresCase: true,
};

/** The tag names by which a later run finds the endpoint of a source. Unlike on AWS, they cannot contain a slash. */
export const tagNames = {
  uid: 'kubectl-atlas-pe.uid',
  endpoint: 'kubectl-atlas-pe.endpoint',
  source: 'kubectl-atlas-pe.source',
} as const;

/** The tags of a new endpoint: ours and the user's. */
export function tagsOf(owner: Owner, extra: Tags): Tags {
  return { ...Object.fromEntries(ownerTags(owner, tagNames)), ...extra };
}

/** Reads the tags of a resource. Their names are case-insensitive, their values are not. */
export function tagReader(tags: Tags | undefined): ReadTag {
  return (name) => Object.entries(tags ?? {}).find(([known]) => known.toLowerCase() === name)?.[1];
}
