import type { Action } from './action.ts';
import { checkIds, idKinds, lookUp, missingParameter, notFound } from './errors.ts';
import { page, select, type Filterable } from './filters.ts';
import { enter } from './life.ts';
import type { Endpoint, Region } from './model.ts';
import { tagSet } from './tags.ts';
import type { Xml } from './xml.ts';

/** Public hosted zones of endpoint names, where a published example shows one; the fake makes up the others. */
const hostedZones: Readonly<Record<string, string>> = {
  'us-east-1': 'Z7HUB22UULQXV',
  'us-east-2': 'ZC8PG0KIFKBRI',
  'us-west-2': 'Z1YSA3EXCYUU9Z',
};

/** One name for the region, then one for each zone: `vpce-ID-SUFFIX[-ZONE].vpce-svc-….REGION.vpce.amazonaws.com`. */
function dnsEntries(endpoint: Endpoint): Xml {
  if (endpoint.type !== 'Interface') return undefined;
  const { region, name } = endpoint.service;
  const service = name.split('.').slice(name.split('.').indexOf(region) + 1);
  const domain = [...service, region, 'vpce.amazonaws.com', ...(name.startsWith('cn.') ? ['cn'] : [])].join('.');
  const hostedZoneId = hostedZones[region] ?? `Z${endpoint.dnsSuffix.toUpperCase()}`;
  const own = `${endpoint.id}-${endpoint.dnsSuffix}`;
  return [own, ...endpoint.subnets.map((subnet) => `${own}-${subnet.zone}`)].map((host) => ({
    dnsName: `${host}.${domain}`,
    hostedZoneId,
  }));
}

/** An endpoint as CreateVpcEndpoint and DescribeVpcEndpoints write it. */
export function describe(endpoint: Endpoint, ownerId: string): Xml {
  const { lastError } = endpoint;
  const isInterface = endpoint.type === 'Interface';
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: endpoint.type,
    vpcId: endpoint.vpcId,
    serviceName: endpoint.service.name,
    serviceRegion: endpoint.service.region,
    state: endpoint.state,
    policyDocument: endpoint.policy,
    routeTableIdSet: endpoint.routeTableIds,
    subnetIdSet: endpoint.subnets.map((subnet) => subnet.id),
    groupSet: endpoint.groups.map((group) => ({ groupId: group.id, groupName: group.name })),
    ipAddressType: isInterface ? endpoint.addressType : undefined,
    dnsOptions: isInterface ? { dnsRecordIpType: endpoint.addressType } : undefined,
    privateDnsEnabled: endpoint.privateDns,
    requesterManaged: false,
    networkInterfaceIdSet: endpoint.interfaceIds,
    dnsEntrySet: dnsEntries(endpoint),
    creationTimestamp: new Date(endpoint.createdAt).toISOString(),
    tagSet: tagSet(endpoint.tags),
    ownerId,
    lastError: lastError === undefined ? undefined : { code: lastError.code, message: lastError.message },
    failureReason: lastError?.message,
  };
}

const filterable: Filterable<Endpoint> = {
  'ip-address-type': (endpoint) => endpoint.addressType,
  'service-name': (endpoint) => endpoint.service.name,
  'service-region': (endpoint) => endpoint.service.region,
  'vpc-id': (endpoint) => endpoint.vpcId,
  'vpc-endpoint-id': (endpoint) => endpoint.id,
  'vpc-endpoint-state': (endpoint) => endpoint.state,
  'vpc-endpoint-type': (endpoint) => endpoint.type,
};

/** The endpoints that this request may see: a new one can be unknown to the first requests after it was made. */
function visible(region: Region): Map<string, Endpoint> {
  const seen = new Map<string, Endpoint>();
  for (const endpoint of region.endpoints.values()) {
    if (endpoint.hiddenFor > 0) endpoint.hiddenFor -= 1;
    else seen.set(endpoint.id, endpoint);
  }
  return seen;
}

export const describeVpcEndpoints: Action = {
  knows: ['VpcEndpointId', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account }) {
    const ids = query.list('VpcEndpointId');
    checkIds(idKinds.endpoint, ids);
    const known = visible(region);
    const named = ids.length > 0 ? lookUp(idKinds.endpoint, ids, known) : [...known.values()];
    const { items, nextToken } = page(query, select(named, query.filters(), filterable), 1, 1000);
    return { vpcEndpointSet: items.map((endpoint) => describe(endpoint, account.ownerId)), nextToken };
  },
};

/** Deletes what it can and answers 200 with a list of what it could not. */
export const deleteVpcEndpoints: Action = {
  knows: ['VpcEndpointId'],
  run({ query, region, now, deletion }) {
    const ids = query.list('VpcEndpointId');
    if (ids.length === 0) throw missingParameter('VpcEndpointId');
    checkIds(idKinds.endpoint, ids);
    const error = { code: deletion?.code ?? 'InternalError', message: deletion?.message ?? 'It failed on demand.' };
    const unsuccessful: Xml[] = [];
    for (const id of ids) {
      const endpoint = region.endpoints.get(id);
      if (endpoint === undefined || endpoint.state === 'deleted') {
        const { message } = notFound(idKinds.endpoint, id);
        // Not the code that DescribeVpcEndpoints has for the same thing.
        unsuccessful.push({ error: { code: 'InvalidVpcEndpoint.NotFound', message }, resourceId: id });
      } else if (deletion?.deletion === 'unsuccessful') {
        unsuccessful.push({ error, resourceId: id });
      } else if (endpoint.state !== 'deleting') {
        enter(endpoint, 'deleting', now);
        endpoint.deletionError = deletion === undefined ? undefined : error;
      }
    }
    return { unsuccessful };
  },
};
