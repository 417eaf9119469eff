import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from './plan.ts';

/** Addresses of the Pod's network. 10.20.1.99 takes every packet and answers none, as behind a closed security group. */
export const addresses = {
  first: '10.20.1.10',
  second: '10.20.1.11',
  public: '10.30.0.5',
  hole: '10.20.1.99',
} as const;

const setUp = `set -e
ip link set lo up
ip link add pod0 type veth peer name far0
ip addr add 10.20.1.1/24 dev pod0
ip link set pod0 up
ip link set far0 up
ip neigh add ${addresses.hole} lladdr 02:00:00:00:00:99 dev pod0 nud permanent
for address in ${addresses.first} ${addresses.second} ${addresses.public}; do ip addr add $address/32 dev lo; done
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf
shift
exec "$@"`;

/** The place of a Pod: its network, and the files that say how names are looked up. */
export interface PodNamespace {
  /** Makes the network as planned. */
  plan(this: void, plan: Plan): Promise<void>;
  /** Starts a program there, in a session of its own as a container runtime does. */
  spawn(this: void, command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess;
  close(this: void): Promise<void>;
}

/** Makes one by Linux namespaces, which takes no rights where users may make them. @throws Error where they may not */
export async function startNamespace(): Promise<PodNamespace> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-pod-'));
  writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  writeFileSync(join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
  const program = fileURLToPath(new URL('network.ts', import.meta.url));
  const inside = ['sh', '-c', setUp, 'sh', folder, process.execPath, '--disable-warning=ExperimentalWarning', program];
  const holder = spawn('unshare', ['--user', '--map-root-user', '--net', '--mount', ...inside], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // The environment of what is started there says where its programs are, not where this one is.
  const nsenter = execFileSync('sh', ['-c', 'command -v nsenter'], { encoding: 'utf8' }).trim();
  let said = '';
  holder.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  const ended = once(holder, 'exit').then(() => {
    throw new Error(`no network namespace for a Pod: ${said.trim() || 'unshare failed'}`);
  });
  ended.catch(() => undefined);
  const failed = once(holder, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => undefined);
  await Promise.race([once(holder, 'message'), ended, failed]);
  return {
    plan: async (plan) => {
      holder.send(plan);
      await Promise.race([once(holder, 'message'), ended]);
    },
    spawn: (command, env) =>
      spawn(
        nsenter,
        ['--target', String(holder.pid), '--user', '--net', '--mount', '--preserve-credentials', '--', ...command],
        {
          env,
          detached: true,
        },
      ),
    close: async () => {
      const gone = once(holder, 'exit');
      holder.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
