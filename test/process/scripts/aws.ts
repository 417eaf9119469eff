/** Commands on AWS, run both ways. */
import { type SeededAccount, seedAccount } from '../../fakes/ec2/seed.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type Beginning as BeginningOf, BothWays, type Command as CommandOf } from './same-end.ts';

const regions = ['us-east-1', 'eu-west-1'];

/** A sandbox with an account in a second region. */
export interface World extends Sandbox {
  readonly eu: SeededAccount;
}

export type Command = CommandOf<World>;
export type Beginning = BeginningOf<World>;

function standing({ ec2 }: World) {
  return regions.flatMap((region) => ec2.endpoints(region).filter(({ state }) => !state.startsWith('delet')));
}

export const ways = new BothWays<World>({
  options: { ec2Delays: { pendingMs: 500, acceptMs: 500, deleteMs: 500, deletedMs: 500 } },
  prepare: (sandbox) => ({ ...sandbox, eu: seedAccount(sandbox.ec2, 'eu-west-1') }),
  // How far EC2 is with what was accepted depends on when one looks.
  standing: (world) => standing(world).map((endpoint) => ({ ...endpoint, state: 'there' })),
  aliases: (world) =>
    standing(world).flatMap(({ id, serviceName, tags }, at) => [
      [id, `endpoint ${at}`] as const,
      // Ids are given in the order in which services are reserved.
      [serviceName, `service ${at}`] as const,
      // An endpoint that is kept names an object that may be gone.
      ...Object.values(tags).flatMap((tag) => (/^[0-9a-f-]{36}$/.test(tag) ? [[tag, 'a uid'] as const] : [])),
    ]),
});

/** The flags that place a cloud endpoint, one of which a shell would not read as it is. */
export const placed: Command = ({ account }) =>
  `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a} --security-group-id ${account.groups.open} --tag team=it's`;
