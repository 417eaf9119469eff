import type { World } from './world.ts';

/** The flags that place an interface endpoint in the account's VPC, in its default group. */
export function placed({ account }: World): string {
  return `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a}`;
}

/** The same, in the group that lets everything in. */
export function placedInGroup(world: World): string {
  return `${placed(world)} --security-group-id ${world.account.groups.open}`;
}
