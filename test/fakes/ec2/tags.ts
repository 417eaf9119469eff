import type { Action } from './action.ts';
import { Ec2Error, idKinds, invalidValue, lookUp } from './errors.ts';
import type { Region } from './model.ts';
import type { Query, Tags } from './query.ts';
import type { Xml } from './xml.ts';

const most = 50;

export const tagSet = (tags: Tags): Xml => [...tags].map(([key, value]) => ({ key, value }));

/** Adds tags to what already is on a resource. @throws Ec2Error and changes nothing */
function put(onto: Map<string, string>, added: Tags): void {
  for (const [key, value] of added) {
    if (key === '') throw new Ec2Error('InvalidTagKey.Malformed', 'Tag key cannot be empty or null');
    if (key.startsWith('aws:')) throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use`);
    if (key.length > 128) throw invalidValue(`Tag key exceeds the maximum length of 128 characters`);
    if (value.length > 256) throw invalidValue(`Tag value exceeds the maximum length of 256 characters`);
  }
  if (new Set([...onto.keys(), ...added.keys()]).size > most) {
    throw new Ec2Error('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  }
  for (const [key, value] of added) onto.set(key, value);
}

/** The tags that a creation asks for. @throws Ec2Error when it asks to tag another type of resource */
export function tagsOnCreate(query: Query, resourceType: string, region: string): Map<string, string> {
  // A partition that is isolated from the others.
  if (region.includes('-iso') && query.text('TagSpecification.1.ResourceType') !== undefined)
    throw new Ec2Error('UnsupportedOperation', 'The operation is not supported in this partition.');
  const tags = new Map<string, string>();
  for (let n = 1; query.text(`TagSpecification.${n}.ResourceType`) !== undefined; n += 1) {
    const type = query.required(`TagSpecification.${n}.ResourceType`);
    if (type !== resourceType)
      throw invalidValue(`'${type}' is not a valid taggable resource type for this operation.`);
    const added = query.tags(`TagSpecification.${n}.Tag`);
    if (added.size === 0) throw invalidValue('Tag specification must have at least one tag');
    put(tags, added);
  }
  return tags;
}

function tagsOf(region: Region, id: string): Map<string, string> {
  const kinds = [
    [idKinds.endpoint, region.endpoints],
    [idKinds.vpc, region.vpcs],
    [idKinds.subnet, region.subnets],
    [idKinds.group, region.groups],
    [idKinds.instance, region.instances],
  ] as const;
  for (const [kind, known] of kinds) {
    const [found] = id.startsWith(`${kind.prefix}-`)
      ? lookUp<{ readonly tags: Map<string, string> }>(kind, [id], known)
      : [];
    if (found !== undefined) return found.tags;
  }
  throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
}

export const createTags: Action = {
  knows: ['ResourceId', 'Tag'],
  run({ query, region }) {
    const resources = [query.required('ResourceId.1'), ...query.list('ResourceId').slice(1)].map((id) =>
      tagsOf(region, id),
    );
    query.required('Tag.1.Key');
    for (const tags of resources) put(tags, query.tags('Tag'));
    return { return: true };
  },
};
