import type { Firewall } from '../../fakes/compute/model.ts';
import { addNode } from '../../fakes/compute/seed.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, addNodeObject, edit, memberOf } from './fault.ts';

export const denyEgress = { priority: 900, allow: false, destinations: ['0.0.0.0/0'], protocol: 'all', ports: [] };

type FirewallRule = Omit<Firewall, 'name' | 'id' | 'createdAt' | 'network'>;

export function addFirewall({ compute, google }: Sandbox, short: string, rule: FirewallRule): void {
  const name = `projects/${google.project}/global/firewalls/${short}`;
  compute.google.firewalls.set(name, { name, id: '1', createdAt: 0, network: google.networkName, ...rule });
}

/** A node of the cluster whose machine has a network tag. @param providerID of a machine of the account */
function tagNode(sandbox: Sandbox, providerID: string, tag: string): void {
  const { instances } = sandbox.compute.google;
  const [, project, zone, machine = ''] = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(providerID) ?? [];
  const instance = instances.get(`projects/${project}/zones/${zone}/instances/${machine}`);
  if (instance !== undefined) instances.set(instance.name, { ...instance, tags: [tag] });
  addNodeObject(sandbox, machine, providerID, 'europe-west1');
}

/** What is wrong on Google Cloud. */
export const gcpFaults: readonly Fault[] = [
  {
    code: 'PE302-gcp',
    base: 'gcp',
    break({ compute }) {
      for (const rule of compute.google.rules.values()) rule.connection = 'CLOSED';
    },
  },
  {
    code: 'PE303-gcp',
    base: 'gcp',
    break: (sandbox) => addNodeObject(sandbox, 'far', sandbox.google.nodes.shared, 'europe-west1'),
    mend: (sandbox) => edit(sandbox, 'nodes', 'far', (object) => void (memberOf(object, 'spec')['providerID'] = '')),
  },
  {
    code: 'PE330',
    base: 'gcp',
    break(sandbox) {
      const { compute, google } = sandbox;
      for (const rule of compute.google.rules.values()) rule.globalAccess = false;
      const name = 'gke-shop-away-0';
      addNodeObject(
        sandbox,
        name,
        addNode(compute.google, google.project, 'us-central1-a', name, google.subnetworks.away),
        'us-central1',
      );
    },
  },
  { code: 'PE331', base: 'gcp', break: (sandbox) => addFirewall(sandbox, 'deny-all', denyEgress) },
  {
    code: 'PE331-taken',
    base: 'gcp',
    // The name of the rule is in use, for ports that do not help.
    break(sandbox) {
      addFirewall(sandbox, 'deny-all', denyEgress);
      addFirewall(sandbox, 'allow-atlas', {
        ...denyEgress,
        priority: 800,
        allow: true,
        protocol: 'tcp',
        ports: ['27017'],
      });
    },
  },
  {
    code: 'PE331-tags',
    base: 'gcp',
    // A rule for the nodes alone, by their tag.
    break(sandbox) {
      for (const name of sandbox.google.nodes.own) tagNode(sandbox, name, 'gke-shop');
      addFirewall(sandbox, 'deny-nodes', { ...denyEgress, targetTags: ['gke-shop'] });
    },
  },
];
