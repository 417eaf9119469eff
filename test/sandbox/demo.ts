/**
 * The main job on an embedded sandbox: `npm run demo`. Every command below is the real command line, run as a process of its own
 * against a Kubernetes API, an operator and a cloud on loopback; --cloud azure and --cloud gcp take another one; --source dedicated shows a dedicated
 * cluster, whose endpoints an AtlasPrivateEndpoint declares, in place of a serverless one; on Google Cloud there is nothing else. With --keep the sandbox stays, for the
 * person's own tools; with --command "kubectl atlas-pe" an installed plugin runs instead of the sources.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { realClock } from '../harness/clock.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { breakSandbox, faultNamed } from './broken.ts';
import { type Sandbox, seedProject, startSandbox } from './sandbox.ts';

/** The demo's operator looks every second, not every ten, so that nobody waits for a minute to see a minute's work. */
const POLL_MS = 1_000;
const generations: readonly Generation[] = ['v1.6', 'v2.11', 'v2.15'];

/** What the tour shows on a cloud. */
interface CloudTour {
  readonly cloud: 'AWS' | 'AZURE' | 'GCP';
  readonly name: string;
  /** Its region, as the cloud spells it. */
  readonly region: string;
  /** What is made in our network, and what Atlas is told of it. */
  readonly made: string;
  readonly told: string;
  readonly placement: (sandbox: Sandbox) => string;
  readonly operator: Generation;
  readonly source: 'serverless' | 'dedicated';
}

const tours: Readonly<Record<string, CloudTour>> = {
  aws: {
    cloud: 'AWS',
    name: 'AWS',
    region: 'us-east-1',
    made: 'the interface endpoint in our VPC',
    told: 'its id',
    placement: ({ account: { vpcId, subnets, groups } }) =>
      `--vpc-id ${vpcId} --subnet-id ${subnets.a},${subnets.b} --security-group-id ${groups.open}`,
    operator: 'v2.11',
    source: 'serverless',
  },
  azure: {
    cloud: 'AZURE',
    name: 'Azure',
    region: 'northeurope',
    made: 'the private endpoint in our virtual network',
    told: 'its id and address',
    placement: ({ azure }) => `--subnet ${azure.subnets.endpoints}`,
    operator: 'v2.11',
    source: 'serverless',
  },
  gcp: {
    cloud: 'GCP',
    name: 'Google Cloud',
    region: 'europe-west1',
    made: 'an address and the forwarding rule in our network',
    told: 'its name, project and address',
    placement: ({ google }) => `--subnetwork ${google.subnetworks.endpoints.name}`,
    // Operators before 2.15.0 make services without port mapping only.
    operator: 'v2.15',
    source: 'dedicated',
  },
};

const { values } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    cloud: { type: 'string', default: 'aws' },
    operator: { type: 'string' },
    source: { type: 'string' },
    command: { type: 'string' },
    broken: { type: 'string' },
  },
});
const fault = values.broken === undefined ? undefined : faultNamed(values.broken);
const tour = tours[fault?.cloud ?? values.cloud];
if (tour === undefined) {
  process.stderr.write(`error: --cloud is one of ${Object.keys(tours).join(', ')}\n`);
  process.exit(1);
}
const { operator: wanted = fault?.operator ?? tour.operator, source = fault?.source ?? tour.source } = values;
const generation = generations.find((known) => known === wanted);
if (generation === undefined) {
  process.stderr.write(`error: --operator is one of ${generations.join(', ')}\n`);
  process.exit(1);
}

if (source !== 'serverless' && source !== 'dedicated') {
  process.stderr.write('error: --source is serverless or dedicated\n');
  process.exit(1);
}
if (source === 'serverless' && tour.source === 'dedicated') {
  process.stderr.write(`error: Atlas offers no serverless endpoints on ${tour.name}\n`);
  process.exit(1);
}
if (source === 'dedicated' ? generation === 'v1.6' : generation === 'v2.15') {
  process.stderr.write(`error: operator ${generation} has no ${source} endpoints: omit --operator\n`);
  process.exit(1);
}

/** What runs as `kubectl atlas-pe`: the sources, or another command line, split at its spaces. */
const [program = 'kubectl', ...programArgs] = values.command?.split(' ') ?? [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  'src/main.ts',
];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs one command line and shows what comes back. @throws Error when it fails */
async function show(sandbox: Sandbox, comment: string, commandLine: string): Promise<void> {
  say(`\n# ${comment}\n$ kubectl atlas-pe ${commandLine}`);
  const child = spawn(program, [...programArgs, ...commandLine.split(' ')], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: { ...process.env, ...sandbox.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`kubectl atlas-pe ${commandLine} ended with exit code ${code}`);
}

async function serverlessTour(sandbox: Sandbox, { made, told, placement }: CloudTour): Promise<void> {
  await show(sandbox, 'Nothing is declared yet', 'status');
  await show(sandbox, 'Declare the endpoint and wait until Atlas has reserved its service', 'create orders');
  await show(sandbox, `Create ${made}`, `create orders ${placement(sandbox)}`);
  await show(sandbox, `Tell Atlas ${told} and wait until it is connected`, 'link orders');
  await show(sandbox, 'The state of the endpoint', 'status orders');
  await show(sandbox, 'The private connection string, decoded', 'secret orders');
  await show(sandbox, 'The part of a Pod that reads it', 'secret orders -o pod-env');
  await show(sandbox, 'Everything in one command: every step is already done', 'up orders');
}

async function dedicatedTour(sandbox: Sandbox, { cloud, region, made, told, placement }: CloudTour): Promise<void> {
  const described = `--project shop --provider ${cloud} --region ${region}`;
  await show(sandbox, 'Nothing is declared yet', 'status');
  await show(
    sandbox,
    'Create the AtlasPrivateEndpoint of the region and wait until Atlas has reserved its service',
    `create ape/shop ${described}`,
  );
  await show(sandbox, `Create ${made}`, `create ape/shop ${placement(sandbox)}`);
  await show(sandbox, `Add ${told} to the object and wait until it is connected`, 'link ape/shop');
  await show(sandbox, 'The state of the endpoint', 'status');
  await show(
    sandbox,
    'The private connection string, decoded; --refresh makes the operator rewrite the Secret, which it does not do by itself',
    'secret ad/orders --refresh',
  );
  await show(sandbox, 'The part of a Pod that reads it', 'secret ad/orders -o pod-env');
  await show(sandbox, "Everything in one command, by the cluster's name: every step is already done", 'up ad/orders');
}

function exportsOf(sandbox: Sandbox, { cloud }: CloudTour): string {
  const lines = Object.entries(sandbox.env).map(([name, value]) => `export ${name}=${value}`);
  return [
    '\nThe sandbox goes on until Ctrl-C. In another terminal:\n',
    ...lines,
    '',
    'kubectl get atlasdeployments',
    ...(cloud !== 'AWS' ? [] : [`aws --endpoint-url ${sandbox.ec2.url} ec2 describe-vpc-endpoints`]),
    'npx --no node src/main.ts status -w',
    '',
  ].join('\n');
}

const started = Date.now();
const sandbox = await startSandbox({
  clock: realClock,
  generation,
  pollMs: POLL_MS,
  cloud: tour.cloud,
  armDelays: { createMs: 5_000 },
});
let exitCode = 0;
try {
  seedProject(sandbox);
  if (source === 'dedicated') sandbox.deployCluster();
  else sandbox.deploy();
  say(`A sandbox of a Kubernetes API, the operator (${generation}) and an account of ${tour.name} is up on loopback.`);
  if (fault === undefined) await (source === 'dedicated' ? dedicatedTour : serverlessTour)(sandbox, tour);
  else {
    for (const command of fault.commands(sandbox))
      await show(sandbox, 'Everything is made, so that something can be broken', command);
    breakSandbox(sandbox, fault);
    const command = `doctor ${fault.name} --dns-server ${sandbox.dns.address}`;
    say(
      `\nWhat ${values.broken} finds is broken now. See it, and the command that fixes it:\n$ kubectl atlas-pe ${command}`,
    );
  }
  say(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  if (values.keep || fault !== undefined) {
    say(exportsOf(sandbox, tour));
    await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  }
} catch (error) {
  process.stderr.write(`error: the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  exitCode = 1;
} finally {
  await sandbox.close();
}
process.exit(exitCode);
