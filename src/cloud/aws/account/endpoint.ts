import { type CliScope, removeCommand } from '../command.ts';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { AsFlags, CloudEndpoint, Owner, Readiness } from '../../../core/cloud-endpoint.ts';
import { isOwnedBy, readMadeFor } from '../../tags.ts';
import { awsAttachment } from '../attachment.ts';
import type { AwsDetails } from '../details.ts';
import { regionOfService } from '../region.ts';
import { tagKeys, tagReader } from '../tags.ts';

/**
 * What a state of EC2 means. The SDK's types spell the states with a capital, the wire does not, so they are compared in lower
 * case. `pending` comes twice: before `pendingAcceptance` and again between the owner's acceptance and `available`.
 */
export function readinessOf(state: string): Readiness {
  switch (state.toLowerCase()) {
    case 'pendingacceptance':
      return 'ready';
    case 'available':
    case 'partial':
      return 'connected';
    case 'rejected':
    case 'failed':
    case 'expired':
      return 'dead';
    case 'deleting':
    case 'deleted':
      return 'gone';
    default:
      return 'creating';
  }
}

/** EC2's endpoint in the words that all clouds share. */
export function cloudEndpoint(endpoint: VpcEndpoint, owner: Owner | undefined, scope: CliScope): CloudEndpoint {
  const { VpcEndpointId: id = '', Tags: tags } = endpoint;
  const state = endpoint.State ?? 'unknown';
  const reason = [endpoint.LastError?.Code, endpoint.LastError?.Message ?? endpoint.FailureReason].filter(
    (part) => part !== undefined,
  );
  return {
    id,
    attachment: awsAttachment(id),
    service: endpoint.ServiceName ?? '',
    readiness: readinessOf(state),
    state,
    reason: reason.length === 0 ? undefined : reason.join(': '),
    place: endpoint.VpcId ?? '<unknown>',
    asFlags: asFlags(endpoint, scope),
    details: detailsOf(endpoint, scope),
    ours: owner !== undefined && isOwnedBy(owner, tagReader(tags), tagKeys),
    madeFor: readMadeFor(tagReader(tags), tagKeys),
    removeCommand: removeCommand(id, scope),
  };
}

function asFlags({ VpcId, SubnetIds, Groups, IpAddressType, Tags }: VpcEndpoint, { region }: CliScope): AsFlags {
  return {
    ...(VpcId === undefined ? {} : { 'vpc-id': VpcId }),
    ...(SubnetIds === undefined ? {} : { 'subnet-id': SubnetIds }),
    ...(Groups === undefined ? {} : { 'security-group-id': Groups.flatMap(({ GroupId }) => GroupId ?? []) }),
    ...(IpAddressType === undefined ? {} : { 'ip-address-type': IpAddressType.toLowerCase() }),
    ...(region === undefined ? {} : { region }),
    tag: (Tags ?? []).map(({ Key = '', Value = '' }) => `${Key}=${Value}`),
  };
}

function detailsOf(endpoint: VpcEndpoint, { region }: CliScope): AwsDetails | undefined {
  const { VpcId: vpcId, SubnetIds: subnetIds = [], Groups = [], Tags = [], ServiceName: service = '' } = endpoint;
  if (vpcId === undefined || region === undefined) return undefined;
  const home = endpoint.ServiceRegion ?? regionOfService(service);
  return {
    cloud: 'AWS',
    region,
    serviceRegion: home === region ? undefined : home,
    vpcId,
    subnetIds,
    groupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
    privateDns: endpoint.PrivateDnsEnabled === true,
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
