/**
 * Measures `status -A` of a fleet against `kubectl get -A -o json | jq` to the same rows, on a real kube-apiserver: whole processes in turns,
 * so that a slow moment of the machine hits both alike. Prints a table for bench/fleet.md.
 * Usage: npm run build && npm run bench:fleet [-- --sizes 1000,10000,50000] [--runs 21] [--binary PATH]
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { startRealServer } from '../test/contract/real-server.ts';
import { makeEndpoints, prepareFleet } from './fleet-objects.ts';
import { median } from './timing.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,50000' },
    runs: { type: 'string', default: '21' },
    binary: { type: 'string', default: new URL('../dist/kubectl-atlas_pe', import.meta.url).pathname },
  },
});

/** What a run took, of all of its processes: seconds, seconds of the processors, and the largest of them in MiB. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

/** What a person would write for the same rows. */
const list = 'kubectl get atlasprivateendpoints -A -o json';
const columns =
  '.metadata.namespace, "ape/" + .metadata.name, .metadata.name, .status.endpoints[0].InterfaceStatus, .spec.awsConfiguration[0].id, .metadata.creationTimestamp, .status.endpoints[0].error';
const fields =
  '{source: .metadata.name, namespace: .metadata.namespace, state: .status.endpoints[0].InterfaceStatus, service: .status.serviceName, cloudEndpoint: .spec.awsConfiguration[0].id, creationTimestamp: .metadata.creationTimestamp}';
const jobs = [
  { name: 'table', ours: 'status -A', theirs: `${list} | jq -r '.items[] | [${columns}] | @tsv'` },
  { name: 'json', ours: 'status -A -o json', theirs: `${list} | jq '{items: [.items[] | ${fields}]}'` },
] as const;

/** Runs a command under GNU time. @throws Error when it fails */
async function costOf(command: string, kubeconfig: string): Promise<Cost> {
  const { stderr } = await promisify(execFile)(
    '/usr/bin/time',
    ['-f', '%e %U %S %M', 'sh', '-c', `${command} > /dev/null`],
    { env: { ...process.env, KUBECONFIG: kubeconfig } },
  );
  const [wall = NaN, user = NaN, system = NaN, kib = NaN] = (stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { wall, cpu: user + system, peak: kib / 1024 };
}

function medians(costs: readonly Cost[]): Cost {
  const of = (part: keyof Cost): number => median(costs.map((cost) => cost[part]));
  return { wall: of('wall'), cpu: of('cpu'), peak: of('peak') };
}

function cells({ wall, cpu, peak }: Cost): string {
  return `${wall.toFixed(2)} s, ${cpu.toFixed(2)} s, ${peak.toFixed(0)} MiB`;
}

/** Measures all jobs at one size of the fleet. The first turn warms the caches of the file system and the server, and is not counted. */
async function compare(size: number, runs: number, kubeconfig: string): Promise<void> {
  for (const { name, ours, theirs } of jobs) {
    const [mine, other]: [Cost[], Cost[]] = [[], []];
    for (let n = 0; n <= runs; n += 1) {
      const [a, b] = [await costOf(`exec ${values.binary} ${ours}`, kubeconfig), await costOf(theirs, kubeconfig)];
      if (n === 0) continue;
      mine.push(a);
      other.push(b);
    }
    const [a, b] = [medians(mine), medians(other)];
    const ratios = [a.wall / b.wall, a.cpu / b.cpu, a.peak / b.peak].map((ratio) => ratio.toFixed(2)).join(', ');
    process.stdout.write(`| ${name}, ${size} | ${runs} | ${cells(a)} | ${cells(b)} | ${ratios} |\n`);
  }
}

const server = await startRealServer();
try {
  await prepareFleet(server);
  const reader = await server.person('reader');
  await server.grant(reader, [{ verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] }]);
  process.stdout.write(
    '| job, endpoints | runs | ours: time, processors, peak | kubectl \\| jq | ratios |\n|---|---|---|---|---|\n',
  );
  let made = 0;
  for (const size of values.sizes.split(',').map(Number)) {
    await makeEndpoints(server, made, size);
    made = size;
    // What takes minutes is measured a few times only.
    await compare(size, size > 10_000 ? Math.ceil(Number(values.runs) / 4) : Number(values.runs), reader.kubeconfig);
  }
} finally {
  await server.stop();
}
