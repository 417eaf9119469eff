/**
 * Measures the built command line against what it replaces: `kubectl`, `kubectl … | jq` and `aws`, on a real kube-apiserver, in turns, so that a
 * slow moment of the machine hits both. EC2 is the fake. Prints a table of medians and of the ratio to the peer, with processor time and
 * the most memory of a process, and writes it to bench/RESULTS.md.
 * Usage: npm run assets && npm run build && npm run bench [-- --runs 21]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../build/bundle.ts';
import { singleBinary } from '../build/single-binary.ts';
import { hostTarget } from '../build/targets.ts';
import { deployOperator } from '../test/contract/operator-deployment.ts';
import { startRealServer } from '../test/contract/real-server.ts';
import { type Workplace, atWork } from '../test/contract/workplace.ts';
import { operatorCrds } from '../test/real/operator-crds.ts';
import { writeHead } from './results.ts';
import { type Cost, costOf, median } from './timing.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '21' } } });
const runs = Number(values.runs);
const binary = new URL('../dist/kubectl-atlas_pe', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-bench-'));
/** The same as for platforms that the build cannot run, and whose executables have no code cache. */
const bare = join(folder, 'without-code-cache');

interface Job {
  readonly name: string;
  readonly ours: (turn: number) => string;
  readonly theirs: (turn: number) => string;
}

const decode = `jq -r '.data | map_values(@base64d)'`;

/** The jobs in a namespace with a deployment `orders` that is connected, and `shop-N` whose service is reserved. */
async function jobsOf(place: Workplace): Promise<readonly Job[]> {
  const { account, namespace } = place;
  const at = `-n ${namespace}`;
  const where = `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a}`;
  await place.deploy();
  const up = await place.run(`up orders ${where}`);
  if (up.code !== 0) throw new Error(up.stderr);
  const secret = /secret\/(\S+) /.exec(up.stderr)?.[1] ?? '';
  const services: string[] = [];
  for (let turn = 0; turn <= runs; turn += 1) {
    await place.deploy({ name: `shop-${turn}` });
    const { code, stderr } = await place.run(`create shop-${turn}`);
    if (code !== 0) throw new Error(stderr);
    services.push(/vpce-svc-\w+/.exec(stderr)?.[0] ?? '');
  }
  return [
    { name: '`version --client`', ours: () => `${binary} version --client`, theirs: () => 'kubectl version --client' },
    {
      name: '`up --help`, `kubectl get --help`',
      ours: () => `${binary} up --help`,
      theirs: () => 'kubectl get --help',
    },
    {
      name: 'completion of a name',
      ours: () => `${binary} __complete status ${at} o`,
      theirs: () => `kubectl __complete get atlasdeployments ${at} o`,
    },
    {
      name: '`secret secret/NAME -o json`, `kubectl get secret \\| jq`',
      ours: () => `${binary} secret secret/${secret} ${at} -o json`,
      theirs: () => `kubectl get secret ${secret} ${at} -o json | ${decode}`,
    },
    {
      name: '`secret DEPLOYMENT -o json`, two of kubectl and jq',
      ours: () => `${binary} secret orders ${at} -o json`,
      theirs: () =>
        `kubectl get atlasdeployment orders ${at} -o name && kubectl get secret ${at} -l atlas.mongodb.com/cluster-name=orders -o json | jq -r '.items[0].data | map_values(@base64d)'`,
    },
    {
      name: '`secret DEPLOYMENT -o json` without a code cache, with one',
      ours: () => `${bare} secret orders ${at} -o json`,
      theirs: () => `${binary} secret orders ${at} -o json`,
    },
    {
      name: '`status ad/NAME`, `kubectl get \\| jq`',
      ours: () => `${binary} status ad/orders ${at}`,
      theirs: () => `kubectl get atlasdeployment orders ${at} -o json | jq .status.serverlessPrivateEndpoints`,
    },
    {
      name: '`create` with placement, `aws ec2 create-vpc-endpoint`',
      ours: (turn) => `${binary} create shop-${turn} ${at} --wait=false ${where}`,
      theirs: (turn) =>
        `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --service-name com.amazonaws.vpce.us-east-1.${services[turn]} --vpc-id ${account.vpcId} --subnet-ids ${account.subnets.b} --no-private-dns-enabled`,
    },
  ];
}

/** A row of the table. The first turn warms the file cache and is not counted. */
async function measure({ name, ours, theirs }: Job, env: Readonly<Record<string, string>>): Promise<string> {
  const sides: readonly { readonly command: (turn: number) => string; readonly costs: Cost[] }[] = [
    { command: ours, costs: [] },
    { command: theirs, costs: [] },
  ];
  for (let turn = 0; turn <= runs; turn += 1)
    for (const { command, costs } of sides) {
      const cost = await costOf(command(turn), env);
      if (turn > 0) costs.push(cost);
    }
  const [mine = Number.NaN, other = Number.NaN] = sides.map(({ costs }) => median(costs.map(({ ms }) => ms)));
  const cells = sides.flatMap(({ costs }) => [
    median(costs.map(({ ms }) => ms)).toFixed(0),
    median(costs.map(({ cpuMs }) => cpuMs)).toFixed(0),
    median(costs.map(({ memory }) => memory)).toFixed(0),
  ]);
  return `| ${name} | ${cells.join(' | ')} | ${(mine / other).toFixed(2)} |`;
}

const lines: string[] = [];
const say = (line: string): void => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
await singleBinary(await bundle('dist/bundle'), hostTarget(), bare, false);
const server = await startRealServer();
try {
  await server.installCrds(await operatorCrds('v2.11'));
  await deployOperator(server, '2.11.1');
  await atWork(server, 'v2.11', async (place) => {
    const jobs = await jobsOf(place);
    say(
      `Node ${process.version}, ${process.platform}/${process.arch}, ${cpus().length} cores; medians of ${runs}; load ${loadavg()[0]?.toFixed(1)} at the start.\n`,
    );
    say('| job | ms | CPU ms | MiB | peer: ms | CPU ms | MiB | ratio |\n|---|---|---|---|---|---|---|---|');
    for (const job of jobs) say(await measure(job, { KUBECONFIG: server.config.kubeconfigPath }));
    say(`\nLoad ${loadavg()[0]?.toFixed(1)} at the end.`);
  });
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}
const head =
  '# The last run of `npm run bench`\n\nIt is written by bench/compare.ts; what the jobs are, and what they cost before, is in [README.md](README.md).\n\n';
writeHead(`${head}${lines.join('\n')}\n`);
process.exit(0);
