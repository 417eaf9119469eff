/**
 * The built file as a process: what only a process can show. It needs `npm run build` first, and runs in real time, some seconds
 * long; therefore it is no part of `npm test`, but of .ci/run. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { realClock } from '../harness/clock.ts';
import { type Ended, type Kill, binary, command } from './command.ts';
import { type Typed, inTerminal, keys } from './terminal.ts';
import { type Sandbox, seedProject, startSandbox } from '../sandbox/sandbox.ts';

/** Runs the binary against a sandbox; sends a signal as soon as stderr matches. */
function start(sandbox: Sandbox, commandLine: string, kill?: Kill): Promise<Ended> {
  return command(commandLine, sandbox.env, kill);
}

/** What is typed until the subnets are asked for, and there. */
function upToSubnets(last: string): readonly Typed[] {
  return [
    { at: /\(Y\/n\): /, keys: 'n\r' },
    { at: /Which VPC\? \(1\): /, keys: '\r' },
    { at: /Which subnets\? .* \(1\): /, keys: last },
  ];
}

const uri = /^connectionStringPrivateSrv +orders-pe +mongodb\+srv:\/\/app:/m;
/** What a person keeps of an object in Git. */
interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: string; readonly namespace?: string | undefined };
  readonly spec?: unknown;
}

const checks: Record<string, (sandbox: Sandbox, up: string) => Promise<void>> = {
  async 'up from nothing to the connection string'(sandbox, up) {
    const ended = await start(sandbox, up);
    assert.match(ended.stdout, uri);
    assert.equal(ended.code, 0);
  },
  async 'kill -9 in the middle of each step, and on'(sandbox, up) {
    for (const at of [
      /^ \+ (?:\d\/\d )?declare /m,
      /s {2}RESERVATION/,
      /^ \+ (?:\d\/\d )?endpoint /m,
      /^ \* (?:\d\/\d )?accept /m,
      /^ \+ (?:\d\/\d )?link /m,
    ]) {
      assert.equal((await start(sandbox, up, { at, signal: 'SIGKILL' })).signal, 'SIGKILL', String(at));
    }
    assert.match((await start(sandbox, up)).stdout, uri);
    assert.equal(sandbox.ec2.endpoints('us-east-1').length, 1);
    assert.equal(sandbox.operator.instance('orders').endpoints.length, 1);
  },
  async 'Ctrl-C says how to go on and exits with 130, SIGTERM with 143'(sandbox, up) {
    const interrupted = await start(sandbox, up, { at: /s {2}RESERVATION/, signal: 'SIGINT' });
    assert.match(
      interrupted.stderr,
      /\nerror: interrupted while waiting for the service .*\nhint: safe to resume with: kubectl atlas-pe up orders --vpc-id vpc-\S+ --subnet-id \S+\n$/,
    );
    assert.deepEqual([interrupted.code, interrupted.stdout], [130, '']);
    assert.equal((await start(sandbox, up, { at: /^ \* (?:\d\/\d )?accept /m, signal: 'SIGTERM' })).code, 143);
  },
  async 'in a terminal up asks before the first change; Ctrl-C and Ctrl-D at its questions change nothing'(
    sandbox,
    up,
  ) {
    sandbox.addUser('batch', 'x');
    for (const [key, code, end] of [
      [keys.ctrlC, 130, 'interrupted'],
      [keys.ctrlD, 1, 'no answer was given'],
    ] as const) {
      const ended = await inTerminal(`"${binary}" ${up}`, sandbox.env, [{ at: /which database user\?/, keys: key }]);
      const lines = ended.screen.trimEnd().split('\n');
      assert.match(lines.at(-2) ?? '', /^Connection strings for which database user\? app, batch \(app\): (\^C)?$/);
      assert.equal(lines.at(-1)?.replace(/.*error:\S* /, ''), `${end}; nothing was changed`, ended.screen);
      assert.equal(ended.code, code);
      assert.equal(sandbox.operator.instance('orders').endpoints.length, 0);
    }
    const answered = await inTerminal(`"${binary}" ${up}`, sandbox.env, [
      { at: /which database user\?/, keys: 'batch\r' },
    ]);
    assert.match(answered.screen, / 7\/7 secret .* secret\/shop-orders-batch of database user batch\n/);
    assert.ok(answered.screen.includes('\r\u001b[K \u001b[36m○\u001b[39m 2/7 reserve        1s  '), answered.screen);
    assert.equal(answered.code, 0, answered.screen);
    const kept = await inTerminal(`"${binary}" delete orders`, sandbox.env, [{ at: /\(y\/N\): /, keys: keys.ctrlC }]);
    assert.match(
      kept.screen,
      /\nDelete endpoint .* and vpce-\w+\? \(y\/N\): (\^C)?\n.*interrupted; nothing was changed\n$/,
    );
    assert.equal(kept.code, 130);
  },
  async 'in a terminal a place is chosen from lists; Ctrl-C and Ctrl-D at one of them change nothing'(sandbox) {
    const { account, ec2, kubernetes } = sandbox;
    const at = { region: 'us-east-1', subnetId: account.subnets.a, groupIds: [account.groups.open] };
    const { id } = ec2.account.addInstance({ ...at, privateIp: '10.20.1.10' });
    const spec = { providerID: `aws:///us-east-1a/${id}` };
    kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, spec });
    for (const [key, code] of [
      [keys.ctrlC, 130],
      [keys.ctrlD, 1],
    ] as const) {
      const ended = await inTerminal(`"${binary}" up orders`, sandbox.env, upToSubnets(key));
      assert.match(
        ended.screen,
        /\nsubnets, one in each zone:\n {2}1 {2}subnet-.*\n {2}2 .*\n {2}3 .*\n {2}4 .*\nWhich subnets\? Several like 1,3 \(1\): (\^C)?\n.*; nothing was changed\n$/,
      );
      assert.deepEqual([ended.code, ec2.endpoints('us-east-1').length], [code, 0]);
    }
    const chosen = await inTerminal(`"${binary}" up orders`, sandbox.env, [
      ...upToSubnets('2,3\r'),
      { at: /Which security groups\? .* \(1\): /, keys: '\r' },
    ]);
    assert.equal(chosen.code, 0, chosen.screen);
    const [made] = ec2.endpoints('us-east-1');
    assert.deepEqual(made?.subnetIds, [account.subnets.a2, account.subnets.b].sort());
  },
  async 'what is loaded late is whole: a diff, a manifest file and its comments, YAML, JSONPath, columns'(sandbox, up) {
    const diff = await start(sandbox, 'create orders --dry-run -o diff');
    assert.match(diff.stdout, /^\+ +privateEndpoints:$/m);
    assert.equal(diff.code, 1, diff.stderr);
    const [deployed] = sandbox.kubernetes.store.list('atlasdeployments');
    const { apiVersion, kind, metadata, spec }: Manifest = { ...deployed };
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-bundle-'));
    const file = join(folder, 'orders.yaml');
    writeFileSync(
      file,
      `# ours\n${dump({ apiVersion, kind, metadata: { name: metadata?.name, namespace: metadata?.namespace }, spec })}`,
    );
    const waiting = await start(sandbox, `${up} --write ${file} --timeout 1s`);
    assert.match(readFileSync(file, 'utf8'), /^# ours\n[^]*^ +privateEndpoints:$/m, waiting.stderr);
    rmSync(folder, { recursive: true });
    await start(sandbox, 'create orders');
    for (const [format, pattern] of [
      ['yaml', /^ +phase: Reserved$/m],
      ['jsonpath={.items[*].phase}', /^Reserved$/],
      ['custom-columns=P:.phase', /^P\nReserved$/m],
      ['wide', /^SOURCE /m],
    ] as const)
      assert.match((await start(sandbox, `status -o ${format}`)).stdout, pattern);
  },
  async 'a reader that goes away is no error'(sandbox) {
    const child = spawn('sh', ['-c', `"${binary}" --help | head -1`], {
      env: { ...process.env, ...sandbox.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    assert.equal(stderr, '');
  },
  async 'version, a typo, and an API that is down'(sandbox) {
    assert.match((await start(sandbox, 'version')).stdout, /^kubectl-atlas_pe v/);
    assert.equal((await start(sandbox, 'stauts')).code, 1);
    await sandbox.kubernetes.stop();
    const ended = await start(sandbox, 'status');
    await sandbox.kubernetes.start();
    assert.match(ended.stderr, /^The connection to the server .* was refused/);
    assert.equal(ended.code, 1);
  },
};

/** Long enough that on a busy machine the next process still finds the endpoint pending. */
const PENDING_MS = 4_000;
let [passed, failed] = [0, 0];
for (const [name, check] of Object.entries(checks)) {
  const sandbox = await startSandbox({
    clock: realClock,
    pollMs: 1_500,
    ec2Delays: { pendingMs: PENDING_MS, acceptMs: 500 },
  });
  try {
    seedProject(sandbox);
    sandbox.deploy();
    await check(sandbox, `up orders --vpc-id ${sandbox.account.vpcId} --subnet-id ${sandbox.account.subnets.a}`);
    passed += 1;
    process.stdout.write(`ok   ${name}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
  } finally {
    await sandbox.close();
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
