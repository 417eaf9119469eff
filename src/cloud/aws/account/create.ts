import type { CreateVpcEndpointCommandInput, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Owner } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { AwsPlacement } from '../placement.ts';
import { type Ec2Tag, tagsOf } from '../tags.ts';
import { clientToken } from './client-token.ts';
import { causeOf } from '../../account/errors.ts';
import type { Ec2 } from './ec2.ts';
import { refusesTags } from './errors.ts';

/** How many creations are attempted if EC2 answers the token with an endpoint that is already deleted. */
const ATTEMPTS = 3;

/** An interface endpoint to create. */
export interface NewEndpoint {
  readonly owner: Owner;
  readonly service: string;
  /** The service's region, if the endpoint is in another one. */
  readonly serviceRegion: string | undefined;
  readonly placement: AwsPlacement;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/** What EC2 is asked for. @param replaced ids of dead endpoints that this one replaces */
export function requestOf(endpoint: NewEndpoint, replaced: readonly string[]): CreateVpcEndpointCommandInput {
  const { owner, service, serviceRegion, placement, vpcId, subnetIds } = endpoint;
  return {
    VpcEndpointType: 'Interface',
    ServiceName: service,
    VpcId: vpcId,
    SubnetIds: [...subnetIds],
    ...(placement.securityGroupIds.length === 0 ? {} : { SecurityGroupIds: [...placement.securityGroupIds] }),
    ...(placement.addressType === undefined ? {} : { IpAddressType: placement.addressType }),
    // Always sent: Atlas's services have no private DNS name, and AWS refuses the endpoint if this is on.
    PrivateDnsEnabled: false,
    ClientToken: clientToken(owner, service, vpcId, replaced),
    TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: tagsOf(owner, placement.tags) }],
    ...(serviceRegion === undefined ? {} : { ServiceRegion: serviceRegion }),
  };
}

/** What EC2 has made, and the tags that it has yet to be given. */
interface Made {
  readonly made: VpcEndpoint;
  readonly untagged: readonly Ec2Tag[] | undefined;
}

/**
 * Creates the endpoint with its tags or, where EC2 does not take tags in a creation, without. The token is the same: a run that was stopped
 * before the endpoint was tagged gets it again, or finds it by its service.
 */
async function create(ec2: Ec2, input: CreateVpcEndpointCommandInput): Promise<Made> {
  try {
    return { made: await ec2.createEndpoint(input), untagged: undefined };
  } catch (error) {
    if (!refusesTags(causeOf(error), ec2.region)) throw error;
  }
  const { TagSpecifications = [], ...rest } = input;
  const untagged = TagSpecifications.flatMap(({ Tags = [] }) => Tags).map(({ Key = '', Value = '' }) => ({
    Key,
    Value,
  }));
  return { made: await ec2.createEndpoint(rest), untagged };
}

/**
 * Asks EC2 for the endpoint. EC2 answers the token of an earlier endpoint with that one even if it has been deleted; another token creates
 * a new one.
 * @param replaced ids of dead endpoints that this one replaces
 * @param isGone whether the endpoint that EC2 returns is deleted or being deleted
 * @throws UserError if EC2 refuses, or keeps answering with deleted endpoints
 */
export async function createEndpoint(
  ec2: Ec2,
  endpoint: NewEndpoint,
  replaced: readonly string[],
  isGone: (made: VpcEndpoint) => boolean,
): Promise<VpcEndpoint> {
  const dead = [...replaced];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { made, untagged } = await create(ec2, requestOf(endpoint, dead));
    const { VpcEndpointId: id = '' } = made;
    if (id === '')
      throw new UserError('EC2 accepted the request but returned no endpoint', { hint: 'run the same command again' });
    if (!isGone(made)) {
      if (untagged === undefined) return made;
      await ec2.createTags(id, untagged);
      return { ...made, Tags: [...untagged] };
    }
    dead.push(id);
  }
  throw new UserError('EC2 keeps answering with deleted endpoints', {
    hint: 'wait a few minutes, then run the same command again',
  });
}
