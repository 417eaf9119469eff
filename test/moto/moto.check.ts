/**
 * See moto.check.sh. The cluster and the operator are the sandbox's; EC2 is moto's. moto has no pendingAcceptance, no idempotency and no
 * zones of a service: what those are for is tested with the fake EC2. What is tested here is that what we send means what we think.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { run } from '../../src/cli/run.ts';
import { realClock } from '../harness/clock.ts';
import { type Sandbox, seedProject, startSandbox } from '../sandbox/sandbox.ts';

const bin = process.argv[2] ?? '';
const region = 'us-east-1';

/** What boto3 makes of an endpoint. */
interface ReadBack {
  readonly VpcEndpointId: string;
  readonly VpcEndpointType: string;
  readonly VpcId: string;
  readonly ServiceName: string;
  readonly SubnetIds: readonly string[];
  readonly Groups: readonly { readonly GroupId: string }[];
  readonly PrivateDnsEnabled: boolean;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

interface Bench {
  readonly sandbox: Sandbox;
  readonly client: EC2Client;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupId: string;
  readonly command: (
    line: string,
  ) => Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  readonly readBack: () => readonly ReadBack[];
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function startMoto(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(`${bin}/moto_server`, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let look = 0; look < 120; look += 1) {
    const up = await fetch(`${url}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return { url, child };
    await realClock.sleep(250);
  }
  child.kill();
  throw new Error('moto did not start');
}

async function withBench(url: string, body: (bench: Bench) => Promise<void>): Promise<void> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  const sandbox = await startSandbox({ clock: realClock, pollMs: 300 });
  seedProject(sandbox);
  sandbox.deploy();
  const env = { ...sandbox.env, AWS_ENDPOINT_URL_EC2: url, AWS_ENDPOINT_URL_STS: url };
  Object.assign(process.env, env);
  const client = new EC2Client({ region });
  try {
    const vpcId = (await client.send(new CreateVpcCommand({ CidrBlock: '10.60.0.0/16' }))).Vpc?.VpcId ?? '';
    const subnet = async (zone: string, third: number): Promise<string> => {
      const input = { VpcId: vpcId, AvailabilityZone: `${region}${zone}`, CidrBlock: `10.60.${third}.0/24` };
      return (await client.send(new CreateSubnetCommand(input))).Subnet?.SubnetId ?? '';
    };
    const subnetIds = [await subnet('a', 1), await subnet('b', 2)];
    const group = { GroupName: 'atlas', Description: 'atlas', VpcId: vpcId };
    const groupId = (await client.send(new CreateSecurityGroupCommand(group))).GroupId ?? '';
    const ports = { IpProtocol: 'tcp', FromPort: 1024, ToPort: 65535, IpRanges: [{ CidrIp: '10.60.0.0/16' }] };
    await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions: [ports] }));
    await body({
      sandbox,
      client,
      vpcId,
      subnetIds,
      groupId,
      async command(line) {
        const seen = { stdout: '', stderr: '' };
        const into = (name: 'stdout' | 'stderr') => (text: string) => {
          seen[name] += text;
          return true;
        };
        const code = await run(line.split(' '), {
          stdout: { write: into('stdout') },
          stderr: { write: into('stderr') },
          stdin: {},
          env,
          now: () => realClock.now(),
          // Looks are taken in quick succession; a wait's time limit stays what it is.
          sleep: (ms, signal) => realClock.sleep(ms < 60_000 ? Math.min(ms, 200) : ms, signal),
          signal: new AbortController().signal,
          commandLine: `kubectl atlas-pe ${line}`,
        });
        return { ...seen, code };
      },
      readBack: () =>
        JSON.parse(
          execFileSync(`${bin}/python`, ['test/moto/read-back.py'], {
            env: { ...process.env, ...env },
            encoding: 'utf8',
          }),
        ) as ReadBack[],
    });
  } finally {
    client.destroy();
    await sandbox.close();
  }
}

const checks: Record<string, (bench: Bench) => Promise<void>> = {
  async 'create: type, VPC, subnets, groups, tags, private DNS off'(bench) {
    const { vpcId, subnetIds, groupId, command, readBack, sandbox } = bench;
    const seen = await command(
      `create orders --subnet-id ${subnetIds.join(',')} --security-group-id ${groupId} --tag team=shop`,
    );
    assert.equal(seen.code, 0, seen.stderr);
    assert.doesNotMatch(seen.stderr, /does not let TCP|DNS support/);
    const [made, ...more] = readBack();
    assert.deepEqual(more, []);
    assert.equal(made?.VpcEndpointType, 'Interface');
    assert.equal(made?.VpcId, vpcId);
    assert.deepEqual([...(made?.SubnetIds ?? [])].sort(), [...subnetIds].sort());
    assert.deepEqual(
      made?.Groups.map(({ GroupId }) => GroupId),
      [groupId],
    );
    assert.equal(made?.PrivateDnsEnabled, false);
    assert.equal(seen.stdout, `${made?.ServiceName}\n${made?.VpcEndpointId}\n`);
    const uid = sandbox.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.metadata.uid;
    assert.deepEqual(Object.fromEntries((made?.Tags ?? []).map(({ Key, Value }) => [Key, Value])), {
      Name: 'atlas-pe default/orders-pe',
      'kubectl-atlas-pe/uid': uid,
      'kubectl-atlas-pe/endpoint': 'orders-pe',
      'kubectl-atlas-pe/source': 'default/atlasdeployment/orders',
      team: 'shop',
    });
  },
  async 'a second create finds it by its tags and makes none'({ subnetIds, groupId, command, readBack }) {
    const line = `create orders --subnet-id ${subnetIds.join(',')} --security-group-id ${groupId}`;
    assert.equal((await command(line)).code, 0);
    const again = await command(line);
    assert.match(again.stderr, /^ \+ (?:\d\/\d )?endpoint +already +vpce-/m);
    assert.equal(readBack().length, 1);
  },
  async 'link finds it and Atlas connects it'({ subnetIds, groupId, command, readBack }) {
    await command(`create orders --subnet-id ${subnetIds.join(',')} --security-group-id ${groupId}`);
    const seen = await command('link orders');
    assert.equal(seen.code, 0, seen.stderr);
    assert.ok(seen.stderr.includes(`wrote ${readBack()[0]?.VpcEndpointId} into the spec`), seen.stderr);
  },
  async 'one that was deleted, which moto goes on listing, is made anew'(bench) {
    const { client, subnetIds, groupId, command, readBack } = bench;
    const line = `create orders --subnet-id ${subnetIds.join(',')} --security-group-id ${groupId}`;
    assert.equal((await command(line)).code, 0);
    const old = readBack()[0]?.VpcEndpointId ?? '';
    await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [old] }));
    const seen = await command(line);
    assert.equal(seen.code, 0, seen.stderr);
    const [made, ...more] = readBack();
    assert.deepEqual(more, []);
    assert.match(made?.VpcEndpointId ?? '', /^vpce-/);
    assert.notEqual(made?.VpcEndpointId, old);
  },
  async 'a subnet that does not exist is refused, and nothing is made'({ command, readBack }) {
    const seen = await command('create orders --subnet-id subnet-00000000');
    assert.match(seen.stderr, /^error: AWS does not know the value of --subnet-id: .* \(InvalidSubnetID\.NotFound/m);
    assert.deepEqual([seen.code, readBack()], [1, []]);
  },
};

const { url, child } = await startMoto();
let [passed, failed] = [0, 0];
for (const [name, check] of Object.entries(checks)) {
  try {
    await withBench(url, check);
    passed += 1;
    process.stdout.write(`ok   ${name}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
child.kill();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
