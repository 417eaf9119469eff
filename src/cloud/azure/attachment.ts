import { isIPv4 } from 'node:net';
import type { Attachment, AttachmentWords } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { type FlagValues, textIn } from '../flags/flag.ts';

/** What Atlas needs to know about an Azure private endpoint. */
export interface AzureAttachment {
  readonly cloud: 'AZURE';
  /** The private endpoint's resource id. */
  readonly id: string;
  /** Its private IPv4 address. */
  readonly ipAddress: string;
}

/** The attachment of an id and its address; undefined if one of the two is missing. */
export function azureAttachment(id: string | undefined, ipAddress: string | undefined): AzureAttachment | undefined {
  if (id === undefined || id === '' || ipAddress === undefined || ipAddress === '') return undefined;
  return { cloud: 'AZURE', id, ipAddress };
}

/**
 * The attachment that --id and --ip describe; undefined without an address, which is then read from the endpoint.
 * @throws UserError for a malformed address, or one without the id of its endpoint
 */
export function attachmentOf(flags: FlagValues): AzureAttachment | undefined {
  const [id, ipAddress] = [textIn(flags, 'id'), textIn(flags, 'ip')];
  if (ipAddress === undefined) return undefined;
  if (!isIPv4(ipAddress)) {
    throw new UserError(`invalid value "${ipAddress}" for --ip: not an IPv4 address`, {
      hint: 'it looks like --ip=10.20.1.4',
    });
  }
  if (id === undefined) {
    throw new UserError('--ip requires --id: the address belongs to one endpoint', {
      hint: 'omit both to have the endpoint looked up',
    });
  }
  return azureAttachment(id, ipAddress);
}

function isAzure(attachment: Attachment): attachment is AzureAttachment {
  return attachment.cloud === 'AZURE';
}

/** The private address in words. */
export function describeAttachment(attachment: Attachment): AttachmentWords | undefined {
  if (!isAzure(attachment)) return undefined;
  return {
    name: 'private address',
    short: 'address',
    value: attachment.ipAddress,
    flag: '--ip',
    constancy: 'the address of a private endpoint never changes on Azure',
  };
}
