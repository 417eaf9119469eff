import type { Action } from './action.ts';
import { idKinds, lookUp } from './errors.ts';
import { page, select, type Filterable } from './filters.ts';
import type { Instance, Region } from './model.ts';
import { tagSet } from './tags.ts';

const hostOf = (instance: Instance, region: Region): string =>
  `ip-${instance.privateIp.replaceAll('.', '-')}.${region.name}.compute.internal`;

const filterable = (region: Region): Filterable<Instance> => ({
  'instance-id': (instance) => instance.id,
  'instance-state-name': () => 'running',
  'private-dns-name': (instance) => hostOf(instance, region),
  'private-ip-address': (instance) => instance.privateIp,
  'subnet-id': (instance) => instance.subnetId,
  'vpc-id': (instance) => region.subnets.get(instance.subnetId)?.vpcId ?? [],
});

/** Just what is needed to go from a node to its place: every instance runs, and each is a reservation of its own. */
export const describeInstances: Action = {
  knows: ['InstanceId', 'Filter', 'MaxResults', 'NextToken'],
  run({ query, region, account }) {
    const ids = query.list('InstanceId');
    const named = ids.length > 0 ? lookUp(idKinds.instance, ids, region.instances) : [...region.instances.values()];
    const { items, nextToken } = page(query, select(named, query.filters(), filterable(region)), 5, 1000);
    const reservationSet = items.map((instance) => {
      const subnet = region.subnets.get(instance.subnetId);
      const found = {
        instanceId: instance.id,
        instanceState: { code: 16, name: 'running' },
        privateDnsName: hostOf(instance, region),
        privateIpAddress: instance.privateIp,
        placement: { availabilityZone: subnet?.zone },
        subnetId: instance.subnetId,
        vpcId: subnet?.vpcId,
        groupSet: instance.groupIds.map((groupId) => ({ groupId, groupName: region.groups.get(groupId)?.name })),
        tagSet: tagSet(instance.tags),
      };
      return { reservationId: `r-${instance.id.slice(2)}`, ownerId: account.ownerId, instancesSet: [found] };
    });
    return { reservationSet, nextToken };
  },
};
