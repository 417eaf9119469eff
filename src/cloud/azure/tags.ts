import { type MadeFor, type Owner, sourceOf } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';

export type Tags = Readonly<Record<string, string>>;

/** The tag names by which a later run finds the endpoint of a source. A slash, as in the ones on AWS, is not allowed here. */
export const tagNames = {
  uid: 'kubectl-atlas-pe.uid',
  endpoint: 'kubectl-atlas-pe.endpoint',
  source: 'kubectl-atlas-pe.source',
} as const;

/** Limits: learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, "Limitations". */
export function parseTag(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  const refuse = (reason: string): never => {
    throw new UserError(`invalid value "${text}" for --tag: ${reason}`, { hint: 'write it like --tag team=payments' });
  };
  if (at <= 0) refuse('not key=value');
  if (/[<>%&\\?/]/.test(name)) refuse('a name on Azure has none of < > % & \\ ? /');
  const reserved = /^(microsoft|azure|windows)/i.exec(name)?.[0];
  if (reserved !== undefined) refuse(`names beginning with "${reserved}" belong to Azure`);
  if (name.toLowerCase().startsWith('kubectl-atlas-pe'))
    refuse('names beginning with "kubectl-atlas-pe" are how this program finds its endpoints');
  if (name.length > 512) refuse('a name has at most 512 characters');
  if (value.length > 256) refuse('a value has at most 256 characters');
  return [name, value];
}

/** The tags of a new endpoint: ours and the person's. */
export function tagsOf(owner: Owner, extra: Tags): Tags {
  return {
    [tagNames.uid]: owner.uid,
    [tagNames.endpoint]: owner.label.slice(0, 256),
    [tagNames.source]: sourceOf(owner),
    ...extra,
  };
}

/** Whom an endpoint with these tags was made for; undefined for one that this program did not make. */
export function madeFor(tags: Readonly<Record<string, string>> | undefined): MadeFor | undefined {
  const value = (name: string): string | undefined =>
    Object.entries(tags ?? {}).find(([known]) => known.toLowerCase() === name)?.[1];
  const [uid, source, label] = [value(tagNames.uid), value(tagNames.source), value(tagNames.endpoint)];
  return uid === undefined || source === undefined || label === undefined ? undefined : { uid, source, label };
}

/** Whether an endpoint with these tags is the owner's. Tag names are case-insensitive, values are not. */
export function isOwned(owner: Owner, tags: Readonly<Record<string, string>> | undefined): boolean {
  const value = (name: string): string | undefined =>
    Object.entries(tags ?? {}).find(([known]) => known.toLowerCase() === name)?.[1];
  return value(tagNames.uid) === owner.uid && value(tagNames.endpoint) === owner.label.slice(0, 256);
}
