import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from '../harness/suite.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;

/** The command as a process of its own, with a kubeconfig whose plugin is this script. */
function start(script: string, args: readonly string[]): { readonly child: ChildProcess; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'credential-plugin-'));
  const apiVersion = 'client.authentication.k8s.io/v1';
  const exec = {
    apiVersion,
    interactiveMode: 'Never',
    command: 'sh',
    args: ['-c', script.replaceAll('FOLDER', folder)],
  };
  const kubeconfig = {
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user: { exec } }],
  };
  writeFileSync(join(folder, 'config'), JSON.stringify(kubeconfig));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { PATH: process.env['PATH'], KUBECONFIG: join(folder, 'config') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, folder };
}

/** What the process printed on a stream, when it has ended. */
async function printed(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  let text = '';
  child[stream]?.on('data', (data: Buffer) => (text += data.toString()));
  await new Promise((resolve) => child.once('exit', resolve));
  return text;
}

/** Waits for the file that the plugin writes its process id to. */
async function pidOf(folder: string): Promise<number> {
  const file = join(folder, 'pid');
  const read = (): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
  return new Promise((resolve) => {
    const watcher = watch(folder, () => look());
    const look = (): void => {
      if (read() === 0) return;
      watcher.close();
      resolve(read());
    };
    look();
  });
}

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
function runs(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (existsSync('/proc/self/stat')) return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until a process has ended; the test's own time limit ends it otherwise. */
async function gone(pid: number): Promise<void> {
  while (runs(pid)) await new Promise((resolve) => setImmediate(resolve));
}

const hangs = 'echo $$ >FOLDER/pid.tmp; mv FOLDER/pid.tmp FOLDER/pid; exec sleep 300';

suite('a credential plugin', (test) => {
  test('is ended when completion gives up waiting for it', async () => {
    const { child, folder } = start(hangs, ['__complete', 'status', '']);
    assert.equal(await printed(child, 'stdout'), ':4\n');
    await gone(await pidOf(folder));
  });

  test('is ended when the command is, while it still waits for it', async () => {
    const { child, folder } = start(hangs, ['status']);
    const pid = await pidOf(folder);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    child.kill('SIGINT');
    await ended;
    await gone(pid);
  });

  test('reaches the person by its stderr, before what we say of it', async () => {
    const { child } = start('echo "open https://login.test and enter CODE" >&2; exit 3', ['status']);
    assert.equal(
      (await printed(child, 'stderr')).split('\nhint:')[0],
      'open https://login.test and enter CODE\n' +
        'Unable to connect to the server: getting credentials: exec: executable sh failed with exit code 3',
    );
  });
});
