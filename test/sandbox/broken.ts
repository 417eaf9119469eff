import { operatorManifest } from './manifests.ts';
import { faults } from './faults/all.ts';
import type { Base, Fault } from './faults/fault.ts';
import { sourceNames } from './faults/fault.ts';
import type { Sandbox } from './sandbox.ts';

/** A fault, and how a sandbox comes to have it. */
export interface BrokenDemo {
  readonly fault: Fault;
  readonly cloud: 'aws' | 'azure' | 'gcp';
  readonly operator: 'v2.15';
  readonly source: 'dedicated';
  /** What is to be looked at. */
  readonly name: string;
  /** What makes everything that is broken then. */
  readonly commands: (sandbox: Sandbox) => readonly string[];
}

const placements: Readonly<Record<Exclude<Base, 'serverless'>, (sandbox: Sandbox) => string>> = {
  aws: ({ account: { vpcId, subnets, groups } }) =>
    `--vpc-id ${vpcId} --subnet-id ${subnets.a} --security-group-id ${groups.open}`,
  azure: ({ azure }) => `--subnet ${azure.subnets.endpoints}`,
  gcp: ({ google }) => `--subnetwork ${google.subnetworks.endpoints.name}`,
};

const descriptions: Readonly<Record<Exclude<Base, 'serverless'>, string>> = {
  aws: '--provider AWS --region us-east-1',
  azure: '--provider AZURE --region northeurope',
  gcp: '--provider GCP --region europe-west1',
};

/** The fault that the check of a code finds, the first where it has several. Ends the process where there is none. */
export function faultNamed(code: string): BrokenDemo {
  const fault =
    faults.find((each) => each.code.toLowerCase() === code.toLowerCase()) ??
    faults.find((each) => each.code.toLowerCase().startsWith(`${code.toLowerCase()}-`));
  if (fault === undefined || fault.base === 'serverless') {
    process.stderr.write(`error: --broken is one of ${faults.map((each) => each.code).join(', ')}\n`);
    process.exit(1);
  }
  const { base } = fault;
  const source = sourceNames[base];
  return {
    fault,
    cloud: base,
    operator: 'v2.15',
    source: 'dedicated',
    name: 'ad/orders',
    commands: (sandbox) => [
      `create ape/${source} --project shop ${descriptions[base]}`,
      `create ape/${source} ${placements[base](sandbox)}`,
      `link ape/${source}`,
      'secret ad/orders --refresh -o name',
    ],
  };
}

/** Breaks it. The operator's Deployment is made, since some faults are about it. */
export function breakSandbox(sandbox: Sandbox, { fault }: BrokenDemo): void {
  sandbox.kubernetes.store.create(operatorManifest('2.15.0'));
  fault.break(sandbox);
}
