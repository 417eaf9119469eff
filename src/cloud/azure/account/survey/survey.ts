import type {
  NetworkInterface,
  NetworkSecurityGroup,
  PrivateEndpoint,
  SecurityRule,
  VirtualNetwork,
} from '@azure/arm-network';
import { sameId } from '../../../../core/cloud-endpoint.ts';
import type { Known } from '../../../../core/chain/observed/known.ts';
import { known } from '../../../account/known.ts';
import type { SurveyedEndpoint } from '../../../provider.ts';
import type { ClusterNode } from '../../../placement.ts';
import type { AzureObservation, ObservedNsg, ObservedRule } from '../../checks/observation.ts';
import { networkName, networkOf, parseResourceId } from '../../resource-id.ts';
import type { Arm } from '../arm.ts';
import { cloudEndpoint } from '../endpoint.ts';
import { subnetsOfNodes } from '../nodes/from-nodes.ts';

/** From how many endpoints of a subscription on they are listed, not read one by one. */
const MANY = 4;

/** What is read once for all endpoints. */
interface Surroundings {
  readonly networks: ReadonlyMap<string, Known<VirtualNetwork | undefined>>;
  readonly nsgs: ReadonlyMap<string, Known<Awaited<ReturnType<Arm['getSecurityGroup']>>>>;
  readonly nodePlaces: readonly string[];
}

/** What the Resource Manager shows of private endpoints and of what surrounds them. @throws UserError where they may not be read */
export async function survey(
  arm: Arm,
  endpoints: readonly SurveyedEndpoint[],
  nodes: readonly ClusterNode[],
): Promise<readonly AzureObservation[]> {
  const [found, subnets] = await Promise.all([readEndpoints(arm, endpoints), known(subnetsOfNodes(arm, nodes))]);
  const subnetIds = found.flatMap((endpoint) => endpoint.endpoint?.subnet?.id ?? []);
  const networks = await readOnce(subnetIds.map(networkOf), (id) => arm.getVirtualNetwork(id));
  const nsgIds = subnetIds.flatMap((id) => subnetIn(networks, id)?.networkSecurityGroup?.id ?? []);
  const nsgs = await readOnce(nsgIds, (id) => arm.getSecurityGroup(id));
  const nodePlaces = 'refusal' in subnets ? [] : [...new Set(subnets.map((id) => networkName(id)))];
  return found.map(({ id, endpoint, nic, service }) =>
    observationOf({ id, endpoint, nic, service }, { networks, nsgs, nodePlaces }),
  );
}

interface Found {
  readonly id: string;
  readonly service: string;
  readonly endpoint: PrivateEndpoint | undefined;
  readonly nic: NetworkInterface | undefined;
}

async function readEndpoints(arm: Arm, wanted: readonly SurveyedEndpoint[]): Promise<readonly Found[]> {
  const bySubscription = Map.groupBy(wanted, ({ id }) => parseResourceId(id)?.subscription ?? '');
  const all = await Promise.all(
    [...bySubscription].map(async ([subscription, members]) => {
      if (members.length < MANY) return Promise.all(members.map((member) => readOne(arm, member)));
      const [list, nics] = await Promise.all([
        arm.listPrivateEndpoints(subscription),
        known(arm.listNetworkInterfaces(subscription)),
      ]);
      return members.map(({ id, service }): Found => {
        const endpoint = list.find((each) => sameId(each.id ?? '', id));
        const nicId = endpoint?.networkInterfaces?.[0]?.id ?? '';
        return {
          id,
          service,
          endpoint,
          nic: 'refusal' in nics ? undefined : nics.find((nic) => sameId(nic.id ?? '', nicId)),
        };
      });
    }),
  );
  const byId = new Map(all.flat().map((each) => [each.id, each]));
  return wanted.map(({ id, service }) => byId.get(id) ?? { id, service, endpoint: undefined, nic: undefined });
}

async function readOne(arm: Arm, { id, service }: SurveyedEndpoint): Promise<Found> {
  const endpoint = parseResourceId(id) === undefined ? undefined : await arm.getPrivateEndpoint(id);
  const nicId = endpoint?.networkInterfaces?.[0]?.id;
  const nic = nicId === undefined ? undefined : await known(arm.getNetworkInterface(nicId));
  return { id, service, endpoint, nic: nic !== undefined && 'refusal' in nic ? undefined : nic };
}

async function readOnce<T extends object>(
  ids: readonly string[],
  read: (id: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, Known<T | undefined>>> {
  const distinct = [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
  const found = await Promise.all(distinct.map(async (id) => [id.toLowerCase(), await known(read(id))] as const));
  return new Map(found);
}

function subnetIn(networks: Surroundings['networks'], subnetId: string) {
  const network = networks.get(networkOf(subnetId).toLowerCase());
  if (network === undefined || 'refusal' in network) return undefined;
  return network.subnets?.find(({ id = '' }) => sameId(id, subnetId));
}

function observationOf({ id, endpoint, nic, service }: Found, around: Surroundings): AzureObservation {
  const subnetId = endpoint?.subnet?.id ?? '';
  const subnet = subnetIn(around.networks, subnetId);
  const prefixes = subnet?.addressPrefixes ?? (subnet?.addressPrefix === undefined ? [] : [subnet.addressPrefix]);
  const policies =
    subnet === undefined
      ? undefined
      : /^(Enabled|NetworkSecurityGroupEnabled)$/.test(subnet.privateEndpointNetworkPolicies ?? '');
  const nsgId = subnet?.networkSecurityGroup?.id;
  const nsg = nsgId === undefined || policies !== true ? undefined : around.nsgs.get(nsgId.toLowerCase());
  const shown =
    endpoint === undefined
      ? undefined
      : cloudEndpoint({ ...endpoint, id }, nic, undefined, { service, network: undefined });
  return {
    cloud: 'AZURE',
    endpoint: shown,
    searched: `Azure subscription ${parseResourceId(id)?.subscription ?? ''}`,
    networks: prefixes,
    addresses: (nic?.ipConfigurations ?? []).flatMap(({ privateIPAddress }) => privateIPAddress ?? []),
    nodePlaces: around.nodePlaces,
    reachedByPeering: true,
    subnetId,
    policies,
    nsg: nsg === undefined ? undefined : 'refusal' in nsg ? nsg : nsgOf(nsg),
  };
}

function nsgOf({ id = '', securityRules = [] }: Pick<NetworkSecurityGroup, 'id' | 'securityRules'>): ObservedNsg {
  const incoming = securityRules.filter(
    ({ direction, protocol }) => direction === 'Inbound' && /^(Tcp|\*)$/i.test(protocol ?? ''),
  );
  return {
    id,
    rules: incoming.map(ruleOf),
    names: securityRules.flatMap(({ name }) => name ?? []),
    priorities: securityRules.flatMap(({ direction, priority }) => (direction === 'Inbound' ? (priority ?? []) : [])),
  };
}

function ruleOf({ name = '', priority = 0, access, ...rule }: SecurityRule): ObservedRule {
  const ranges = given(rule.destinationPortRange, rule.destinationPortRanges);
  return {
    name,
    priority,
    allow: access === 'Allow',
    sources: given(rule.sourceAddressPrefix, rule.sourceAddressPrefixes),
    destinations: given(rule.destinationAddressPrefix, rule.destinationAddressPrefixes),
    ports: ranges.map((range) => {
      const [from = '', to = from] = range === '*' ? ['0', '65535'] : range.split('-');
      return { from: Number(from), to: Number(to) };
    }),
  };
}

/** What a rule has in the one or the other of two members. */
function given(one: string | undefined, several: readonly string[] = []): readonly string[] {
  return one === undefined || one === '' ? several : [one, ...several];
}
