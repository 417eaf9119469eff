import { writeFileSync } from 'node:fs';
import type { Sandbox } from '../sandbox.ts';
import type { Fault } from './fault.ts';

/** What `doctor` reads in the cluster. */
const readable: readonly (readonly [group: string, resource: string])[] = [
  ['atlas.mongodb.com', '*'],
  ['', 'secrets'],
  ['', 'nodes'],
  ['', 'pods'],
  ['', 'events'],
  ['', 'namespaces'],
  ['apps', 'deployments'],
  ['networking.k8s.io', 'networkpolicies'],
  ['cilium.io', 'ciliumnetworkpolicies'],
  ['apiextensions.k8s.io', 'customresourcedefinitions'],
];

/** From now on the kubeconfig is that of somebody who may read everything but one resource. */
function mayNotRead(sandbox: Sandbox, forbidden: string): void {
  const rules = readable
    .filter(([, resource]) => resource !== forbidden)
    .map(([group, resource]) => ({ apiGroups: [group], resources: [resource], verbs: ['get', 'list', 'watch'] }));
  const { kubernetes, kubeconfig } = sandbox;
  writeFileSync(kubeconfig, kubernetes.kubeconfig({ token: kubernetes.addUser('eve', rules) }));
}

function mayReadAll({ kubernetes, kubeconfig }: Sandbox): void {
  writeFileSync(kubeconfig, kubernetes.kubeconfig());
}

/** What may not be read: nothing is broken by it. */
export const rightFaults: readonly Fault[] = [
  {
    code: 'PE101',
    base: 'aws',
    verdict: 'unknown',
    break: (sandbox) => mayNotRead(sandbox, 'nodes'),
    mend: mayReadAll,
  },
  {
    code: 'PE700',
    base: 'aws',
    verdict: 'unknown',
    beside: ['PE101 unknown'],
    break: (sandbox) => mayNotRead(sandbox, 'pods'),
    mend: mayReadAll,
  },
  {
    code: 'PE300',
    base: 'aws',
    verdict: 'unknown',
    break({ ec2 }) {
      const message = 'You are not authorized to perform this operation.';
      ec2.fail({ action: 'DescribeVpcEndpoints', code: 'UnauthorizedOperation', message });
    },
    mend: ({ ec2 }) => ec2.heal(),
  },
];
