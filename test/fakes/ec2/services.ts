import type { Action } from './action.ts';
import { invalidServiceName } from './errors.ts';
import { page, select, type Filterable } from './filters.ts';
import type { Service } from './model.ts';
import { tagSet } from './tags.ts';

/** Who owns the services: not the account that uses them. */
const owner = '210987654321';

const filterable: Filterable<Service> = {
  owner: () => owner,
  'service-name': (service) => service.name,
  'service-region': (service) => service.region,
  'service-type': (service) => service.type,
  'supported-ip-address-types': (service) => service.families,
};

export const describeVpcEndpointServices: Action = {
  knows: ['ServiceName', 'ServiceRegion', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account }) {
    const asked = query.list('ServiceRegion');
    const homes = asked.length === 0 ? [region.name] : asked;
    const known = homes.flatMap((home) =>
      [...account.region(home).services.values()].filter(
        (service) => home === region.name || service.remoteRegions.includes(region.name),
      ),
    );
    const names = query.list('ServiceName');
    const missing = names.find((name) => !known.some((service) => service.name === name));
    if (missing !== undefined) throw invalidServiceName(missing);
    const named = names.length === 0 ? known : known.filter((service) => names.includes(service.name));
    const { items, nextToken } = page(query, select(named, query.filters(), filterable), 1, 1000);
    const serviceDetailSet = items.map((service) => ({
      serviceName: service.name,
      serviceId: service.name.split('.').at(-1),
      serviceType: [{ serviceType: service.type }],
      serviceRegion: service.region,
      // A service of another region does not tell its zones.
      availabilityZoneSet: service.region === region.name ? service.zones : undefined,
      owner,
      baseEndpointDnsNameSet: [`${service.name.split('.').at(-1) ?? ''}.${service.region}.vpce.amazonaws.com`],
      privateDnsName: service.privateDnsName,
      vpcEndpointPolicySupported: false,
      acceptanceRequired: service.acceptanceRequired,
      managesVpcEndpoints: false,
      tagSet: tagSet(service.tags),
      supportedIpAddressTypeSet: service.families,
    }));
    return { serviceNameSet: items.map((service) => service.name), serviceDetailSet, nextToken };
  },
};
