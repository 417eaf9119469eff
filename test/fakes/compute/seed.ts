import { numberOf } from './ids.ts';
import { lastOf, nameOf, projectOf, regionName } from './links.ts';
import type { Google, Instance, Network, Project, Subnetwork } from './model.ts';
import { usualQuotas } from './quotas.ts';
import type { FakeCompute } from './server.ts';
import { takeFree } from './subnets.ts';

/** When everything that a test finds already there was made. */
const MADE = Date.UTC(2025, 0, 15, 8);

export function addProject(google: Google, id: string, host?: string): Project {
  const number = numberOf('project', id).slice(0, 12);
  const project = { id, number, host, computeEnabled: true, quotas: new Map(usualQuotas) };
  google.projects.set(id, project);
  return project;
}

export function addNetwork(google: Google, project: string, name: string): Network {
  const full = `projects/${project}/global/networks/${name}`;
  const network = { name: full, id: numberOf(full), createdAt: MADE, autoCreateSubnetworks: false };
  google.networks.set(full, network);
  return network;
}

export interface SubnetworkSeed {
  readonly name: string;
  readonly region: string;
  readonly cidr: string;
  readonly purpose?: string;
}

export function addSubnetwork(google: Google, network: Network, seed: SubnetworkSeed): Subnetwork {
  const { name, region, cidr, purpose = 'PRIVATE' } = seed;
  const full = `${regionName(projectOf(network.name), region)}/subnetworks/${name}`;
  const taken = new Set<string>();
  const subnetwork = { name: full, id: numberOf(full), createdAt: MADE, network: network.name, cidr, purpose, taken };
  google.subnetworks.set(full, subnetwork);
  return subnetwork;
}

/** Adds a machine of a project, with an address of a subnet that may be its host project's. @returns its providerID as a node */
export function addNode(google: Google, project: string, zone: string, name: string, subnetwork: Subnetwork): string {
  const full = `projects/${project}/zones/${zone}/instances/${name}`;
  const instance: Instance = {
    name: full,
    id: numberOf(full),
    createdAt: MADE,
    subnetwork: subnetwork.name,
    network: subnetwork.network,
    ip: takeFree(subnetwork) ?? '',
    labels: { 'goog-gke-node': '' },
  };
  google.instances.set(full, instance);
  return `gce://${project}/${zone}/${name}`;
}

/** Makes a service attachment of some producer known, given as a link or as a name. @returns whether it is one */
export function addAttachment(google: Google, attachment: string): boolean {
  const name = nameOf(attachment, '');
  if (name?.includes('/serviceAttachments/') !== true) return false;
  google.attachments.add(name);
  return true;
}

/** The names of a seeded account; the same in every run. */
export interface SeededGoogle {
  readonly project: string;
  readonly region: string;
  /** Names without what stands before them, and the relative names of each. */
  readonly network: string;
  readonly networkName: string;
  readonly subnetworks: Readonly<Record<'endpoints' | 'nodes' | 'proxies' | 'tiny' | 'away', Subnetwork>>;
  /** A project that is attached to a Shared VPC of the host project. */
  readonly shared: {
    readonly project: string;
    readonly host: string;
    readonly networkName: string;
    readonly subnetwork: Subnetwork;
  };
  /** As Kubernetes names the nodes: two in the project, one in the service project. */
  readonly nodes: { readonly own: readonly string[]; readonly shared: string };
}

/** Fills the fake with a small, believable account. Atlas's service attachments are added by whoever plays Atlas. */
export function seedGoogle({ google, identity }: Pick<FakeCompute, 'google' | 'identity'>): SeededGoogle {
  const [project, host, service] = ['shop-prod', 'shop-network', 'shop-staging'];
  for (const id of [project, host]) addProject(google, id);
  addProject(google, service, host);
  const network = addNetwork(google, project, 'prod');
  const region = 'europe-west1';
  const subnet = (name: string, cidr: string, changes: Partial<SubnetworkSeed> = {}): Subnetwork =>
    addSubnetwork(google, network, { name, region, cidr, ...changes });
  const subnetworks = {
    endpoints: subnet('endpoints', '10.60.1.0/24'),
    nodes: subnet('nodes', '10.60.2.0/24'),
    proxies: subnet('proxies', '10.60.3.0/26', { purpose: 'REGIONAL_MANAGED_PROXY' }),
    tiny: subnet('tiny', '10.60.4.0/29'),
    away: subnet('away', '10.60.5.0/24', { region: 'us-central1' }),
  };
  const sharedNetwork = addNetwork(google, host, 'shared');
  const shared = addSubnetwork(google, sharedNetwork, { name: 'staging', region, cidr: '10.70.1.0/24' });
  const own = ['b', 'c'].map((zone, index) => {
    const name = `gke-shop-pool-1-4f2a9c10-${index}`;
    return addNode(google, project, `${region}-${zone}`, name, subnetworks.nodes);
  });
  const sharedNode = addNode(google, service, `${region}-b`, 'gke-staging-pool-1-77aa0001-0', shared);
  const { number } = google.project(project);
  identity.accounts.pools.push({
    audience: `//iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/desks/providers/office`,
    subjectToken: 'a-token-of-the-office',
    subject: 'somebody',
  });
  identity.accounts.attached = `node@${project}.iam.gserviceaccount.com`;
  identity.accounts.attachedProject = project;
  return {
    project,
    region,
    network: lastOf(network.name),
    networkName: network.name,
    subnetworks,
    shared: { project: service, host, networkName: sharedNetwork.name, subnetwork: shared },
    nodes: { own, shared: sharedNode },
  };
}
