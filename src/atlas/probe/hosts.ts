import { UserError } from '../../core/errors.ts';
import type { SrvTarget } from '../../core/chain/pod-probe.ts';

/** What is to be looked at: hosts and nothing else. No probe ever gets a connection string, so none can give one away. */
export interface StringHosts {
  /** The host of the string. */
  readonly host: string;
  /** Whether its SRV records list the hosts to connect to. */
  readonly srv: boolean;
  /** The hosts that the string lists, or else those of an SRV answer from elsewhere, for a container that cannot ask for one. */
  readonly targets: readonly SrvTarget[];
}

/** The most targets of one string that are dialled: a sharded cluster has one for each mongos. */
const MOST_TARGETS = 200;

const hostName = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i;

/**
 * The same, if it is nothing but hosts: a text with credentials in it, which has a colon or an @, does not get any further.
 * @throws UserError
 */
export function onlyHosts({ host, srv, targets }: StringHosts): StringHosts {
  return {
    host: asHost(host),
    srv,
    targets: targets
      .slice(0, MOST_TARGETS)
      .map((target) => ({ host: asHost(target.host), port: Math.trunc(target.port) })),
  };
}

function asHost(name: string): string {
  if (hostName.test(name)) return name;
  throw new UserError('a connection string contains an invalid host name; nothing was probed');
}
