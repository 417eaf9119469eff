import { createHash } from 'node:crypto';

export interface Subnet {
  readonly name: string;
  readonly prefix: string;
  readonly delegatedTo: string | undefined;
  /** True where private endpoints are refused: the default of old clouds. */
  policies: boolean;
  freeAddresses: number;
  /** The id of its network security group. */
  nsg?: string;
}

/** A rule of a network security group, as it is written. */
export type SecurityRule = Readonly<Record<string, unknown>> & { readonly priority: number };

export interface SecurityGroup {
  readonly id: string;
  /** By their names. */
  readonly rules: Map<string, SecurityRule>;
}

export interface VirtualNetwork {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly subnets: Map<string, Subnet>;
}

export type Provisioning = 'Creating' | 'Updating' | 'Succeeded' | 'Failed' | 'Deleting';
export type Connection = 'Pending' | 'Approved' | 'Rejected' | 'Disconnected';

export interface PrivateEndpoint {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly subnetId: string;
  readonly service: string;
  readonly connectionName: string;
  readonly requestMessage: string;
  readonly ip: string;
  /** Whether the address was asked for. */
  readonly isStatic: boolean;
  readonly nicId: string;
  operation: string;
  tags: Readonly<Record<string, string>>;
  provisioning: Provisioning;
  connection: Connection;
  description: string;
  /** When it entered its provisioning state, on the fake's clock. */
  since: number;
  /** What the operation that goes on is to end with, instead of success. */
  failure: { readonly code: string; readonly message: string } | undefined;
}

/** A network interface of a virtual machine, or of an instance of a scale set. */
export interface MachineInterface {
  readonly id: string;
  /** The machine's resource id. */
  readonly machineId: string;
  readonly subnetId: string;
  readonly ip: string;
}

/** Keys of the maps below: resource ids are case-insensitive. */
export const key = (id: string): string => id.toLowerCase();

/** Everything behind the fake: one directory with one subscription, or several. */
export class Azure {
  readonly subscriptions = new Set<string>();
  /** Ids of resource groups. */
  readonly groups = new Map<string, string>();
  readonly networks = new Map<string, VirtualNetwork>();
  readonly endpoints = new Map<string, PrivateEndpoint>();
  readonly securityGroups = new Map<string, SecurityGroup>();
  readonly machines: MachineInterface[] = [];
  /** Private link services of others, whom nobody here may approve. */
  readonly services = new Set<string>();
  /** Operations that are over or under way, by their name: the endpoint they are about, and whether they delete it. */
  readonly operations = new Map<string, { readonly endpoint: PrivateEndpoint; readonly deletes: boolean }>();
  /** Ids of what has a CanNotDelete lock: a subscription, a group or an endpoint. */
  readonly locks = new Set<string>();

  addGroup(subscription: string, name: string): string {
    this.subscriptions.add(key(subscription));
    const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
    this.groups.set(key(id), id);
    return id;
  }

  addNetwork(group: string, name: string, location: string): VirtualNetwork {
    const id = `${group}/providers/Microsoft.Network/virtualNetworks/${name}`;
    const network: VirtualNetwork = { id, name, location, subnets: new Map() };
    this.networks.set(key(id), network);
    return network;
  }

  /** @returns its id */
  addSubnet(network: VirtualNetwork, name: string, prefix: string, changes: Partial<Subnet> = {}): string {
    const subnet: Subnet = { name, prefix, delegatedTo: undefined, policies: false, freeAddresses: 250, ...changes };
    network.subnets.set(key(name), subnet);
    return `${network.id}/subnets/${name}`;
  }

  addService(id: string): void {
    this.services.add(key(id));
  }

  /** The network and subnet of that subnet's id. */
  subnet(id: string): { readonly network: VirtualNetwork; readonly subnet: Subnet } | undefined {
    const [, networkId = '', name = ''] = /^(.*)\/subnets\/([^/]+)$/i.exec(id) ?? [];
    const network = this.networks.get(key(networkId));
    const subnet = network?.subnets.get(key(name));
    return network === undefined || subnet === undefined ? undefined : { network, subnet };
  }
}

/** A uuid that is the same in every run. */
export function uuidOf(...seed: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(seed.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
