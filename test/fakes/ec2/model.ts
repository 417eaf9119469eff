import { createHash } from 'node:crypto';

export type EndpointType = 'Interface' | 'Gateway' | 'GatewayLoadBalancer';

/** States as they are on the wire: lower-case, whatever the SDK's types say. */
export type EndpointState =
  'pending' | 'pendingAcceptance' | 'available' | 'deleting' | 'deleted' | 'rejected' | 'failed' | 'expired';

export interface LastError {
  readonly code: string;
  readonly message: string;
}

export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  dnsSupport: boolean;
  dnsHostnames: boolean;
  readonly tags: Map<string, string>;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly zoneId: string;
  /** What DescribeSubnets calls AvailableIpAddressCount; each endpoint takes one. */
  freeAddresses: number;
  readonly tags: Map<string, string>;
}

/** What a security group lets through. Without ports it is every port. */
export interface Rule {
  /** `tcp`, `udp`, or `-1` for everything. */
  readonly protocol: string;
  readonly from?: number;
  readonly to?: number;
  readonly cidrs?: readonly string[];
  readonly groups?: readonly string[];
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  ingress: readonly Rule[];
  readonly egress: readonly Rule[];
  readonly tags: Map<string, string>;
}

/** The other side: what an endpoint connects to. */
export interface Service {
  readonly name: string;
  readonly region: string;
  readonly type: EndpointType;
  /** Names of the zones it is offered in. */
  readonly zones: readonly string[];
  readonly acceptanceRequired: boolean;
  readonly privateDnsName: string | undefined;
  /** Regions other than its own whose endpoints may name it with ServiceRegion. */
  readonly remoteRegions: readonly string[];
  readonly tags: Map<string, string>;
}

export interface Instance {
  readonly id: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly groupIds: readonly string[];
  readonly tags: Map<string, string>;
}

export interface Endpoint {
  readonly id: string;
  readonly type: EndpointType;
  readonly vpcId: string;
  readonly service: Service;
  subnets: readonly Subnet[];
  groups: readonly SecurityGroup[];
  readonly routeTableIds: readonly string[];
  readonly privateDns: boolean;
  readonly policy: string;
  interfaceIds: readonly string[];
  /** The eight letters that its DNS names carry after its id. */
  readonly dnsSuffix: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  state: EndpointState;
  /** When it entered its state, on the fake's clock. */
  since: number;
  /** True once the owner of the service has accepted it: then `pending` leads to `available`. */
  accepted: boolean;
  lastError: LastError | undefined;
  /** What its deletion is to fail with. */
  deletionError: LastError | undefined;
  /** How many more DescribeVpcEndpoints do not know it yet. */
  hiddenFor: number;
}

/** A rule of a network ACL. */
export interface AclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
  /** `-1` for every protocol, `6` for TCP. */
  readonly protocol: string;
  readonly cidr: string;
  readonly from?: number;
  readonly to?: number;
}

/** A network ACL; the fake has one for each VPC, which all of its subnets share, as a VPC has at first. */
export interface NetworkAcl {
  readonly id: string;
  readonly vpcId: string;
  entries: readonly AclEntry[];
  readonly tags: Map<string, string>;
}

interface Creation {
  readonly fingerprint: string;
  readonly endpoint: Endpoint;
}

/** What one region holds. Regions share nothing. */
export class Region {
  readonly name: string;
  readonly vpcs = new Map<string, Vpc>();
  readonly subnets = new Map<string, Subnet>();
  readonly groups = new Map<string, SecurityGroup>();
  readonly acls = new Map<string, NetworkAcl>();
  readonly services = new Map<string, Service>();
  readonly instances = new Map<string, Instance>();
  readonly endpoints = new Map<string, Endpoint>();
  /** Endpoints by the ClientToken that made them; kept when the endpoint is gone. */
  readonly tokens = new Map<string, Creation>();

  constructor(name: string) {
    this.name = name;
  }
}

/** An id that looks like EC2's and is the same in every run: the prefix, a dash, and 17 hexadecimal digits beginning with 0. */
export function idOf(prefix: string, ...seed: readonly (string | number)[]): string {
  const digits = createHash('sha256')
    .update([prefix, ...seed].join('/'))
    .digest('hex');
  return `${prefix}-0${digits.slice(0, 16)}`;
}
