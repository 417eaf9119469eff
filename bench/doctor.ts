/**
 * Measures `doctor -A` of 500 endpoints in 20 regions, all of which work, on a real kube-apiserver; EC2 and DNS are the fakes. Counts the
 * requests of each kind too. Writes its section of bench/RESULTS.md.
 * Usage: npm run assets && npm run build && npm run bench:doctor [-- --runs 11 --projects 25 --binary PATH]
 */
import { mkdtempSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRealServer } from '../test/contract/real-server.ts';
import { startDns } from '../test/fakes/dns/server.ts';
import { type FakeEc2, startEc2 } from '../test/fakes/ec2/server.ts';
import { realClock } from '../test/harness/clock.ts';
import { operatorCrds } from '../test/real/operator-crds.ts';
import { awsEnvironment } from '../test/sandbox/environments.ts';
import { makeFleet, zoneOf } from './doctor-fleet.ts';
import { regions } from './regions.ts';
import { writeSection } from './results.ts';
import { type Cost, costOf, median, outputOf } from './timing.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '11' },
    projects: { type: 'string', default: '25' },
    binary: { type: 'string', default: new URL('../dist/kubectl-atlas_pe', import.meta.url).pathname },
  },
});
const [runs, projects] = [Number(values.runs), Number(values.projects)];

/** Requests to the API server in a log of `-v 6`: those to an address that is not EC2's. */
function requestsToApi(log: string, { url }: Pick<FakeEc2, 'url'>): number {
  return log.split('\n').filter((line) => /^[A-Z]+ https?:/.test(line) && !line.includes(url)).length;
}

const server = await startRealServer();
const ec2 = await startEc2({ clock: realClock });
const dns = await startDns(zoneOf(projects));
try {
  await server.installCrds(await operatorCrds('v2.15'));
  await makeFleet({ server, ec2 }, projects);
  const env = {
    ...awsEnvironment(ec2.url, mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'))),
    KUBECONFIG: server.config.kubeconfigPath,
  };
  const command = `${values.binary} doctor -A --dns-server ${dns.address}`;
  const before = ec2.requests().length;
  const { stdout, stderr } = await outputOf(`${command} -v 6`, env);
  const [toApi, toEc2] = [requestsToApi(stderr, ec2), ec2.requests().length - before];
  const load = loadavg()[0]?.toFixed(1);
  const costs: Cost[] = [];
  for (let turn = 0; turn < runs; turn += 1) costs.push(await costOf(command, env));
  const of = (part: keyof Cost): number => median(costs.map((cost) => cost[part]));
  writeSection('doctor of a fleet', [
    `\`npm run bench:doctor\`: \`doctor -A\` of ${projects * regions.length} endpoints in ${regions.length} regions. Node ${process.version}, ${process.platform}/${process.arch}, ${cpus().length} cores, which the API server and the fakes share; medians of ${runs}; load ${load} at the start.`,
    '',
    '| s | CPU s | MiB | requests to the API server | to EC2 |\n|---|---|---|---|---|',
    `| ${(of('ms') / 1000).toFixed(2)} | ${(of('cpuMs') / 1000).toFixed(2)} | ${of('memory').toFixed(0)} | ${toApi} | ${toEc2} |`,
    '',
    `It ended with: ${stdout.trim().split('\n').at(-1)}`,
  ]);
} finally {
  await dns.close();
  await ec2.close();
  await server.stop();
}
process.exit(0);
