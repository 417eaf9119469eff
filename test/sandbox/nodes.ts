import type { Sandbox } from './sandbox.ts';

/** The clouds whose accounts the sandbox has. */
export type SandboxCloud = 'AWS' | 'AZURE' | 'GCP';

/** Two nodes of the cluster on machines of that cloud's account, so that --from-nodes finds where they are. */
export function addNodes(sandbox: Sandbox, cloud: SandboxCloud): void {
  for (const [index, providerID] of providerIds[cloud](sandbox).entries())
    sandbox.kubernetes.store.create({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node-${index + 1}` },
      spec: { providerID },
    });
}

const providerIds: Readonly<Record<SandboxCloud, (sandbox: Sandbox) => readonly string[]>> = {
  AWS: ({ ec2, account: { subnets, groups } }) =>
    [subnets.a, subnets.b].map((subnetId, index) => {
      const region = 'us-east-1';
      const zone = ec2.account.region(region).subnets.get(subnetId)?.zone ?? '';
      const privateIp = `10.20.${index + 1}.10`;
      const { id } = ec2.account.addInstance({ region, subnetId, groupIds: [groups.open], privateIp });
      return `aws:///${zone}/${id}`;
    }),
  AZURE: ({ azure }) => [`azure://${azure.scaleSet}/virtualMachines/0`, `azure://${azure.machine}`],
  GCP: ({ google }) => google.nodes.own,
};
