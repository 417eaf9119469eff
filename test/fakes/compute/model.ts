import { ComputeError, notFound } from './errors.ts';

export interface Project {
  readonly id: string;
  readonly number: string;
  /** The id of the Shared VPC host project that this one is attached to. */
  host: string | undefined;
  /** False where nobody has enabled the Compute Engine API. */
  computeEnabled: boolean;
  /** Limits by quota name, for each region alike. */
  readonly quotas: Map<string, number>;
}

/** What every resource has. Names are relative, as links.ts explains. */
export interface Resource {
  readonly name: string;
  readonly id: string;
  readonly createdAt: number;
}

export interface Network extends Resource {
  readonly autoCreateSubnetworks: boolean;
}

export interface Subnetwork extends Resource {
  readonly network: string;
  readonly cidr: string;
  readonly purpose: string;
  /** Addresses that are taken, by whatever it is. */
  readonly taken: Set<string>;
}

export interface Instance extends Resource {
  readonly subnetwork: string;
  readonly network: string;
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
}

/** What an operation ends with instead of success. */
export interface OperationFailure {
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number;
  readonly details?: readonly unknown[];
}

/** A change that takes its time. What it does to the resource is done when that time is over. */
export interface Operation extends Resource {
  readonly type: string;
  readonly target: Pick<Resource, 'name' | 'id'>;
  readonly requestId: string | null;
  readonly user: string;
  /** Until then it is PENDING, then RUNNING. */
  readonly runsAt: number;
  readonly doneAt: number;
  readonly failure: OperationFailure | undefined;
  readonly end: (failed: boolean) => void;
  ended: boolean;
}

/** What the requests of a user make and change. */
export interface Mutable extends Resource {
  labels: Readonly<Record<string, string>>;
  /** The operation under way; the resource is ready when there is none. */
  busy: Operation | undefined;
}

export interface Address extends Mutable {
  readonly description: string;
  readonly subnetwork: string;
  readonly ip: string;
}

export type Connection = 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'CLOSED' | 'NEEDS_ATTENTION' | 'STATUS_UNSPECIFIED';

export interface ForwardingRule extends Mutable {
  /** The name of the address that it uses. */
  readonly address: string;
  readonly ip: string;
  readonly network: string;
  readonly target: string;
  readonly namespace: string;
  readonly noAutomateDnsZone: boolean;
  readonly connectionId: string;
  globalAccess: boolean;
  connection: Connection;
  /** When the producer's side was first seen to accept it. */
  acceptedAt: number | undefined;
}

/** A firewall rule of a network, as far as it is about what goes out. */
export interface Firewall extends Resource {
  readonly network: string;
  readonly priority: number;
  readonly allow: boolean;
  readonly destinations: readonly string[];
  /** Such as `tcp` with `1024-65535`, or `all`. */
  readonly protocol: string;
  readonly ports: readonly string[];
  /** The instances that it is for; all of the network when left out. */
  readonly targetTags?: readonly string[];
}

/** Everything behind the fake: the projects that its users have, and the service attachments of producers that they connect to. */
export class Google {
  readonly projects = new Map<string, Project>();
  readonly networks = new Map<string, Network>();
  readonly subnetworks = new Map<string, Subnetwork>();
  readonly instances = new Map<string, Instance>();
  readonly firewalls = new Map<string, Firewall>();
  readonly addresses = new Map<string, Address>();
  readonly rules = new Map<string, ForwardingRule>();
  readonly operations = new Map<string, Operation>();
  /** Operations by what started them: the method, the path and the requestId. */
  readonly requestIds = new Map<string, Operation>();
  /** Names of service attachments, all of them in projects of somebody else. */
  readonly attachments = new Set<string>();

  /** @param key an id or a number. @throws ComputeError for a project that nobody here has */
  project(key: string): Project {
    const found = this.projects.get(key) ?? [...this.projects.values()].find(({ number }) => number === key);
    if (found !== undefined) return found;
    const message = `Permission denied on resource project ${key}.`;
    throw new ComputeError(403, 'forbidden', message, { rpcStatus: 'PERMISSION_DENIED' });
  }

  /** The rules that use an address. */
  usersOf(address: string): readonly ForwardingRule[] {
    return [...this.rules.values()].filter((rule) => rule.address === address);
  }
}

/** The member of that name. @throws ComputeError 404 */
export function found<R extends Resource>(collection: ReadonlyMap<string, R>, name: string): R {
  const member = collection.get(name);
  if (member === undefined) throw notFound(name);
  return member;
}
