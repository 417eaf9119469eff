import type { Action, Call } from './action.ts';
import {
  checkIds,
  Ec2Error,
  idKinds,
  invalidParameter,
  invalidServiceName,
  invalidValue,
  lookUp,
  missingParameter,
} from './errors.ts';
import { advance } from './life.ts';
import type { AddressType, Endpoint, EndpointType, SecurityGroup, Service, Subnet } from './model.ts';
import { describe } from './endpoints.ts';
import { tagsOnCreate } from './tags.ts';

const types: readonly EndpointType[] = ['Interface', 'Gateway', 'GatewayLoadBalancer'];

const addressTypes: readonly AddressType[] = ['ipv4', 'ipv6', 'dualstack'];

const openPolicy =
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';

function typeOf({ query }: Call): EndpointType {
  const asked = query.text('VpcEndpointType') ?? 'Gateway';
  const type = types.find((known) => known === asked);
  if (type === undefined) throw new Ec2Error('InvalidVpcEndpointType', `The Vpc Endpoint Type '${asked}' is not valid`);
  const subnets = query.list('SubnetId').length > 0;
  if (type === 'Gateway' && subnets)
    throw invalidParameter('Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.');
  if (type !== 'Gateway' && query.list('RouteTableId').length > 0) {
    throw invalidParameter('Route table IDs are only supported for Gateway type VPC Endpoint.');
  }
  return type;
}

// A service of another region, one that is not there yet and one that is mistyped all give the same answer.
function serviceOf({ query, region, account }: Call, type: EndpointType): Service {
  const name = query.required('ServiceName');
  const home = query.text('ServiceRegion') ?? region.name;
  const service = account.region(home).services.get(name);
  if (service === undefined || (home !== region.name && !service.remoteRegions.includes(region.name)))
    throw invalidServiceName(name);
  if (service.type !== type)
    throw invalidParameter(`Endpoint type (${type}) does not match available service types ([${service.type}]).`);
  return service;
}

function addressTypeOf({ query }: Call, service: Service): AddressType {
  const asked = query.text('IpAddressType') ?? 'ipv4';
  const type = addressTypes.find((known) => known === asked);
  if (type === undefined) throw invalidValue(`Value (${asked}) for parameter ipAddressType is invalid.`);
  if (!familiesOf(type).every((family) => service.families.includes(family)))
    throw invalidParameter(`The service ${service.name} does not support the ip address type ${type}.`);
  return type;
}

const familiesOf = (type: AddressType): readonly ('ipv4' | 'ipv6')[] =>
  type === 'dualstack' ? ['ipv4', 'ipv6'] : [type];

/** Whether an endpoint of the type can be in the subnet: one with IPv6 addresses alone only in one that has no others. */
function hasAddresses({ cidr, ipv6Cidr }: Subnet, type: AddressType): boolean {
  if (type === 'ipv6') return cidr === undefined && ipv6Cidr !== undefined;
  return cidr !== undefined && (type === 'ipv4' || ipv6Cidr !== undefined);
}

function subnetsOf({ query, region }: Call, vpcId: string, service: Service, type: AddressType): Subnet[] {
  const subnets = lookUp(idKinds.subnetOfEndpoint, query.list('SubnetId'), region.subnets);
  const stranger = subnets.find((subnet) => subnet.vpcId !== vpcId);
  if (stranger !== undefined)
    throw invalidParameter(`The subnet ID '${stranger.id}' does not belong to VPC '${vpcId}'.`);
  // The zones of a service in another region are not this region's zones.
  const unserved =
    service.region === region.name ? subnets.find((subnet) => !service.zones.includes(subnet.zone)) : undefined;
  if (unserved !== undefined) {
    throw invalidParameter(
      `The VPC endpoint service ${service.name} does not support the availability zone of the subnet: ${unserved.id}.`,
    );
  }
  const second = subnets.find((subnet, n) => subnets.findIndex((other) => other.zone === subnet.zone) !== n);
  if (second !== undefined) {
    throw new Ec2Error(
      'DuplicateSubnetsInSameZone',
      `Found another VPC endpoint subnet in the availability zone of ${second.id}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
    );
  }
  const without = subnets.find((subnet) => !hasAddresses(subnet, type));
  if (without !== undefined)
    throw invalidParameter(`The subnet ${without.id} does not support the ip address type ${type}.`);
  if (type !== 'ipv6' && subnets.some((subnet) => subnet.freeAddresses < 1)) {
    throw new Ec2Error(
      'InsufficientFreeAddressesInSubnet',
      'The specified subnet does not have enough free addresses to satisfy the request.',
    );
  }
  return subnets;
}

function groupsOf({ query, region }: Call, type: EndpointType, vpcId: string): SecurityGroup[] {
  const ids = query.list('SecurityGroupId');
  if (type !== 'Interface') {
    if (ids.length > 0) throw invalidParameter('Security groups are only supported for Interface type VPC Endpoints.');
    return [];
  }
  if (ids.length === 0)
    return [...region.groups.values()].filter((group) => group.vpcId === vpcId && group.name === 'default');
  const groups = lookUp(idKinds.groupOfEndpoint, ids, region.groups);
  const stranger = groups.find((group) => group.vpcId !== vpcId);
  if (stranger !== undefined)
    throw new Ec2Error('InvalidGroup.NotFound', `The security group '${stranger.id}' does not exist in VPC '${vpcId}'`);
  return groups;
}

function privateDnsOf({ query }: Call, type: EndpointType, service: Service): boolean {
  const asked = query.flag('PrivateDnsEnabled');
  if (asked === true && type !== 'Interface')
    throw invalidParameter('Private DNS is only supported for Interface type VPC Endpoints.');
  if (asked === true && service.privateDnsName === undefined) {
    throw invalidParameter(
      `Private DNS can't be enabled because the service ${service.name} does not provide a private DNS name.`,
    );
  }
  return asked ?? (type === 'Interface' && service.privateDnsName !== undefined);
}

function checkLimit({ region, endpointsPerVpc }: Call, type: EndpointType, vpcId: string): void {
  if (type === 'Gateway') return;
  const standing = [...region.endpoints.values()].filter(
    (other) => other.vpcId === vpcId && other.type !== 'Gateway' && !other.state.startsWith('delet'),
  );
  if (standing.length >= endpointsPerVpc)
    throw new Ec2Error('VpcEndpointLimitExceeded', 'The maximum number of VPC endpoints has been reached.');
}

function make(call: Call, vpcId: string): Endpoint {
  const { query, account, now } = call;
  const type = typeOf(call);
  const service = serviceOf(call, type);
  const addressType = addressTypeOf(call, service);
  const subnets = subnetsOf(call, vpcId, service, addressType);
  const groups = groupsOf(call, type, vpcId);
  const privateDns = privateDnsOf(call, type, service);
  const tags = tagsOnCreate(query, 'vpc-endpoint', call.region.name);
  checkLimit(call, type, vpcId);
  const id = account.newId('vpce');
  if (addressType !== 'ipv6') for (const subnet of subnets) subnet.freeAddresses -= 1;
  return {
    id,
    type,
    vpcId,
    service,
    subnets,
    groups,
    addressType,
    privateDns,
    tags,
    createdAt: now,
    routeTableIds: query.list('RouteTableId'),
    policy: query.text('PolicyDocument') ?? openPolicy,
    interfaceIds: subnets.map(() => account.newId('eni')),
    dnsSuffix: id.slice(-8),
    state: 'pending',
    since: now,
    accepted: false,
    lastError: undefined,
    deletionError: undefined,
    hiddenFor: call.hideNew,
  };
}

/** The endpoint that this request, or an equal one before it, has made. @throws Ec2Error */
function find(call: Call): Endpoint {
  const { query, region } = call;
  const vpcId = query.required('VpcId');
  if (query.text('ServiceName') === undefined) throw missingParameter('ServiceName');
  checkIds(idKinds.vpcOfEndpoint, [vpcId]);
  checkIds(idKinds.subnetOfEndpoint, query.list('SubnetId'));
  checkIds(idKinds.groupOfEndpoint, query.list('SecurityGroupId'));
  const token = query.text('ClientToken');
  if (token !== undefined && token.length > 64)
    throw invalidValue(`Value (${token}) for parameter clientToken is invalid. Length exceeds maximum of 64.`);
  const fingerprint = query.fingerprint();
  const earlier = token === undefined ? undefined : region.tokens.get(token);
  if (earlier !== undefined) {
    if (earlier.fingerprint === fingerprint) return earlier.endpoint;
    throw new Ec2Error(
      'IdempotentParameterMismatch',
      'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    );
  }
  lookUp(idKinds.vpcOfEndpoint, [vpcId], region.vpcs);
  const endpoint = make(call, vpcId);
  region.endpoints.set(endpoint.id, endpoint);
  if (token !== undefined) region.tokens.set(token, { fingerprint, endpoint });
  return endpoint;
}

export const createVpcEndpoint: Action = {
  knows:
    'VpcEndpointType VpcId ServiceName ServiceRegion SubnetId SecurityGroupId RouteTableId PolicyDocument IpAddressType PrivateDnsEnabled ClientToken TagSpecification'.split(
      ' ',
    ),
  run(call) {
    const endpoint = find(call);
    advance(endpoint, call.delays, call.now);
    return { vpcEndpoint: describe(endpoint, call.account.ownerId), clientToken: call.query.text('ClientToken') };
  },
};
