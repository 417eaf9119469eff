import {
  idOf,
  Region,
  type EndpointType,
  type Instance,
  type Rule,
  type SecurityGroup,
  type Service,
  type Subnet,
  type Vpc,
} from './model.ts';

interface Placed {
  readonly region: string;
  /** A made-up id when left out. */
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface VpcSeed extends Placed {
  readonly cidr?: string;
  readonly dnsSupport?: boolean;
  readonly dnsHostnames?: boolean;
}

export interface SubnetSeed extends Placed {
  readonly vpcId: string;
  /** Its name, such as `us-east-1a`. */
  readonly zone: string;
  readonly cidr?: string;
  readonly freeAddresses?: number;
}

export interface SecurityGroupSeed extends Placed {
  readonly vpcId: string;
  readonly name: string;
  readonly description?: string;
  readonly ingress?: readonly Rule[];
}

export interface ServiceSeed {
  readonly region: string;
  readonly zones: readonly string[];
  readonly type?: EndpointType;
  readonly acceptanceRequired?: boolean;
  readonly privateDnsName?: string;
  readonly remoteRegions?: readonly string[];
}

export interface InstanceSeed extends Placed {
  readonly subnetId: string;
  readonly privateIp: string;
  readonly groupIds?: readonly string[];
}

const everything: Rule = { protocol: '-1', cidrs: ['0.0.0.0/0'] };

/** Addresses that a subnet of this size has for use; AWS keeps five of each for itself. */
const capacity = (cidr: string): number => 2 ** (32 - Number(cidr.split('/')[1])) - 5;

/** The id of a zone that is the same in every account: `use1-az1` for `us-east-1a`. The fake takes the letters in order. */
function zoneIdOf(zone: string): string {
  const [area = '', ...rest] = zone.slice(0, -1).split('-');
  const direction = rest
    .slice(0, -1)
    .map((word) =>
      word.replace(/^(north|south)(east|west)$/, (_, a: string, b: string) => `${a.charAt(0)}${b.charAt(0)}`),
    );
  const short = direction.map((word) => (word.length === 2 ? word : word.charAt(0))).join('');
  return `${area}${short}${rest.at(-1) ?? ''}-az${zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0) + 1}`;
}

/** The one account behind the fake: what is in it before anyone calls, and what the calls have made of it. */
export class Account {
  readonly ownerId = '123456789012';
  readonly #regions = new Map<string, Region>();
  #made = 0;

  region(name: string): Region {
    const region = this.#regions.get(name) ?? new Region(name);
    this.#regions.set(name, region);
    return region;
  }

  regions(): Region[] {
    return [...this.#regions.values()];
  }

  newId(prefix: string): string {
    this.#made += 1;
    return idOf(prefix, this.#made);
  }

  /** Adds a VPC, and with it the default security group that no VPC is without. */
  addVpc(seed: VpcSeed): Vpc {
    const region = this.region(seed.region);
    const vpc: Vpc = {
      id: seed.id ?? this.newId('vpc'),
      cidr: seed.cidr ?? '10.0.0.0/16',
      isDefault: false,
      dnsSupport: seed.dnsSupport ?? true,
      dnsHostnames: seed.dnsHostnames ?? false,
      tags: new Map(Object.entries(seed.tags ?? {})),
    };
    region.vpcs.set(vpc.id, vpc);
    // The ACL that a VPC has at first lets everything through (docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html).
    const entries = [false, true].flatMap((egress) => [
      { number: 100, egress, action: 'allow' as const, protocol: '-1', cidr: '0.0.0.0/0' },
      { number: 32_767, egress, action: 'deny' as const, protocol: '-1', cidr: '0.0.0.0/0' },
    ]);
    const acl = idOf('acl', vpc.id);
    region.acls.set(acl, { id: acl, vpcId: vpc.id, entries, tags: new Map() });
    this.addSecurityGroup({
      region: seed.region,
      id: idOf('sg', vpc.id),
      vpcId: vpc.id,
      name: 'default',
      description: 'default VPC security group',
    });
    return vpc;
  }

  addSubnet(seed: SubnetSeed): Subnet {
    const cidr = seed.cidr ?? '10.0.0.0/24';
    const subnet: Subnet = {
      id: seed.id ?? this.newId('subnet'),
      vpcId: seed.vpcId,
      cidr,
      zone: seed.zone,
      zoneId: zoneIdOf(seed.zone),
      freeAddresses: seed.freeAddresses ?? capacity(cidr),
      tags: new Map(Object.entries(seed.tags ?? {})),
    };
    this.region(seed.region).subnets.set(subnet.id, subnet);
    return subnet;
  }

  addSecurityGroup(seed: SecurityGroupSeed): SecurityGroup {
    const id = seed.id ?? this.newId('sg');
    const group: SecurityGroup = {
      id,
      vpcId: seed.vpcId,
      name: seed.name,
      description: seed.description ?? seed.name,
      // A default group lets its own members in and nobody else.
      ingress: seed.ingress ?? (seed.name === 'default' ? [{ protocol: '-1', groups: [id] }] : []),
      egress: [everything],
      tags: new Map(Object.entries(seed.tags ?? {})),
    };
    this.region(seed.region).groups.set(id, group);
    return group;
  }

  /** Adds an endpoint service, as Atlas does when it reserves one. */
  addService(name: string, seed: ServiceSeed): Service {
    const service: Service = {
      name,
      region: seed.region,
      type: seed.type ?? 'Interface',
      zones: seed.zones,
      acceptanceRequired: seed.acceptanceRequired ?? true,
      privateDnsName: seed.privateDnsName,
      remoteRegions: seed.remoteRegions ?? [],
      tags: new Map(),
    };
    this.region(seed.region).services.set(name, service);
    return service;
  }

  /** Adds an interface endpoint that has long been accepted, in all subnets of a VPC. */
  addEndpoint(id: string, service: Service, vpc: Vpc): void {
    const region = this.region(service.region);
    const subnets = [...region.subnets.values()].filter(({ vpcId }) => vpcId === vpc.id);
    region.endpoints.set(id, {
      id,
      type: 'Interface',
      vpcId: vpc.id,
      service,
      subnets,
      groups: [...region.groups.values()].filter(({ vpcId, name }) => vpcId === vpc.id && name === 'default'),
      routeTableIds: [],
      privateDns: false,
      policy: '',
      interfaceIds: subnets.map(() => this.newId('eni')),
      dnsSuffix: id.slice(-8),
      createdAt: 0,
      tags: new Map(),
      state: 'available',
      since: 0,
      accepted: true,
      lastError: undefined,
      deletionError: undefined,
      hiddenFor: 0,
    });
  }

  addInstance(seed: InstanceSeed): Instance {
    const instance: Instance = {
      id: seed.id ?? this.newId('i'),
      subnetId: seed.subnetId,
      privateIp: seed.privateIp,
      groupIds: seed.groupIds ?? [],
      tags: new Map(Object.entries(seed.tags ?? {})),
    };
    this.region(seed.region).instances.set(instance.id, instance);
    return instance;
  }
}
