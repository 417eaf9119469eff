/**
 * The main job on an embedded sandbox: `npm run demo`. Every command below is the real command line, run as a process of its own
 * against a Kubernetes API, an operator and a cloud on loopback; --cloud azure takes the other one; --source dedicated shows a dedicated
 * cluster, whose endpoints an AtlasPrivateEndpoint declares, in place of a serverless one. With --keep the sandbox stays, for the
 * person's own tools; with --command "kubectl atlas-pe" an installed plugin runs instead of the sources.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { realClock } from '../harness/clock.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import { type Sandbox, seedProject, startSandbox } from './sandbox.ts';

/** The demo's operator looks every second, not every ten, so that nobody waits for a minute to see a minute's work. */
const POLL_MS = 1_000;
const generations: readonly Generation[] = ['v1.6', 'v2.11', 'v2.15'];

const { values } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    operator: { type: 'string', default: 'v2.11' },
    cloud: { type: 'string', default: 'aws' },
    source: { type: 'string', default: 'serverless' },
    command: { type: 'string' },
  },
});
const generation = generations.find((known) => known === values.operator);
if (generation === undefined) {
  process.stderr.write(`error: --operator is one of ${generations.join(', ')}\n`);
  process.exit(1);
}

if (values.cloud !== 'aws' && values.cloud !== 'azure') {
  process.stderr.write('error: --cloud is aws or azure\n');
  process.exit(1);
}
const onAzure = values.cloud === 'azure';

if (values.source !== 'serverless' && values.source !== 'dedicated') {
  process.stderr.write('error: --source is serverless or dedicated\n');
  process.exit(1);
}
const { source } = values;
if (source === 'dedicated' ? generation === 'v1.6' : generation === 'v2.15') {
  process.stderr.write(`error: operator ${generation} has no ${source} endpoints: omit --operator or choose v2.11\n`);
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

function placementIn({ account, azure }: Sandbox): string {
  const { vpcId, subnets, groups } = account;
  return onAzure
    ? `--subnet ${azure.subnets.endpoints}`
    : `--vpc-id ${vpcId} --subnet-id ${subnets.a},${subnets.b} --security-group-id ${groups.open}`;
}

async function serverlessTour(sandbox: Sandbox): Promise<void> {
  const placement = placementIn(sandbox);
  await show(sandbox, 'Nothing is declared yet', 'status');
  await show(sandbox, 'Declare the endpoint and wait until Atlas has reserved its service', 'create orders');
  await show(
    sandbox,
    onAzure ? 'Create the private endpoint in our virtual network' : 'Create the interface endpoint in our VPC',
    `create orders ${placement}`,
  );
  await show(
    sandbox,
    onAzure
      ? 'Tell Atlas its id and address and wait until both sides are connected'
      : 'Tell Atlas its id and wait until it is connected',
    'link orders',
  );
  await show(sandbox, 'The state of the endpoint', 'status orders');
  await show(sandbox, 'The private connection string, decoded', 'secret orders');
  await show(sandbox, 'The part of a Pod that reads it', 'secret orders -o pod-env');
  await show(sandbox, 'Everything in one command: every step is already done', 'up orders');
}

async function dedicatedTour(sandbox: Sandbox): Promise<void> {
  const region = onAzure ? 'northeurope' : 'us-east-1';
  const made = `--project shop --provider ${onAzure ? 'AZURE' : 'AWS'} --region ${region}`;
  await show(sandbox, 'Nothing is declared yet', 'status');
  await show(
    sandbox,
    'Create the AtlasPrivateEndpoint of the region and wait until Atlas has reserved its service',
    `create ape/shop ${made}`,
  );
  await show(
    sandbox,
    onAzure ? 'Create the private endpoint in our virtual network' : 'Create the interface endpoint in our VPC',
    `create ape/shop ${placementIn(sandbox)}`,
  );
  await show(
    sandbox,
    onAzure
      ? 'Add its id and address to the object and wait until both sides are connected'
      : 'Add its id to the object and wait until it is connected',
    'link ape/shop',
  );
  await show(sandbox, 'The state of the endpoint', 'status');
  await show(
    sandbox,
    'The private connection string, decoded; --refresh makes the operator rewrite the Secret, which it does not do by itself',
    'secret ad/orders --refresh',
  );
  await show(sandbox, 'The part of a Pod that reads it', 'secret ad/orders -o pod-env');
  await show(sandbox, "Everything in one command, by the cluster's name: every step is already done", 'up ad/orders');
}

function exportsOf(sandbox: Sandbox): string {
  const lines = Object.entries(sandbox.env).map(([name, value]) => `export ${name}=${value}`);
  return [
    '\nThe sandbox goes on until Ctrl-C. In another terminal:\n',
    ...lines,
    '',
    'kubectl get atlasdeployments',
    ...(onAzure ? [] : [`aws --endpoint-url ${sandbox.ec2.url} ec2 describe-vpc-endpoints`]),
    'npx --no node src/main.ts status -w',
    '',
  ].join('\n');
}

const started = Date.now();
const sandbox = await startSandbox({
  clock: realClock,
  generation,
  pollMs: POLL_MS,
  cloud: onAzure ? 'AZURE' : 'AWS',
  armDelays: { createMs: 5_000 },
});
let exitCode = 0;
try {
  seedProject(sandbox);
  if (source === 'dedicated') sandbox.deployCluster();
  else sandbox.deploy();
  say(
    `A sandbox of a Kubernetes API, the operator (${generation}) and an ${onAzure ? 'Azure' : 'AWS'} account is up on loopback.`,
  );
  await (source === 'dedicated' ? dedicatedTour : serverlessTour)(sandbox);
  say(`\nDone in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  if (values.keep) {
    say(exportsOf(sandbox));
    await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  }
} catch (error) {
  process.stderr.write(`error: the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  exitCode = 1;
} finally {
  await sandbox.close();
}
process.exit(exitCode);
