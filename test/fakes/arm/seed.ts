import type { FakeArm } from './server.ts';

/** The ids of a seeded account; the same in every run. */
export interface SeededAzure {
  readonly subscription: string;
  readonly group: string;
  readonly networkId: string;
  /** Subnets of the network: for endpoints, for nodes, one that belongs to a service, one without a free address. */
  readonly subnets: Readonly<Record<'endpoints' | 'nodes' | 'delegated' | 'full', string>>;
  /** A network in another group and region. */
  readonly other: { readonly networkId: string; readonly subnetId: string };
  /** A scale set whose instance 0 sits in the subnet of the nodes, and a virtual machine there. */
  readonly scaleSet: string;
  readonly machine: string;
}

/** Fills a subscription with a small, believable account. Atlas's services are added by whoever plays Atlas. */
export function seedAzure({ azure }: Pick<FakeArm, 'azure'>): SeededAzure {
  const subscription = '11111111-2222-4333-8444-555555555555';
  const group = azure.addGroup(subscription, 'shop');
  const away = azure.addGroup(subscription, 'staging');
  const nodeGroup = azure.addGroup(subscription, 'MC_shop_aks_northeurope');
  const network = azure.addNetwork(group, 'prod', 'northeurope');
  const subnets = {
    endpoints: azure.addSubnet(network, 'endpoints', '10.40.1.0/24'),
    nodes: azure.addSubnet(network, 'nodes', '10.40.2.0/24'),
    delegated: azure.addSubnet(network, 'postgres', '10.40.3.0/24', {
      delegatedTo: 'Microsoft.DBforPostgreSQL/flexibleServers',
    }),
    full: azure.addSubnet(network, 'full', '10.40.4.0/29', { freeAddresses: 0 }),
  };
  const other = azure.addNetwork(away, 'staging', 'westeurope');
  const scaleSet = `${nodeGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/aks-pool1-12345678-vmss`;
  const machine = `${nodeGroup}/providers/Microsoft.Compute/virtualMachines/aks-pool2-12345678-0`;
  azure.machines.push(
    {
      id: `${scaleSet}/virtualMachines/0/networkInterfaces/aks-pool1-12345678-vmss`,
      machineId: `${scaleSet}/virtualMachines/0`,
      subnetId: subnets.nodes,
      ip: '10.40.2.4',
    },
    {
      id: `${nodeGroup}/providers/Microsoft.Network/networkInterfaces/aks-pool2-12345678-nic-0`,
      machineId: machine,
      subnetId: subnets.nodes,
      ip: '10.40.2.5',
    },
  );
  return {
    subscription,
    group: 'shop',
    networkId: network.id,
    subnets,
    other: { networkId: other.id, subnetId: azure.addSubnet(other, 'endpoints', '10.50.1.0/24') },
    scaleSet,
    machine,
  };
}
