import { awsCommand, cliScope } from './command.ts';
import { type AddressType, parseAddressType } from './address-type.ts';
import { UserError } from '../../core/errors.ts';
import { type FlagValues, TAG_FLAG, listIn } from '../flags/flag.ts';
import type { Placement } from '../placement.ts';
import { parseTag } from '../tags.ts';
import { readFlags } from './flags.ts';
import { type Ec2Tag, tagLimits } from './tags.ts';

/** Where an AWS interface endpoint goes. */
export interface AwsPlacement extends Placement {
  readonly cloud: 'AWS';
  /** The VPC; undefined to take that of the subnets. */
  readonly vpcId: string | undefined;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Which addresses the endpoint gets; undefined to leave the choice to EC2. */
  readonly addressType: AddressType | undefined;
  readonly tags: readonly Ec2Tag[];
}

/** Ids have 8 or 17 hex digits (docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html). */
function isId(prefix: string, id: string): boolean {
  return new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(id);
}

function checkIds(flag: string, prefix: string, ids: readonly string[]): void {
  const bad = ids.find((id) => !isId(prefix, id));
  if (bad !== undefined) {
    throw new UserError(`invalid value "${bad}" for --${flag}: not a ${prefix} id`, {
      hint: `it looks like --${flag}=${prefix}-0123456789abcdef0`,
    });
  }
}

/** @throws UserError if the text is not an interface endpoint's id */
export function checkEndpointId(id: string): void {
  if (!isId('vpce', id)) {
    const hint = id.startsWith('vpce-svc-')
      ? "that is the id of Atlas's endpoint service; the interface endpoint in your VPC has an id like vpce-0123456789abcdef0"
      : 'it looks like --id=vpce-0123456789abcdef0; without it, the endpoint is looked up by tag, then by service name';
    throw new UserError(`invalid value "${id}" for --id: not a VPC endpoint id`, { hint });
  }
}

/**
 * The placement that the flags describe; undefined if they describe none.
 * @throws UserError for a malformed id, address type or tag, or if the subnets are missing
 */
export function parsePlacement(flags: FlagValues): AwsPlacement | undefined {
  const tags = listIn(flags, TAG_FLAG).map((tag) => parseTag(tag, tagLimits));
  const given = readFlags(flags);
  const { 'vpc-id': vpcId, 'subnet-id': subnets, 'security-group-id': groups, 'ip-address-type': type } = given;
  const addressType = parseAddressType(type);
  const isPlaced = subnets.length > 0 || groups.length > 0 || [vpcId, type].some((value) => value !== undefined);
  if (!isPlaced) return undefined;
  // Sorted: a second run that lists them in another order is the same request to EC2.
  const subnetIds = [...new Set(subnets)].sort();
  const securityGroupIds = [...new Set(groups)].sort();
  if (vpcId !== undefined) checkIds('vpc-id', 'vpc', [vpcId]);
  checkIds('subnet-id', 'subnet', subnetIds);
  checkIds('security-group-id', 'sg', securityGroupIds);
  if (subnetIds.length === 0) {
    throw new UserError(
      '--subnet-id is missing: without a subnet, AWS creates no network interface, and nothing in the VPC can connect',
      {
        hint: [
          'list them with: ',
          awsCommand('ec2 describe-subnets', cliScope(flags), [
            '--filters',
            vpcId === undefined ? { placeholder: 'Name=vpc-id,Values=VPC' } : `Name=vpc-id,Values=${vpcId}`,
          ]),
        ],
      },
    );
  }
  return {
    cloud: 'AWS',
    network: vpcId,
    vpcId,
    subnetIds,
    securityGroupIds,
    addressType,
    tags: tags.map(([Key, Value]) => ({ Key, Value })),
  };
}
