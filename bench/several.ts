/**
 * Measures `up -l` of 50 endpoints in 20 regions against `up` of one of them, on a real kube-apiserver, in turns. EC2, the operator and Atlas are
 * the fakes, as slow as they are by themselves: what is compared is how long a person waits. Writes its section of bench/RESULTS.md.
 * Usage: npm run assets && npm run build && npm run bench:several [-- --runs 3 --endpoints 50 --binary PATH]
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startRealServer } from '../test/contract/real-server.ts';
import { type Workplace, atWork } from '../test/contract/workplace.ts';
import { seedAccount } from '../test/fakes/ec2/seed.ts';
import { operatorCrds } from '../test/real/operator-crds.ts';
import { deploymentManifest } from '../test/sandbox/manifests.ts';
import { atlasRegion, regions } from './regions.ts';
import { writeSection } from './results.ts';
import { type Cost, costOf, median } from './timing.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    endpoints: { type: 'string', default: '50' },
    binary: { type: 'string', default: new URL('../dist/kubectl-atlas_pe', import.meta.url).pathname },
  },
});
const [runs, many] = [Number(values.runs), Number(values.endpoints)];

/** Deploys as many with a label, spread over the regions. */
async function deploy({ apply, namespace }: Workplace, label: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const region = atlasRegion(regions[n % regions.length] ?? '');
    const name = `${label}-${n}`;
    const manifest = deploymentManifest({ name, namespace, region });
    await apply('atlasdeployments', { ...manifest, metadata: { name, namespace, labels: { wave: label } } });
  }
}

/** The flags that place an endpoint in each region. */
function placement({ ec2, account }: Workplace): string {
  const accounts = regions.map((region) => (region === 'us-east-1' ? account : seedAccount(ec2, region)));
  const list = (of: (at: (typeof accounts)[number]) => string): string =>
    accounts.map((each, at) => `${regions[at]}=${of(each)}`).join(',');
  return `--subnet-id ${list(({ subnets }) => subnets.a)} --security-group-id ${list(({ groups }) => groups.open)}`;
}

function row(name: string, costs: readonly Cost[]): string {
  const of = (part: keyof Cost): number => median(costs.map((cost) => cost[part]));
  return `| ${name} | ${(of('ms') / 1000).toFixed(1)} | ${(of('cpuMs') / 1000).toFixed(1)} | ${of('memory').toFixed(0)} |`;
}

const server = await startRealServer();
try {
  await server.installCrds(await operatorCrds('v2.11'));
  const body = async (place: Workplace): Promise<void> => {
    const env = { KUBECONFIG: server.config.kubeconfigPath };
    const where = placement(place);
    const load = loadavg()[0]?.toFixed(1);
    const [one, all]: [Cost[], Cost[]] = [[], []];
    for (let turn = 0; turn < runs; turn += 1) {
      for (const [costs, label, count] of [
        [one, `one${turn}`, 1],
        [all, `all${turn}`, many],
      ] as const) {
        await deploy(place, label, count);
        const { account, namespace } = place;
        const at = count === 1 ? `--subnet-id ${account.subnets.a} --security-group-id ${account.groups.open}` : where;
        const what = count === 1 ? `ad/${label}-0` : `-l wave=${label}`;
        costs.push(await costOf(`${values.binary} up ${what} -n ${namespace} ${at} --yes`, env));
      }
    }
    const [single, several] = [one, all].map((costs) => median(costs.map(({ ms }) => ms)));
    writeSection('Several objects', [
      `\`npm run bench:several\`: \`up -l\` of ${many} endpoints in ${regions.length} regions against \`up\` of one. Node ${process.version}, ${process.platform}/${process.arch}, ${cpus().length} cores, which the API server and the fakes share; medians of ${runs}; load ${load} at the start.`,
      '',
      '| job | s | CPU s | MiB |\n|---|---|---|---|',
      row('`up` of one', one),
      row(`\`up -l\` of ${many}`, all),
      '',
      `Ratio: ${((several ?? Number.NaN) / (single ?? Number.NaN)).toFixed(2)}.`,
    ]);
  };
  // As fast as they are, and as many workers as a current operator has.
  await atWork(server, 'v2.11', body, { factor: 1, workers: 5 });
} finally {
  await server.stop();
}
process.exit(0);
