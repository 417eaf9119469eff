import type { Hint } from '../../../../core/next-command.ts';
import { awsCommand } from '../../command.ts';
import type { Where } from './advice.ts';

/** What AWS says of a right that is missing. */
interface Denial {
  /** Such as `ec2:CreateTags`; undefined if AWS does not name it. */
  readonly right: string | undefined;
  /** The resource's ARN. */
  readonly resource: string | undefined;
  /** The account of whoever asked. */
  readonly account: string | undefined;
  /** The kind of policy that decided, such as `service control policy`. */
  readonly policy: string | undefined;
  /** Whether that policy forbids it, rather than that none of its kind allows it. */
  readonly explicit: boolean;
  /** What only STS can decode. */
  readonly encoded: string | undefined;
}

/** Reads a refusal (docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html, "Access denied error message examples"). */
function denialIn(message: string): Denial {
  const denied = /with an explicit deny in an? ([\w -]+? policy|permissions boundary)\b/.exec(message);
  const lacking = /because no ([\w -]+? policy|permissions boundary) allows the ([\w-]+:\w+) action/.exec(message);
  return {
    right: /is not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? lacking?.[2],
    resource: /on resource: (arn:\S+)/.exec(message)?.[1],
    account: /User: arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(message)?.[1],
    policy: denied?.[1] ?? lacking?.[1],
    explicit: denied !== null,
    encoded: /Encoded authorization failure message: (\S+)/.exec(message)?.[1],
  };
}

/** The right that AWS names in a refusal. @param tried what was asked for, which may need further rights */
export function rightIn(message: string, tried: string): string {
  return denialIn(message).right ?? `ec2:${tried}`;
}

/** The policies that nobody within the account can change. */
const ofOrganization = /^(?:service|resource) control policy$/;

/** What to do about a missing right: AWS says which one it is, and what kind of policy decided. */
export function adviceOnRight(message: string, { action, region, profile }: Where): Hint {
  const denial = denialIn(message);
  const text = textOf(denial, rightIn(message, action));
  if (denial.encoded === undefined) return text;
  const parameters = ['--encoded-message', denial.encoded, '--query', 'DecodedMessage', '--output', 'text'];
  return [
    `${text}; decode what AWS says with: `,
    awsCommand('sts decode-authorization-message', { region, profile }, parameters),
  ];
}

function textOf({ right: named, resource, account, policy, explicit }: Denial, right: string): string {
  const [, , , , owner = '', thing = ''] = resource?.split(':') ?? [];
  // docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html, "Shared subnets".
  if (
    account !== undefined &&
    /^\d{12}$/.test(owner) &&
    owner !== account &&
    /^(vpc|subnet|security-group)\//.test(thing)
  )
    return `${thing.split('/')[1]} belongs to the account ${owner}, which shares it: only that account can create an interface endpoint there`;
  if (policy !== undefined && ofOrganization.test(policy))
    return `${explicit ? `a ${policy} of the organization forbids ${right}` : `no ${policy} of the organization allows ${right}`}: only an administrator of the organization can change that, no policy of the account can`;
  if (explicit)
    return `a statement with "Deny" in the ${policy} forbids ${right}: no further permission helps; remove or narrow that statement`;
  if (policy !== undefined && policy !== 'identity-based policy')
    return `no ${policy} allows ${right}: allow it there too`;
  const whole = 'docs/permissions.md has the whole IAM policy';
  // An endpoint is made with its tags, by one request.
  const or = named === undefined && right === 'ec2:CreateVpcEndpoint' ? ' or ec2:CreateTags' : '';
  return `the missing permission is ${right}${or}; ${whole}`;
}
