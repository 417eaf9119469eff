import { UserError } from '../../core/errors.ts';
import type { Placement, PlacementFlags } from '../placement.ts';

/** Where an AWS interface endpoint goes. */
export interface AwsPlacement extends Placement {
  readonly cloud: 'AWS';
  /** The VPC of the subnets; undefined when the person leaves it to them. */
  readonly vpcId: string | undefined;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
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

/** @throws UserError when the text is not an interface endpoint's id */
export function checkEndpointId(id: string): void {
  if (!isId('vpce', id)) {
    const hint = id.startsWith('vpce-svc-')
      ? "that is the id of Atlas's endpoint service; the interface endpoint in your VPC has an id like vpce-0123456789abcdef0"
      : 'it looks like --id=vpce-0123456789abcdef0; leave it out and the endpoint is looked up by tag, then by service name';
    throw new UserError(`invalid value "${id}" for --id: not a VPC endpoint id`, { hint });
  }
}

/** Limits: docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html, "Tag restrictions". */
function parseTag(text: string): { Key: string; Value: string } {
  const at = text.indexOf('=');
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  const refuse = (reason: string): never => {
    throw new UserError(`invalid value "${text}" for --tag: ${reason}`, { hint: 'write it like --tag team=payments' });
  };
  if (at <= 0) refuse('not key=value');
  if (/^aws:/i.test(key)) refuse('keys beginning with "aws:" belong to AWS');
  if (key.startsWith('kubectl-atlas-pe/'))
    refuse('keys beginning with "kubectl-atlas-pe/" are how this program finds its endpoints');
  if (key.length > 128) refuse('a key has at most 128 characters');
  if (value.length > 256) refuse('a value has at most 256 characters');
  return { Key: key, Value: value };
}

/** Whether the flags ask for an endpoint to be made. */
function isPlaced(flags: PlacementFlags): boolean {
  return flags.vpcId !== undefined || (flags.subnetIds?.length ?? 0) > 0 || (flags.securityGroupIds?.length ?? 0) > 0;
}

/**
 * The placement that the flags describe; undefined when they describe none.
 * @throws UserError for a malformed id or tag, or when the VPC or the subnets are missing
 */
export function parsePlacement(flags: PlacementFlags): AwsPlacement | undefined {
  const tags = (flags.tags ?? []).map(parseTag);
  if (!isPlaced(flags)) return undefined;
  // Sorted: a second run that lists them in another order is the same request to EC2.
  const subnetIds = [...new Set(flags.subnetIds ?? [])].sort();
  const securityGroupIds = [...new Set(flags.securityGroupIds ?? [])].sort();
  if (flags.vpcId !== undefined) checkIds('vpc-id', 'vpc', [flags.vpcId]);
  checkIds('subnet-id', 'subnet', subnetIds);
  checkIds('security-group-id', 'sg', securityGroupIds);
  if (subnetIds.length === 0) {
    throw new UserError(
      '--subnet-id is missing: without a subnet AWS makes no network interface, and nothing in the VPC can connect',
      {
        hint: `list them with: aws ec2 describe-subnets --filters Name=vpc-id,Values=${flags.vpcId ?? 'VPC'}`,
      },
    );
  }
  return { cloud: 'AWS', network: flags.vpcId, vpcId: flags.vpcId, subnetIds, securityGroupIds, tags };
}
