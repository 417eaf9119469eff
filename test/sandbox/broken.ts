import { checkWords } from '../../src/cli/words/checks/all.ts';
import { operatorManifest } from './manifests.ts';
import { faults } from './faults/all.ts';
import type { Base, Fault } from './faults/fault.ts';
import { sourceNames } from './faults/fault.ts';
import type { Sandbox } from './sandbox.ts';

/** A healthy world, and how a sandbox comes to be it. */
interface World {
  readonly cloud: 'aws' | 'azure' | 'gcp';
  readonly operator: 'v2.15' | 'v2.11';
  readonly version: string;
  readonly source: 'dedicated' | 'serverless';
  /** What is to be looked at. */
  readonly name: string;
  /** What makes everything that is broken then. */
  readonly commands: (sandbox: Sandbox) => readonly string[];
}

/** A fault, and the world that it is in. */
export interface BrokenDemo extends World {
  readonly fault: Fault;
}

type Placement = (sandbox: Sandbox) => string;

function dedicated(base: Exclude<Base, 'serverless'>, description: string, placement: Placement): World {
  const source = `ape/${sourceNames[base]}`;
  return {
    cloud: base,
    operator: 'v2.15',
    version: '2.15.0',
    source: 'dedicated',
    name: 'ad/orders',
    commands: (sandbox) => [
      `create ${source} --project shop ${description}`,
      `create ${source} ${placement(sandbox)}`,
      `link ${source}`,
      'secret ad/orders --refresh -o name',
    ],
  };
}

const onAws: Placement = ({ account: { vpcId, subnets, groups } }) =>
  `--vpc-id ${vpcId} --subnet-id ${subnets.a} --security-group-id ${groups.open}`;

const worlds: Readonly<Record<Base, World>> = {
  aws: dedicated('aws', '--provider AWS --region us-east-1', onAws),
  azure: dedicated(
    'azure',
    '--provider AZURE --region northeurope',
    ({ azure }) => `--subnet ${azure.subnets.endpoints}`,
  ),
  gcp: dedicated(
    'gcp',
    '--provider GCP --region europe-west1',
    ({ google }) => `--subnetwork ${google.subnetworks.endpoints.name}`,
  ),
  serverless: {
    cloud: 'aws',
    operator: 'v2.11',
    version: '2.11.1',
    source: 'serverless',
    name: sourceNames.serverless,
    commands: (sandbox) => [`up orders ${onAws(sandbox)}`],
  },
};

/** The fault that the check of a code finds, the first where it has several; undefined where there is none. */
export function faultNamed(code: string): BrokenDemo | undefined {
  const wanted = code.toLowerCase();
  const fault =
    faults.find((each) => each.code.toLowerCase() === wanted) ??
    faults.find((each) => each.code.toLowerCase().startsWith(`${wanted}-`));
  if (fault === undefined) return undefined;
  const world = worlds[fault.base];
  return { ...world, name: fault.name ?? world.name, fault };
}

/** Everything that can be broken, a line each: its code, and what holds otherwise. */
export function faultList(): string {
  const width = Math.max(...faults.map(({ code }) => code.length));
  const lines = faults.map(({ code }) => `${code.padEnd(width)}  ${checkWords[code.split('-')[0] ?? '']?.title ?? ''}`);
  return [...lines].sort().join('\n');
}

/**
 * Breaks it. The operator's Deployment is made, since some faults are about it. Where the operator has to be stopped, so that it does not
 * undo the fault, it goes on with the first change that somebody makes, which may be the one that makes it write.
 */
export function breakSandbox(sandbox: Sandbox, { fault, version }: BrokenDemo): void {
  sandbox.kubernetes.store.create(operatorManifest(version));
  fault.break(sandbox);
  if (!sandbox.operator.paused) return;
  const stopListening = sandbox.kubernetes.store.onChange(() => {
    stopListening();
    sandbox.operator.paused = false;
  });
}
