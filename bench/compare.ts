/**
 * Measures the built command line against what it replaces: `kubectl … | jq` and `aws`. All of them work against the same sandbox on
 * loopback, one after the other in turns, so that a slow moment of the machine hits all alike. Prints medians in milliseconds.
 * Usage: npm run build && npm run bench [-- --runs 20]
 */
import { parseArgs } from 'node:util';
import { realClock } from '../test/harness/clock.ts';
import { type Sandbox, seedProject, startSandbox } from '../test/sandbox/sandbox.ts';
import { median, timeOf } from './timing.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' } } });
const runs = Number(values.runs);
const binary = new URL('../dist/kubectl-atlas_pe', import.meta.url).pathname;

/** Runs both sides in turns; the first turn warms the file cache and is not counted. */
async function compare(sandbox: Sandbox, name: string, ours: (n: number) => string, theirs: (n: number) => string) {
  const [mine, other]: [number[], number[]] = [[], []];
  for (let n = 0; n <= runs; n += 1) {
    const [a, b] = [await timeOf(ours(n), sandbox.env), await timeOf(theirs(n), sandbox.env)];
    if (n > 0) {
      mine.push(a);
      other.push(b);
    }
  }
  process.stdout.write(
    `| ${name} | ${median(mine).toFixed(0)} | ${Math.min(...mine).toFixed(0)} | ${median(other).toFixed(0)} | ${Math.min(...other).toFixed(0)} |\n`,
  );
}

const sandbox = await startSandbox({ clock: realClock, pollMs: 500, ec2Delays: { pendingMs: 100, acceptMs: 100 } });
try {
  seedProject(sandbox);
  sandbox.deploy();
  const { vpcId, subnets } = sandbox.account;
  await timeOf(`${binary} up orders --vpc-id ${vpcId} --subnet-id ${subnets.a}`, sandbox.env);
  const services: string[] = [];
  for (let n = 0; n <= runs; n += 1) {
    sandbox.deploy({ name: `shop-${n}`, privateEndpoints: [{ name: 'pe' }] });
    await timeOf(`${binary} create shop-${n}`, sandbox.env);
    services.push(sandbox.operator.instance(`shop-${n}`).endpoints[0]?.endpointServiceName ?? '');
  }
  process.stdout.write(`Node ${process.version}, ${runs} runs each, milliseconds\n\n`);
  process.stdout.write('| job | ours, median | best | theirs, median | best |\n|---|---|---|---|---|\n');
  await compare(
    sandbox,
    '`secret -o json` against `kubectl get secret -o json \\| jq`',
    () => `${binary} secret orders -o json`,
    () => `kubectl get secret shop-orders-app -o json | jq -r '.data | with_entries(.value |= @base64d)'`,
  );
  await compare(
    sandbox,
    '`status` against `kubectl get -o json \\| jq`',
    () => `${binary} status orders`,
    () => `kubectl get atlasdeployment orders -o json | jq .status.serverlessPrivateEndpoints`,
  );
  await compare(
    sandbox,
    '`create --wait=false` with placement against `aws ec2 create-vpc-endpoint`',
    (n) => `${binary} create shop-${n} --wait=false --vpc-id ${vpcId} --subnet-id ${subnets.a}`,
    (n) =>
      `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --service-name ${services[n]} --vpc-id ${vpcId} --subnet-ids ${subnets.b} --no-private-dns-enabled`,
  );
} finally {
  await sandbox.close();
}
process.exit(0);
