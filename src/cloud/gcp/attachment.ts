import { isIPv4 } from 'node:net';
import type { Attachment, AttachmentWords } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';
import { type FlagValues, textIn } from '../flags/flag.ts';

/** A forwarding rule as Atlas has to be told of it. */
export interface RuleAttachment {
  readonly name: string;
  /** Its internal IPv4 address. */
  readonly ipAddress: string;
}

/** What Atlas has to be told of an endpoint on Google Cloud: a group with one forwarding rule for each service attachment. */
export interface GcpAttachment {
  readonly cloud: 'GCP';
  /** The project that owns the rules. */
  readonly projectId: string;
  /** With mapped ports the name of the only rule. */
  readonly groupName: string;
  readonly endpoints: readonly RuleAttachment[];
}

/** The attachment of a group; undefined while a part of it is missing. */
export function gcpAttachment(
  projectId: string | undefined,
  groupName: string | undefined,
  endpoints: readonly Partial<RuleAttachment>[],
): GcpAttachment | undefined {
  if (projectId === undefined || projectId === '' || groupName === undefined || groupName === '') return undefined;
  const whole = endpoints.flatMap(({ name = '', ipAddress = '' }) =>
    name === '' || ipAddress === '' ? [] : [{ name, ipAddress }],
  );
  if (whole.length === 0 || whole.length < endpoints.length) return undefined;
  return { cloud: 'GCP', projectId, groupName, endpoints: whole };
}

/**
 * What --id, --ip and --gcp-project say of one rule; undefined while one of them is missing: then the rule is looked at.
 * @throws UserError for an address that is none, or that comes without the id of its endpoint
 */
export function attachmentOf(flags: FlagValues): GcpAttachment | undefined {
  const [id, ipAddress, project] = ['id', 'ip', 'gcp-project'].map((name) => textIn(flags, name));
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
  return gcpAttachment(project, id, [{ name: id, ipAddress }]);
}

/** Whether an attachment is one of this cloud's. */
export function isGcp(attachment: Attachment): attachment is GcpAttachment {
  return attachment.cloud === 'GCP';
}

/** The address of a rule in words; of several rules the addresses say nothing to a person. */
export function describeAttachment(attachment: Attachment): AttachmentWords | undefined {
  if (!isGcp(attachment)) return undefined;
  const [only, another] = attachment.endpoints;
  if (only === undefined || another !== undefined) return undefined;
  return {
    name: 'internal address',
    short: 'address',
    value: only.ipAddress,
    flag: '--ip',
    constancy: 'the address of a forwarding rule never changes on Google Cloud',
  };
}
