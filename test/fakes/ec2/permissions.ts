import type { Permissions } from '../permissions.ts';
import { Ec2Error } from './errors.ts';
import type { Query } from './query.ts';

/**
 * Checks what a request needs: the action of its own name and, of a creation with tags, that of tagging.
 * @throws Ec2Error in the words of IAM (docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html)
 */
export function checkPermissions(
  permissions: Permissions,
  query: Query,
  { region, account }: { readonly region: string; readonly account: string },
): void {
  const action = query.text('Action') ?? '';
  const tags = action === 'CreateVpcEndpoint' && query.text('TagSpecification.1.ResourceType') !== undefined;
  const missing = [action, ...(tags ? ['CreateTags'] : [])].find((each) => !permissions.has(`ec2:${each}`));
  if (missing === undefined) return;
  const about = action.startsWith('Describe') ? '' : ` on resource: arn:aws:ec2:${region}:${account}:vpc-endpoint/*`;
  throw new Ec2Error(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User: arn:aws:iam::${account}:user/sandbox is not authorized to perform: ec2:${missing}${about} because no identity-based policy allows the ec2:${missing} action`,
  );
}
