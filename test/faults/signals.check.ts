/**
 * What only a process shows: an API, a sign-in or a credential plugin that accepts and never answers holds neither --timeout nor the first Ctrl-C up
 * for more than a second; and a run that is killed for real is gone on with. It needs `npm run build` first.
 * `node test/faults/signals.check.ts [SEED]`. Ends with a line "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { realClock } from '../harness/clock.ts';
import type { Api, Fault, Gate } from '../harness/gate.ts';
import { binary } from '../process/command.ts';
import { type Sandbox, type SandboxOptions, seedProject, startSandbox } from '../sandbox/sandbox.ts';
import { randomOf } from './rounds.ts';

/** Milliseconds beyond --timeout, or after Ctrl-C, in which a command has to have ended. */
const GRACE_MS = 1_000;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** Milliseconds from `since` to its end. */
  readonly ms: (since: number) => number;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function start({ env }: Sandbox, commandLine: string, more: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(binary, commandLine.split(' '), {
    env: { ...process.env, ...env, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.on('exit', (code, signal) => {
      const at = Date.now();
      resolve({ code, signal, stderr, ms: (since) => at - since });
    }),
  );
  return { child, ended };
}

/** A place where everything that is asked stays without an answer. */
interface Silence {
  readonly name: string;
  readonly options?: Omit<SandboxOptions, 'clock' | 'gate'>;
  readonly command: (sandbox: Sandbox) => string;
  readonly silent: (api: Api, url: string, nth: number) => boolean;
  /** What is set up in the sandbox. @returns further variables */
  readonly prepare?: (sandbox: Sandbox) => Readonly<Record<string, string>>;
}

const onAws = ({ account }: Sandbox): string => `up orders --vpc-id ${account.vpcId} --subnet-id ${account.subnets.a}`;
const onAzure = ({ azure }: Sandbox): string => `up orders --subnet ${azure.subnets.endpoints}`;
const onGoogle =
  'up ape/shop-gcp --project shop --provider GCP --region europe-west1 --subnetwork endpoints --refresh --yes';
const google = { cloud: 'GCP', generation: 'v2.15' } as const;

/** A kubeconfig whose user has a credential plugin that says nothing, and leaves a child behind that does neither. */
function silentPlugin({ kubeconfig }: Sandbox): Readonly<Record<string, string>> {
  const folder = dirname(kubeconfig);
  const plugin = join(folder, 'plugin.sh');
  writeFileSync(plugin, '#!/bin/sh\nsleep 30 &\nsleep 30\n');
  chmodSync(plugin, 0o755);
  const file = join(folder, 'with-plugin');
  const exec = `exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: ${plugin}\n      interactiveMode: Never`;
  writeFileSync(file, readFileSync(kubeconfig, 'utf8').replace(/token: .*/, exec));
  return { KUBECONFIG: file };
}

const silences: readonly Silence[] = [
  { name: 'the API server', command: onAws, silent: (api) => api === 'kubernetes' },
  { name: "a watch's head", command: onAws, silent: (_, url) => url.includes('watch=true') },
  { name: 'EC2', command: onAws, silent: (api) => api === 'ec2' },
  { name: 'EC2 in the middle', command: onAws, silent: (api, _, nth) => api === 'ec2' && nth > 14 },
  {
    name: 'the Resource Manager',
    options: { cloud: 'AZURE' },
    command: onAzure,
    silent: (api, url) => api === 'arm' && url.startsWith('/subscriptions'),
  },
  { name: "Azure's sign-in", options: { cloud: 'AZURE' }, command: onAzure, silent: (api) => api === 'arm' },
  {
    name: 'Compute Engine',
    options: google,
    command: () => onGoogle,
    silent: (api, url) => api === 'compute' && url.startsWith('/compute/'),
  },
  { name: "Google's token", options: google, command: () => onGoogle, silent: (api) => api === 'compute' },
  { name: 'a credential plugin', command: onAws, silent: () => false, prepare: silentPlugin },
];

let [passed, failed] = [0, 0];

/** Runs a check in a sandbox of its own, behind the gate. */
async function check(
  name: string,
  options: Silence['options'],
  gate: Gate,
  body: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({
    ...options,
    clock: realClock,
    pollMs: 300,
    reactMs: 50,
    gate,
    ec2Delays: { pendingMs: 300, acceptMs: 200 },
  });
  try {
    seedProject(sandbox);
    if (options?.cloud === 'GCP') sandbox.deployCluster();
    else sandbox.deploy();
    const certificate = join(dirname(sandbox.kubeconfig), 'ca.pem');
    writeFileSync(certificate, sandbox.arm.caPem);
    await body({ ...sandbox, env: { ...sandbox.env, NODE_EXTRA_CA_CERTS: certificate } });
    passed += 1;
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    await sandbox.close();
  }
}

/** A gate that holds requests from some point on, and tells when it held the first. */
function holding(silent: Silence['silent']): { readonly gate: Gate; readonly held: Promise<void> } {
  let nth = 0;
  const { promise: held, resolve: tell } = Promise.withResolvers<void>();
  const gate = (api: Api, { url = '' }: { readonly url?: string | undefined }): Fault | undefined => {
    if (!silent(api, url, (nth += 1))) return undefined;
    tell();
    return { kind: 'hang' };
  };
  return { gate, held };
}

const pause = (ms: number): Promise<void> => realClock.sleep(ms);

for (const { name, options, command, silent, prepare } of silences) {
  const interrupted = holding(silent);
  await check(`Ctrl-C while ${name} says nothing`, options, interrupted.gate, async (sandbox) => {
    const more = prepare?.(sandbox);
    const { child, ended } = start(sandbox, command(sandbox), more);
    // A command that ends before it is held has failed, which its exit code shows.
    await (prepare === undefined ? Promise.race([interrupted.held, ended]) : pause(700));
    await pause(200);
    const told = Date.now();
    child.kill('SIGINT');
    const { code, stderr, ms } = await ended;
    assert.equal(code, 130, stderr);
    process.stdout.write(`${ms(told)} ms after Ctrl-C while ${name} says nothing\n`);
    assert.ok(ms(told) < GRACE_MS, `it ended ${ms(told)} ms after Ctrl-C\n${stderr}`);
    assert.match(stderr, /error: interrupted[^]*hint: .*safe to resume with|hint: .*kubectl atlas-pe up/);
  });
  const timed = holding(silent);
  await check(`--timeout while ${name} says nothing`, options, timed.gate, async (sandbox) => {
    const more = prepare?.(sandbox);
    const { ended } = start(sandbox, `${command(sandbox)} --timeout 2s`, more);
    await (prepare === undefined ? Promise.race([timed.held, ended]) : pause(0));
    const began = Date.now();
    const { code, stderr, ms } = await ended;
    process.stdout.write(`${ms(began) - 2_000} ms after --timeout while ${name} says nothing\n`);
    assert.ok(ms(began) < 2_000 + GRACE_MS, `it ended after ${ms(began)} ms\n${stderr}`);
    assert.notEqual(code, 0, stderr);
    assert.doesNotMatch(stderr, /this is a bug/);
  });
}

const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);
const random = randomOf(seed);
const KILLS = 6;
for (const signal of ['SIGKILL', 'SIGINT'] as const) {
  const at = Array.from({ length: KILLS }, () => Math.floor(random() * 30));
  let [wanted, nth] = [-1, 0];
  let running: ChildProcess | undefined;
  const gate: Gate = () => {
    if (nth++ === wanted) running?.kill(signal);
    return undefined;
  };
  await check(`${signal} at requests ${at.join(', ')} of runs in a row (seed ${seed})`, {}, gate, async (sandbox) => {
    for (const request of at) {
      [wanted, nth] = [request, 0];
      const { child, ended } = start(sandbox, onAws(sandbox));
      running = child;
      const seen = await ended;
      assert.doesNotMatch(seen.stderr, /this is a bug/);
    }
    wanted = -1;
    const last = await start(sandbox, onAws(sandbox)).ended;
    assert.equal(last.code, 0, last.stderr);
    assert.equal(sandbox.ec2.endpoints('us-east-1').length, 1);
    assert.equal(sandbox.operator.instance('orders').endpoints.length, 1);
  });
}
process.stdout.write(
  `seed ${seed}; ${silences.length} places that say nothing, ${KILLS} kills and ${KILLS} interruptions\n`,
);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
