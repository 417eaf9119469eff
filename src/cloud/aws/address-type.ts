import { UserError } from '../../core/errors.ts';

/** The kinds of address that an interface endpoint can have (docs.aws.amazon.com/AWSEC2/latest/APIReference, CreateVpcEndpoint, IpAddressType). */
export const addressTypes = ['ipv4', 'ipv6', 'dualstack'] as const;

export type AddressType = (typeof addressTypes)[number];

/** What an endpoint gets in subnets that have IPv4 addresses, unless another type is asked for. */
export const usualType: AddressType = 'ipv4';

/** The value of --ip-address-type. @throws UserError for any other word */
export function parseAddressType(text: string | undefined): AddressType | undefined {
  if (text === undefined) return undefined;
  const known = addressTypes.find((type) => type === text);
  if (known !== undefined) return known;
  throw new UserError(`invalid value "${text}" for --ip-address-type`, {
    hint: `use one of: ${addressTypes.join(', ')}`,
  });
}
