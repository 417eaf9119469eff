import { type MadeFor, type Owner, sourceOf } from '../core/cloud-endpoint.ts';
import { UserError } from '../core/errors.ts';

/** What a cloud allows in a tag, and what it calls one. */
export interface TagLimits {
  /** The cloud as messages name it. */
  readonly cloud: string;
  /** Its word for the part before the equals sign: `key` or `name`. */
  readonly word: string;
  readonly keyLength: number;
  readonly valueLength: number;
  /** What a key must not contain. */
  readonly forbidden?: { readonly pattern: RegExp; readonly reason: string };
  /** What a value must match, where not everything is allowed. */
  readonly value?: { readonly pattern: RegExp; readonly rule: string };
  /** The prefix of the cloud's own keys, in any case. */
  readonly reserved: RegExp;
  /** The prefix of this program's keys, by which it finds its endpoints. */
  readonly own: string;
  /** Whether keys that differ only in case are the same. */
  readonly ignoresCase: boolean;
}

/** Reads KEY=VALUE. @throws UserError for a tag that the cloud would refuse, and for one of this program's own keys */
export function parseTag(text: string, limits: TagLimits): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  const reason = at <= 0 ? 'not key=value' : refusalOf(key, value, limits);
  if (reason === undefined) return [key, value];
  throw new UserError(`invalid value "${text}" for --tag: ${reason}`, { hint: 'write it like --tag team=payments' });
}

function refusalOf(key: string, value: string, limits: TagLimits): string | undefined {
  const { cloud, word, keyLength, valueLength, forbidden, own } = limits;
  if (forbidden?.pattern.test(key) === true) return forbidden.reason;
  const reserved = limits.reserved.exec(key)?.[0];
  if (reserved !== undefined) return `${word}s beginning with "${reserved}" belong to ${cloud}`;
  if ((limits.ignoresCase ? key.toLowerCase() : key).startsWith(own))
    return `${word}s beginning with "${own}" are how this plugin finds its endpoints`;
  if (key.length > keyLength) return `a ${word} has at most ${keyLength} characters`;
  if (limits.value?.pattern.test(value) === false) return limits.value.rule;
  if (value.length > valueLength) return `a value has at most ${valueLength} characters`;
  return undefined;
}

/** The length of a value that every cloud accepts; labels and sources are cut to it. */
const VALUE_LENGTH = 256;

/** The keys by which a later run finds the endpoint of a source, in a form that the cloud allows. */
export interface TagKeys {
  readonly uid: string;
  readonly endpoint: string;
  readonly source: string;
}

/** The value of a tag, by its key; undefined if there is no such tag. */
export type ReadTag = (key: string) => string | undefined;

/** The tags of an owner's new endpoint. */
export function ownerTags(owner: Owner, keys: TagKeys): readonly (readonly [key: string, value: string])[] {
  return [
    [keys.uid, owner.uid],
    [keys.endpoint, labelTag(owner)],
    [keys.source, sourceOf(owner)],
  ];
}

/** A label as the tag holds it. */
export function labelTag({ label }: Owner): string {
  return label.slice(0, VALUE_LENGTH);
}

/** Whom an endpoint was created for, by its tags; undefined for one that this program did not create. */
export function readMadeFor(read: ReadTag, keys: TagKeys): MadeFor | undefined {
  const [uid, source, label] = [read(keys.uid), read(keys.source), read(keys.endpoint)];
  return uid === undefined || source === undefined || label === undefined ? undefined : { uid, source, label };
}

/** Whether an endpoint with these tags is the owner's. */
export function isOwnedBy(owner: Owner, read: ReadTag, keys: TagKeys): boolean {
  return read(keys.uid) === owner.uid && read(keys.endpoint) === labelTag(owner);
}
