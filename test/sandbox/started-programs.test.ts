/** Of every program that a command starts, nothing runs any more once the command has ended, however it did. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { realClock } from '../harness/clock.ts';
import { suite } from '../harness/suite.ts';
import { type Sandbox, type SandboxOptions, seedProject, startSandbox } from './sandbox.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;

interface Program {
  readonly name: string;
  readonly cloud: NonNullable<SandboxOptions['cloud']>;
  readonly command: (sandbox: Sandbox) => string;
  /** What makes the command start the file. */
  readonly variables: (sandbox: Sandbox, file: string, folder: string) => Readonly<Record<string, string | undefined>>;
}

function written(file: string, text: string): string {
  writeFileSync(file, text);
  return file;
}

const programs: readonly Program[] = [
  {
    name: 'credential plugin',
    cloud: 'AWS',
    command: () => 'create orders',
    variables(_sandbox, file, folder) {
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: file, interactiveMode: 'Never' };
      const kubeconfig = {
        'current-context': 'a',
        contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
        users: [{ name: 'u', user: { exec } }],
      };
      return { KUBECONFIG: written(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig)) };
    },
  },
  {
    name: 'credential_process',
    cloud: 'AWS',
    command: ({ account }) => `create orders --vpc-id ${account.vpcId} --subnet-id ${account.subnets.a}`,
    variables: (_sandbox, file, folder) => ({
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: written(join(folder, 'aws'), `[default]\ncredential_process = ${file}\n`),
    }),
  },
  {
    name: 'az',
    cloud: 'AZURE',
    command: ({ azure }) => `create orders --subnet ${azure.subnets.endpoints}`,
    variables: () => ({ AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' }),
  },
  {
    name: 'gcloud',
    cloud: 'GCP',
    command: () => 'create ape/shop-gcp --project shop --provider GCP --region europe-west1 --subnetwork endpoints',
    variables: (_sandbox, _file, folder) => ({
      GOOGLE_APPLICATION_CREDENTIALS: undefined,
      GCE_METADATA_HOST: undefined,
      CLOUDSDK_CONFIG: folder,
    }),
  },
];

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
function runs(pid: number): boolean {
  try {
    if (existsSync('/proc/self/stat')) return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether a file is written to its end. */
function isThere(file: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').endsWith('\n');
}

/** The ids of the program and of what it started, once both are there. */
async function pidsOf(folder: string): Promise<readonly number[]> {
  const files = ['self', 'child'].map((name) => join(folder, name));
  for (let look = 0; look < 500 && !files.every(isThere); look += 1) await realClock.sleep(20);
  return files.map((file) => Number(readFileSync(file, 'utf8')));
}

/** Runs the command until its program and that one's own child hang, ends the command, and counts what is left. */
async function survivors(program: Program, end: NodeJS.Signals | 'timeout'): Promise<number> {
  const { cloud } = program;
  const sandbox = await startSandbox({
    clock: realClock,
    cloud,
    ...(cloud === 'GCP' ? { generation: 'v2.15' as const } : {}),
  });
  seedProject(sandbox);
  sandbox.deploy();
  const folder = mkdtempSync(join(tmpdir(), 'started-programs-'));
  const file = join(folder, program.name.replace(/ /g, '-'));
  writeFileSync(file, `#!/bin/sh\nsleep 300 &\necho $! >${folder}/child\necho $$ >${folder}/self\nwait\n`);
  chmodSync(file, 0o755);
  const line = `${program.command(sandbox)}${end === 'timeout' ? ' --timeout 2s' : ''}`;
  const path = [folder, process.env['PATH']].join(delimiter);
  const env = { ...process.env, ...sandbox.env, PATH: path, ...program.variables(sandbox, file, folder) };
  const command = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...line.split(' ')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  command.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise((resolve) => command.once('exit', resolve));
  try {
    const pids = await pidsOf(folder);
    assert.deepEqual(pids.map(runs), [true, true], stderr);
    if (end !== 'timeout') command.kill(end);
    await ended;
    // A signal takes a moment to be delivered.
    for (let look = 0; look < 50 && pids.some(runs); look += 1) await realClock.sleep(20);
    const left = pids.filter(runs);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    return left.length;
  } finally {
    command.kill('SIGKILL');
    await sandbox.close();
  }
}

suite('programs that a command starts', (test) => {
  for (const program of programs)
    for (const end of [
      'SIGINT',
      'SIGTERM',
      ...(program.name === 'credential plugin' ? [] : ['timeout' as const]),
    ] as const)
      test(`${program.name}: none survives ${end}`, async () => {
        assert.equal(await survivors(program, end), 0);
      });
});
