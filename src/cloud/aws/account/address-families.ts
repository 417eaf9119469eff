import type { Subnet } from '@aws-sdk/client-ec2';
import { UserError } from '../../../core/errors.ts';
import { type AddressType, addressTypes, usualType } from '../address-type.ts';

/** Whether a subnet has IPv6 addresses alone. */
export function isIpv6Only({ Ipv6Native }: Subnet): boolean {
  return Ipv6Native === true;
}

/** Whether a subnet has an IPv6 block. */
function hasIpv6({ Ipv6CidrBlockAssociationSet = [] }: Subnet): boolean {
  return Ipv6CidrBlockAssociationSet.some(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated');
}

/** Whether a subnet has no address left for an endpoint. EC2 counts IPv4 addresses alone; an IPv6 block has enough for everyone. */
export function lacksFreeAddress(subnet: Subnet): boolean {
  return !isIpv6Only(subnet) && subnet.AvailableIpAddressCount === 0;
}

/**
 * Checks that the subnets have the addresses that the endpoint is to get in each: IPv4 ones, IPv6 ones in subnets that have no others, or
 * both (docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html, "IP address type"). Which type EC2 chooses for
 * IPv6-only subnets when none is given is not documented, so that it has to be given there.
 * @throws UserError for the first subnet that has not
 */
export function checkFamilies(type: AddressType | undefined, subnets: readonly Subnet[]): void {
  const unlike = subnets.find((subnet) => !suits(type ?? usualType, subnet));
  if (unlike === undefined) return;
  const fitting = addressTypes.filter((each) => subnets.every((one) => suits(each, one)));
  const [other] = fitting.toReversed();
  throw new UserError(`${unlike.SubnetId} in ${unlike.AvailabilityZone} has ${familiesOf(unlike)}, but ${need(type)}`, {
    hint:
      other === undefined
        ? 'no type suits all of these subnets: choose others with --subnet-id'
        : `use --ip-address-type ${other} if the service supports it, or choose other subnets with --subnet-id`,
  });
}

/** Whether an endpoint with such addresses can be in a subnet. */
export function suits(type: AddressType, subnet: Subnet): boolean {
  if (type === 'ipv6') return isIpv6Only(subnet);
  return !isIpv6Only(subnet) && (type === 'ipv4' || hasIpv6(subnet));
}

/** The addresses that a subnet has, in words. */
export function familiesOf(subnet: Subnet): string {
  if (isIpv6Only(subnet)) return 'IPv6 addresses only';
  return hasIpv6(subnet) ? 'both IPv4 and IPv6 addresses' : 'IPv4 addresses only';
}

function need(type: AddressType | undefined): string {
  switch (type) {
    case undefined:
      return 'without --ip-address-type an endpoint needs IPv4 addresses in every subnet';
    case 'ipv4':
      return '--ip-address-type ipv4 needs IPv4 addresses in every subnet';
    case 'ipv6':
      return '--ip-address-type ipv6 needs subnets that have IPv6 addresses only';
    case 'dualstack':
      return '--ip-address-type dualstack needs both IPv4 and IPv6 addresses in every subnet';
  }
}

/**
 * Checks that the service takes requests of the endpoint's families.
 * @param supported what EC2 says of the service, such as `ipv4`; empty if it does not say
 * @throws UserError if it does not
 */
export function checkServiceFamilies(type: AddressType | undefined, supported: readonly string[]): void {
  const wanted = type ?? usualType;
  const needed = wanted === 'dualstack' ? ['ipv4', 'ipv6'] : [wanted];
  if (supported.length === 0 || needed.every((family) => supported.includes(family))) return;
  const fitting = supported.length > 1 ? 'dualstack' : supported[0];
  throw new UserError(
    `the service supports ${supported.join(' and ')} only, but ${type === undefined ? 'without --ip-address-type an endpoint is an ipv4 one' : `--ip-address-type is ${type}`}`,
    {
      hint:
        type !== undefined && fitting === usualType
          ? 'omit --ip-address-type, and choose subnets that have IPv4 addresses'
          : `use --ip-address-type ${fitting}, in subnets that have such addresses`,
    },
  );
}
