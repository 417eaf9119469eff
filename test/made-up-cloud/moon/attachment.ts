import type { Attachment, AttachmentWords } from '../../../src/core/cloud-endpoint.ts';
import { UserError } from '../../../src/core/errors.ts';
import { type FlagValues, textIn } from '../../../src/cloud/flags/flag.ts';

/** One address of a group. */
interface MoonAddress {
  readonly name: string;
  readonly ipAddress: string;
}

/** What Atlas has to be told of a group of addresses: there is no id and no single address in it. */
export interface MoonAttachment {
  readonly cloud: 'MOON';
  readonly projectId: string;
  readonly groupName: string;
  readonly endpoints: readonly MoonAddress[];
}

/** What there is of an attachment; anything may be missing, or be of another form. */
type Parts = Readonly<Record<'projectId' | 'groupName' | 'endpoints', unknown>>;

/** The attachment of what is known of it; undefined while a part is missing. */
export function moonAttachment({ projectId, groupName, endpoints }: Parts): MoonAttachment | undefined {
  if (!isText(projectId) || !isText(groupName) || !Array.isArray(endpoints)) return undefined;
  const list = endpoints.flatMap((each: unknown) => (isAddress(each) ? [each] : []));
  return list.length === 0 ? undefined : { cloud: 'MOON', projectId, groupName, endpoints: list };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isAddress(value: unknown): value is MoonAddress {
  if (typeof value !== 'object' || value === null) return false;
  return 'name' in value && isText(value.name) && 'ipAddress' in value && isText(value.ipAddress);
}

/** Addresses as a flag and an item of a project write them: `a=10.0.0.1,b=10.0.0.2`. */
export function addressText(endpoints: readonly MoonAddress[]): string {
  return endpoints.map(({ name, ipAddress }) => `${name}=${ipAddress}`).join(',');
}

/** Reads them. @throws UserError for what is no address with a name */
export function parseAddresses(text: string): readonly MoonAddress[] {
  return text.split(',').map((each) => {
    const [name = '', ipAddress = '', more] = each.split('=');
    if (name !== '' && ipAddress !== '' && more === undefined) return { name, ipAddress };
    throw new UserError(`invalid value "${each}" for --moon-addresses: not NAME=ADDRESS`, {
      hint: 'it looks like --moon-addresses a=10.0.0.1,b=10.0.0.2',
    });
  });
}

/** What --id and its two flags say. */
export function attachmentOf(flags: FlagValues): MoonAttachment | undefined {
  const [groupName, projectId] = [textIn(flags, 'id'), textIn(flags, 'moon-project')];
  const text = textIn(flags, 'moon-addresses');
  return moonAttachment({ groupName, projectId, endpoints: text === undefined ? undefined : parseAddresses(text) });
}

function isMoon(attachment: Attachment): attachment is MoonAttachment {
  return attachment.cloud === 'MOON';
}

export function describeAttachment(attachment: Attachment): AttachmentWords | undefined {
  if (!isMoon(attachment)) return undefined;
  return {
    name: 'addresses',
    short: 'addresses',
    value: addressText(attachment.endpoints),
    flag: '--moon-addresses',
    constancy: 'nothing moves on the Moon',
  };
}
